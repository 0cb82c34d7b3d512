/* Where the tests go, and what they look for there. */

import { call, joinBy, url } from './browser.mjs';

/* Somebody with facts, open promises, themes and several conversations. */
export async function somebody() {
  const { items } = await call('GET', '/api/v1/people?limit=200');
  for (const person of items) {
    const brief = await call('GET', `/api/v1/people/${person.id}/brief`);
    const full = brief.facts.length && brief.promises.length && brief.themes.length;
    if (full && person.conversations.count > 2) return brief;
  }
  throw new Error('Nobody in this logbook has facts, promises and themes.');
}

export const person = (page, brief) => page.goto(`${url}/people/${brief.person.id}`);
export const logWith = (page, brief) => page.goto(`${url}/log?with=${brief.person.id}`);
export const said = (page) => page.getByLabel('What was said');
export const entries = (page) => page.locator('.entry');

export async function nothingPending(page) {
  await page.waitForLoadState('networkidle');
}

export async function save(page) {
  await page.getByRole('button', { name: /^Save/ }).click();
}

/* A conversation that a test made is taken back, whatever the test found. */
export async function takingBack(act) {
  const before = (await call('GET', '/api/v1/changes?limit=1')).items[0]?.number ?? 0;
  try {
    await act();
  } finally {
    const { items } = await call('GET', '/api/v1/changes?limit=50');
    for (const change of items.filter((each) => each.number > before))
      if (!change.undone_by && !change.undoes) await call('POST', `/api/v1/changes/${change.number}/undo`);
  }
}

/* So many conversations are shown, once what is under way has come. */
export async function entriesAre(page, count) {
  await page.waitForFunction(
    (wanted) =>
      document.querySelectorAll('.entry').length === wanted &&
      !document.querySelector('.timeline [aria-busy=true]'),
    count,
  );
}

/* A member of their own for a test that ends sessions: name, address, password, id. */
let made = 0;
export async function someoneNew(role) {
  made += 1;
  const name = `Ines ${process.pid} ${made}`;
  const email = `ines-${process.pid}-${made}@inzet.example`;
  const { id } = await call('POST', '/api/v1/members', { name, email, role });
  const { url: link } = await call('POST', `/api/v1/members/${id}/link`);
  const password = `a quiet room, number ${process.pid} ${made}`;
  await joinBy(link, password);
  return { id, name, email, password };
}

export async function fillDoor(page, { email, password }) {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}

/* Signs out by the menu behind the avatar. */
export async function leave(page) {
  await page.getByRole('button', { name: /^You are / }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
}
