/* Where the tests go, and what they look for there. */

import { call, url } from './browser.mjs';

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
