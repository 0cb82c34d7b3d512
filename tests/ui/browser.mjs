/* A browser with a page in it that tells everything it would rather not: console messages, errors,
   breaches of the policy. */

import { chromium } from 'playwright-core';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const url = (process.env.KITH_URL ?? '').replace(/\/$/, '');
export const token = process.env.KITH_TOKEN ?? '';
export const owner = {
  name: process.env.KITH_NAME ?? '',
  email: process.env.KITH_EMAIL ?? '',
  password: process.env.KITH_PASSWORD ?? '',
};

export function launch() {
  return chromium.launch({
    executablePath: process.env.KITH_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--host-resolver-rules=MAP plain.kith.test 127.0.0.1', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  });
}

/* Only the server under test is ever asked for anything. */
async function stayHome(context, home, noises) {
  await context.route(
    (address) => address.origin !== new URL(home).origin,
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

/* Signs a browser in without the page. */
export async function enter(context, who = owner) {
  const { email, password } = who;
  const answer = await context.request.post(`${url}/api/v1/sessions`, { data: { email, password } });
  if (answer.status() !== 201) throw new Error(`Signing in answered ${answer.status()}.`);
}

/* The session that tests share which do not end it. */
let shared = null;

async function sharedSession(browser) {
  if (shared) return shared;
  const context = await browser.newContext();
  await enter(context);
  shared = await context.storageState();
  await context.close();
  return shared;
}

/* A page in a context of its own, with the shared session unless told otherwise. */
export async function open(browser, options = {}) {
  const { width = 1280, scheme = 'light', signedIn = true, home = url, noises = [] } = options;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    locale: 'en-GB',
    timezoneId: 'Europe/Lisbon',
    reducedMotion: 'reduce',
    ...(signedIn ? { storageState: await sharedSession(browser) } : {}),
  });
  await stayHome(context, home, noises);
  await context.addInitScript(tellBreaches);
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

/* Chooses a password with a one-time link, as its page does, and stays out. */
export async function joinBy(link, password) {
  const response = await fetch(`${url}/api/v1/links/use`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ secret: link.split('#')[1], password }),
  });
  if (!response.ok) throw new Error(await response.text());
  const { id } = await response.json();
  await call('DELETE', `/api/v1/sessions/${id}`);
}
