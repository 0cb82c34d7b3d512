/* How the screens stand: in every width, in both themes, for everybody. */

import assert from 'node:assert/strict';
import { faultsByAxe, url } from './browser.mjs';
import { entries, logWith, nothingPending, person } from './places.mjs';

const widths = [320, 390, 720, 1280];

const settings = (page, part) => page.goto(`${url}/settings${part}`);

/* A page at a link that was not used yet. */
async function joining(page) {
  const link = { sort: 'set-up', name: null, email: null };
  await page.route('**/api/v1/links/look', (route) => route.fulfill({ json: link }));
  await page.goto(`${url}/join#${'a'.repeat(43)}`);
  await page.getByRole('button', { name: 'Create the first account' }).click();
  await page.getByText('What are you called?').waitFor();
}

async function audit(page) {
  const row = {
    number: 2, at: new Date().toISOString(), actor: 'stranger', member: null, verb: 'was refused',
    subject: null, words: 'POST /api/v1/sessions', erased: false,
  };
  const list = { count: 2, more: false, next: null, items: [row, { ...row, number: 1, erased: true }] };
  await page.route('**/api/v1/audit*', (route) => route.fulfill({ json: list }));
  await settings(page, '/audit');
  await page.locator('.audit-entry').first().waitFor();
}

async function opened(page, part, button) {
  await settings(page, part);
  await page.locator('.row').first().waitFor();
  await page.getByRole('button', { name: button }).first().click();
  await page.locator('form, dialog, .once').first().waitFor();
}

/* The screens that the checks of form walk through. */
const screens = {
  door: { signedIn: false, show: (page) => page.goto(url).then(() => page.getByLabel('E-mail').waitFor()) },
  join: { signedIn: false, show: joining },
  people: { show: (page) => page.goto(`${url}/people`).then(() => page.locator('.person-row').first().waitFor()) },
  person: { show: (page, brief) => person(page, brief).then(() => entries(page).first().waitFor()) },
  log: { show: (page, brief) => logWith(page, brief).then(() => page.locator('option').first().waitFor({ state: 'attached' })) },
  you: { show: (page) => settings(page, '').then(() => page.locator('.row').first().waitFor()) },
  team: { show: (page) => opened(page, '/team', /^Change /) },
  invite: { show: (page) => opened(page, '/team', 'Invite someone') },
  link: { show: (page) => opened(page, '/team', /^New link/) },
  tokens: { show: (page) => opened(page, '/tokens', 'New token') },
  withdraw: { show: (page) => opened(page, '/tokens', /^Withdraw/) },
  audit: { show: audit },
};

export const form = {};
export const formAtTheDoor = [];

for (const [name, screen] of Object.entries(screens)) {
  for (const width of widths) {
    form[`${name}_fits_a_width_of_${width}`] = async ({ page, brief }) => {
      await page.setViewportSize({ width, height: 800 });
      await screen.show(page, brief);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `The page is ${wide} wide.`);
    };
    if (screen.signedIn === false) formAtTheDoor.push(`${name}_fits_a_width_of_${width}`);
  }
  for (const scheme of ['light', 'dark']) {
    const title = `axe_finds_nothing_on_${name}_in_${scheme}`;
    form[title] = async ({ page, brief }) => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      for (const width of [390, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        await screen.show(page, brief);
        await nothingPending(page);
        assert.deepEqual(await faultsByAxe(page), []);
      }
    };
    if (screen.signedIn === false) formAtTheDoor.push(title);
  }
}

/* Faults planted to see that they would be found. */
export const planted = {
  async html_from_elsewhere_is_refused_and_heard_of({ page, noises }) {
    await page.goto(`${url}/people`);
    await page.locator('.person-row').first().waitFor();
    const refused = await page.evaluate(() => {
      try {
        document.querySelector('main').innerHTML = '<p>from elsewhere</p>';
        return false;
      } catch (fault) {
        return fault instanceof TypeError;
      }
    });
    assert.ok(refused);
    await page.waitForFunction(() => document.querySelector('.person-row'));
    assert.ok(noises.some((noise) => noise.includes('policy: require-trusted-types-for')));
    noises.length = 0;
  },

  async a_field_without_a_label_is_found_by_axe({ page }) {
    await page.goto(`${url}/people`);
    await page.locator('.person-row').first().waitFor();
    await page.evaluate(() => document.querySelector('label').remove());
    assert.match((await faultsByAxe(page)).join(), /^label/);
  },
};
