/* What members set for themselves, and owners for all. */

import assert from 'node:assert/strict';
import { call, enter, url } from './browser.mjs';
import { fillDoor, leave, someoneNew } from './places.mjs';

const visit = (page, part = '') => page.goto(`${url}/settings${part}`);
const button = (page, name) => page.getByRole('button', { name, exact: true });
const row = (page, text) => page.locator('.row').filter({ hasText: text });
const focusedName = (page) => page.evaluate(() => document.activeElement.ariaLabel ?? document.activeElement.textContent);

async function isOut(page) {
  await page.getByRole('heading', { level: 1, name: 'Good to see you.' }).waitFor();
}

export const settings = {
  async a_member_changes_their_own_name({ page, context }) {
    const who = await someoneNew('member');
    await enter(context, who);
    await visit(page);
    await page.getByLabel('Your name').fill('Ines Álvares');
    await page.getByLabel('Language').fill('x');
    await button(page, 'Save').click();
    await page.getByText('This must be a language tag').waitFor();
    await page.getByLabel('Language').fill('pt');
    await page.getByLabel('Time zone').selectOption('Europe/Lisbon');
    await button(page, 'Save').click();
    await page.getByText('Saved.').waitFor();
    await button(page, 'You are Ines Álvares').waitFor();
    const kept = await call('GET', `/api/v1/members/${who.id}`);
    assert.deepEqual([kept.name, kept.language, kept.time_zone], ['Ines Álvares', 'pt', 'Europe/Lisbon']);
  },

  async a_new_password_signs_out_everywhere_else({ page, context, open }) {
    const who = await someoneNew('member');
    await enter(context, who);
    const other = await open({ signedIn: false });
    await enter(other.context, who);
    await visit(other.page);
    await visit(page);
    await page.getByLabel('The password you have', { exact: true }).fill('not the one I have');
    await page.getByLabel('The one you want', { exact: true }).fill('two altos under one umbrella');
    await button(page, 'Change the password').click();
    await page.getByText('This is not your password.').waitFor();
    assert.equal(await page.getByLabel('The password you have', { exact: true }).inputValue(), '');
    await page.getByLabel('The password you have', { exact: true }).fill(who.password);
    await button(page, 'Change the password').click();
    await page.getByText('Your new password is kept.').waitFor();
    await page.reload();
    await page.getByText('this one').waitFor();
    assert.equal(await page.locator('.row').count(), 1);
    await button(other.page, 'Save').click();
    await isOut(other.page);
    await fillDoor(other.page, { ...who, password: 'two altos under one umbrella' });
    await other.page.getByLabel('Your name').waitFor();
  },

  async a_session_is_ended_from_another_browser({ page, context, open }) {
    const who = await someoneNew('reader');
    await enter(context, who);
    const other = await open({ signedIn: false });
    await enter(other.context, who);
    await other.page.goto(`${url}/people`);
    await other.page.locator('.person-row').first().waitFor();
    await visit(page);
    await page.getByRole('button', { name: /^Sign out there/ }).click();
    await page.locator('.row').nth(1).waitFor({ state: 'detached' });
    assert.equal(await focusedName(page), `You${who.email}`);
    await other.page.locator('.person-link').first().click();
    await other.page.getByText('Please sign in again.').waitFor();
    await page.reload();
    await page.getByText('this one').waitFor();
  },

  async somebody_signs_out_in_settings({ page, context }) {
    await enter(context, await someoneNew('reader'));
    await visit(page);
    await button(page, 'Sign out').click();
    await page.getByText('You are signed out.').waitFor();
    await page.reload();
    await isOut(page);
  },

  async a_token_is_shown_once_and_withdrawn_after_a_question({ page }) {
    await visit(page, '/tokens');
    await button(page, 'New token').click();
    await button(page, 'Make the token').click();
    await page.getByText('Give it a name that you will know again.').waitFor();
    await page.getByLabel('What is it for?').fill('A nightly copy');
    await page.getByLabel('write').uncheck();
    await page.getByLabel('It ends').selectOption({ label: 'in 30 days' });
    await button(page, 'Make the token').click();
    const field = page.getByRole('textbox', { name: 'Token for A nightly copy' });
    const secret = await field.inputValue();
    assert.match(secret, /^kith_/);
    assert.equal(await focusedName(page), 'Your new token');
    assert.equal((await asking(secret)).status, 200);
    await button(page, 'Copy').click();
    await page.getByText('Copied.').waitFor();
    assert.equal(await focusedName(page), 'Copy');
    await page.reload();
    await row(page, 'A nightly copy').getByText('may read', { exact: true }).waitFor();
    assert.ok(!(await page.content()).includes(secret));
    await button(page, 'Withdraw A nightly copy').click();
    await page.getByRole('dialog').waitFor();
    assert.equal(await focusedName(page), 'Keep it');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.equal(await focusedName(page), 'Withdraw A nightly copy');
    assert.equal((await asking(secret)).status, 200);
    await button(page, 'Withdraw A nightly copy').click();
    await button(page, 'Withdraw').click();
    await page.getByText('“A nightly copy” no longer works.').waitFor();
    await row(page, 'A nightly copy').waitFor({ state: 'detached' });
    assert.equal(await focusedName(page), 'Tokens');
    assert.equal((await asking(secret)).status, 401);
  },

  async plain_http_is_told_of_and_copying_works_there({ open }) {
    const home = `http://plain.kith.test:${new URL(url).port}`;
    const who = await someoneNew('reader');
    const { page } = await open({ signedIn: false, home });
    await page.goto(`${home}/settings/tokens`);
    await fillDoor(page, who);
    await page.getByText('This Kith is open over plain HTTP').waitFor();
    await button(page, 'New token').click();
    await page.getByLabel('What is it for?').fill('A try');
    await button(page, 'Make the token').click();
    const secret = await page.getByRole('textbox', { name: 'Token for A try' }).inputValue();
    await button(page, 'Copy').click();
    await page.getByText('Copied.').waitFor();
    assert.equal(await focusedName(page), 'Copy');
    await button(page, 'Done').click();
    await button(page, 'New token').click();
    await page.getByLabel('What is it for?').focus();
    await page.keyboard.press('Control+V');
    assert.equal(await page.getByLabel('What is it for?').inputValue(), secret);
  },

  async an_owner_changes_who_may_do_what({ page, open }) {
    const who = await someoneNew('reader');
    const theirs = await open({ signedIn: false });
    await enter(theirs.context, who);
    await theirs.page.goto(`${url}/people`);
    await visit(page, '/team');
    await button(page, `Change ${who.name}`).click();
    assert.equal(await page.evaluate(() => document.activeElement.value), who.name);
    await page.keyboard.press('Tab');
    await button(page, 'Cancel').click();
    assert.equal(await focusedName(page), `Change ${who.name}`);
    await button(page, `Change ${who.name}`).click();
    await page.getByLabel('Role').selectOption({ label: 'Member' });
    await button(page, 'Save').click();
    await page.getByText(`${who.name} is changed.`).waitFor();
    await row(page, who.email).getByText('Member').waitFor();
    await theirs.page.reload();
    await isOut(theirs.page);
    await button(page, `Change ${who.name}`).click();
    await button(page, `${who.name} has left`).click();
    await row(page, who.email).getByText('Has left').waitFor();
    await fillDoor(theirs.page, who);
    await theirs.page.getByText('That e-mail and password do not belong together.').waitFor();
    await button(page, `Change ${who.name}`).click();
    await button(page, `${who.name} is back`).click();
    await row(page, who.email).getByText('Member').waitFor();
    await fillDoor(theirs.page, who);
    await theirs.page.locator('.person-row').first().waitFor();
    await theirs.page.getByRole('link', { name: /^Log a conversation/ }).waitFor();
  },

  async an_address_that_somebody_has_is_refused_in_words({ page }) {
    const who = await someoneNew('reader');
    await visit(page, '/team');
    await button(page, 'Invite someone').click();
    await page.getByLabel('Name').fill('Somebody Else');
    await page.getByLabel('E-mail').fill(who.email);
    await button(page, 'Make the link').click();
    await page.getByRole('alert').getByText(`Another member has the address ${who.email}`).waitFor();
    assert.equal(await page.getByLabel('Name').inputValue(), 'Somebody Else');
  },

  async an_open_link_is_withdrawn({ page, open }) {
    const who = await someoneNew('reader');
    await visit(page, '/team');
    await button(page, `New link for ${who.name}`).click();
    const link = await page.getByRole('textbox', { name: `Link for ${who.name}` }).inputValue();
    await page.getByText('Hand it over yourself; Kith sends nothing.').waitFor();
    await button(page, `Withdraw the link for ${who.name}`).click();
    await page.getByText(`The link for ${who.name} no longer works.`).waitFor();
    const { page: late } = await open({ signedIn: false });
    await late.goto(link);
    await late.getByRole('heading', { name: 'This link is no longer open.' }).waitFor();
  },

  async readers_see_nothing_to_write_with_and_nothing_of_owners({ page, context, brief }) {
    await enter(context, await someoneNew('reader'));
    await page.goto(`${url}/people/${brief.person.id}`);
    await page.locator('.entry').first().waitFor();
    assert.equal(await page.getByRole('link', { name: /^Log/ }).count(), 0);
    assert.equal(await page.getByRole('link', { name: /^What did/ }).count(), 0);
    await visit(page, '/team');
    await page.getByText('This page is for the owners of your team.').waitFor();
    const links = await page.getByRole('navigation', { name: 'Settings' }).getByRole('link').allInnerTexts();
    assert.deepEqual(links, ['You', 'Tokens']);
    await visit(page, '/tokens');
    await button(page, 'New token').click();
    assert.equal(await page.getByRole('checkbox').count(), 1);
  },

  async the_menu_is_worked_by_keys_alone({ page, context }) {
    await enter(context);
    await page.goto(`${url}/people`);
    const opener = page.getByRole('button', { name: /^You are / });
    await opener.focus();
    await page.keyboard.press('Enter');
    assert.equal(await focusedName(page), 'Settings');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focusedName(page), 'Sign out');
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('menu').count(), 0);
    assert.match(await focusedName(page), /^You are /);
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Settings' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /^You/ }).waitFor();
    assert.match(await focusedName(page), /^You/);
    await leave(page);
    await isOut(page);
  },

  async the_audit_tells_who_did_what_to_whom({ page }) {
    const who = await someoneNew('member');
    const before = await call('GET', '/api/v1/audit?limit=1');
    for (let at = before.count; at <= 50; at++)
      await call('PATCH', `/api/v1/members/${who.id}`, { language: at % 2 ? 'pt' : 'en' });
    await call('PATCH', `/api/v1/members/${who.id}`, { role: 'reader' });
    const gone = await call('POST', '/api/v1/people', { name: 'Gone Again' });
    await call('DELETE', `/api/v1/people/${gone.id}`);
    const body = JSON.stringify({ email: 'nobody@team.example', password: 'a wrong one' });
    await fetch(`${url}/api/v1/sessions`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    await visit(page, '/audit');
    const entries = page.locator('.audit-entry');
    await entries.nth(2).getByText(who.name).waitFor();
    assert.match(await entries.nth(0).innerText(), /A stranger\s+was not let in\s+from 127\.0\.0\.1/);
    assert.match(await entries.nth(1).innerText(), /person deleted\s+a person/);
    assert.match(await entries.nth(2).innerText(), new RegExp(`member changed\\s+${who.name}\\s+.*reader`));
    assert.equal(await entries.count(), 50);
    await button(page, 'Older').click();
    await entries.nth(50).waitFor();
  },

  async the_audit_of_this_logbook_is_read({ page }) {
    const who = await someoneNew('reader');
    await visit(page, '/audit');
    const { items } = await call('GET', '/api/v1/audit');
    const entries = page.locator('.audit-entry');
    await entries.nth(items.length - 1).waitFor();
    assert.equal(await entries.count(), items.length);
    for (const [place, { verb }] of items.entries())
      assert.ok((await entries.nth(place).innerText()).includes(verb));
    await entries.filter({ hasText: 'member made' }).filter({ hasText: who.name }).first().waitFor();
    const own = await call('GET', `/api/v1/audit?member=${who.id}`);
    await page.getByLabel('By').selectOption({ label: who.name });
    await page.waitForFunction(
      (count) => document.querySelectorAll('.audit-entry').length === count,
      own.items.length,
    );
  },

  async an_audit_that_cannot_be_read_says_so({ page }) {
    await page.route('**/api/v1/audit*', (route) => route.fulfill({ status: 503, json: { detail: 'Not at this moment.' } }));
    await visit(page, '/audit');
    await page.getByRole('alert').getByText('Not at this moment.').waitFor();
    await button(page, 'Try again').waitFor();
  },
};

/* Who has this token. */
const asking = (secret) => fetch(`${url}/api/v1/me`, { headers: { Authorization: `Bearer ${secret}` } });

/* Those that end the sessions they use sign in by themselves. */
export const settingsSignedOut = Object.keys(settings).filter((name) =>
  /own_name|password|another_browser|signs_out|readers|menu/.test(name));

const refused = /status of (401|404|409|422|503)/;
export const settingsNoises = Object.fromEntries(Object.keys(settings).map((name) => [name, refused]));
