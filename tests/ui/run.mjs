/* The page in a real browser, against a Kith that serves: KITH_URL, KITH_TOKEN (of an owner, all scopes),
   KITH_NAME, KITH_EMAIL and KITH_PASSWORD of that owner, some people in the logbook. Names on the command line choose tests; KITH_SHOTS is a folder
   for pictures of those that fail. */

import assert from 'node:assert/strict';
import { acts, noisesAllowed } from './acts.mjs';
import { launch, open, owner, token, url } from './browser.mjs';
import { doorNoises, doors, doorsSignedOut } from './doors.mjs';
import { form, formAtTheDoor, planted } from './form.mjs';
import { somebody } from './places.mjs';
import { settings, settingsNoises, settingsSignedOut } from './settings.mjs';

const tests = { ...doors, ...acts, ...settings, ...form, ...planted };
const signedOut = new Set([...doorsSignedOut, ...settingsSignedOut, ...formAtTheDoor]);
const noNews = /status of 401/;
const allowed = {
  ...Object.fromEntries(formAtTheDoor.map((name) => [name, noNews])),
  ...noisesAllowed,
  ...doorNoises,
  ...settingsNoises,
};

async function runOne(browser, name, brief) {
  const { page, context, noises } = await open(browser, { signedIn: !signedOut.has(name) });
  const contexts = [context];
  const another = async (options) => {
    const opened = await open(browser, { ...options, noises });
    contexts.push(opened.context);
    return opened;
  };
  const begun = Date.now();
  try {
    await tests[name]({ page, context, open: another, brief, noises });
    assert.deepEqual(noises.filter((noise) => !allowed[name]?.test(noise)), []);
    console.log(`ok ${name} (${Date.now() - begun} ms)`);
    return true;
  } catch (fault) {
    console.log(`not ok ${name}\n  ${String(fault.message).replace(/\n/g, '\n  ')}`);
    if (process.env.KITH_SHOTS) await page.screenshot({ path: `${process.env.KITH_SHOTS}/${name}.png` });
    return false;
  } finally {
    for (const each of contexts) await each.close();
  }
}

async function main() {
  if (!url || !token || !owner.password)
    throw new Error('KITH_URL, KITH_TOKEN and the owner’s KITH_NAME, KITH_EMAIL and KITH_PASSWORD say which Kith to look at.');
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
