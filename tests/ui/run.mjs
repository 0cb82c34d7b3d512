/* The page in a real browser, against a Kith that serves: KITH_URL, KITH_TOKEN (scopes read and
   write), some people in the logbook. Names on the command line choose tests; KITH_SHOTS is a folder
   for pictures of those that fail. */

import assert from 'node:assert/strict';
import { acts, atTheDoor, noisesAllowed } from './acts.mjs';
import { launch, open, token, url } from './browser.mjs';
import { form, formAtTheDoor, planted } from './form.mjs';
import { somebody } from './places.mjs';

const tests = { ...acts, ...form, ...planted };
const signedOut = new Set([...atTheDoor, ...formAtTheDoor]);

async function runOne(browser, name, brief) {
  const { page, context, noises } = await open(browser, { signedIn: !signedOut.has(name) });
  const begun = Date.now();
  try {
    await tests[name]({ page, brief, noises });
    const allowed = noisesAllowed[name];
    assert.deepEqual(noises.filter((noise) => !allowed?.test(noise)), []);
    console.log(`ok ${name} (${Date.now() - begun} ms)`);
    return true;
  } catch (fault) {
    console.log(`not ok ${name}\n  ${String(fault.message).replace(/\n/g, '\n  ')}`);
    if (process.env.KITH_SHOTS) await page.screenshot({ path: `${process.env.KITH_SHOTS}/${name}.png` });
    return false;
  } finally {
    await context.close();
  }
}

async function main() {
  if (!url || !token) throw new Error('KITH_URL and KITH_TOKEN say which Kith to look at.');
  const chosen = process.argv.slice(2);
  const names = Object.keys(tests).filter((name) => !chosen.length || chosen.some((part) => name.includes(part)));
  const brief = await somebody();
  const browser = await launch();
  let passed = 0;
  for (const name of names) if (await runOne(browser, name, brief)) passed++;
  await browser.close();
  console.log(`${passed} passed, ${names.length - passed} failed`);
  process.exitCode = passed === names.length && passed > 0 ? 0 : 1;
}

main().catch((fault) => {
  console.log(fault.message);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
});
