/* A browser with a page in it that tells everything it would rather not: console messages, errors,
   breaches of the policy. */

import { chromium } from 'playwright-core';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const url = (process.env.KITH_URL ?? '').replace(/\/$/, '');
export const token = process.env.KITH_TOKEN ?? '';

export function launch() {
  return chromium.launch({
    executablePath: process.env.KITH_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  });
}

/* Only the server under test is ever asked for anything. */
async function stayHome(context, noises) {
  await context.route(
    (address) => address.origin !== new URL(url).origin,
    (route) => {
      noises.push(`asked for ${route.request().url()}`);
      return route.abort();
    },
  );
}

function listen(page, noises) {
  page.on('console', (message) => noises.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => noises.push(`error: ${error.message}`));
}

const tellBreaches = () =>
  addEventListener('securitypolicyviolation', (event) =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`),
  );

/* A page in a context of its own, signed in unless told otherwise. */
export async function open(browser, { width = 1280, scheme = 'light', signedIn = true } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    locale: 'en-GB',
    timezoneId: 'Europe/Lisbon',
    reducedMotion: 'reduce',
  });
  const noises = [];
  await stayHome(context, noises);
  await context.addInitScript(tellBreaches);
  if (signedIn) await context.addInitScript((kept) => {
    if (!sessionStorage.getItem('left')) sessionStorage.setItem('kith.token', kept);
  }, token);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  listen(page, noises);
  return { page, context, noises };
}

/* What axe finds on the page as it stands. Debugger scripts are not bound by the page's policy. */
export async function faultsByAxe(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ['violations'] }),
  );
  return violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target).join(' | ')}`);
}

/* The API without the page, to know what the page should show. */
export async function call(method, path, body) {
  const response = await fetch(url + path, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      ...(body ? { 'Content-Type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return response.status === 204 ? null : response.json();
}
