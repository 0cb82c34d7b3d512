/* Coming in and going out, from the first link to a session that ended in the middle of a word. */

import assert from 'node:assert/strict';
import { Kith } from '../support/kith.mjs';
import { call, enter, owner, url } from './browser.mjs';
import { fillDoor, leave, logWith, nothingPending, person, said, save, someoneNew, takingBack } from './places.mjs';

const door = (page) => page.getByRole('heading', { level: 1, name: 'Good to see you.' });
const password = (page) => page.getByLabel('Password', { exact: true });
const people = (page) => page.getByRole('heading', { level: 1, name: /^People/ });
const focused = (page) => page.evaluate(() => document.activeElement.tagName);

/* Ends all sessions of a member but those of the test's own token. */
async function endSessions(member) {
  const { items } = await call('GET', `/api/v1/sessions?member=${member}`);
  for (const { id } of items) await call('DELETE', `/api/v1/sessions/${id}`);
}

export const doors = {
  async words_that_do_not_belong_together_keep_the_email({ page }) {
    await page.goto(url);
    await fillDoor(page, { email: owner.email, password: 'not this one at all' });
    await page.getByText('That e-mail and password do not belong together.').waitFor();
    assert.equal(await page.getByLabel('E-mail').inputValue(), owner.email);
    assert.equal(await password(page).inputValue(), '');
    assert.equal(await password(page).getAttribute('aria-invalid'), 'true');
    assert.equal(await focused(page), 'INPUT');
  },

  async nothing_is_sent_through_the_door_while_a_field_is_empty({ page }) {
    let sent = 0;
    await page.route('**/api/v1/sessions', (route) => sent++ || route.continue());
    await page.goto(url);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Which e-mail address do you sign in with?').waitFor();
    await page.getByText('Your password is missing.').waitFor();
    assert.equal(sent, 0);
  },

  async a_member_signs_in_and_is_still_in_after_a_reload({ page }) {
    await page.goto(url);
    await fillDoor(page, owner);
    await people(page).waitFor();
    await page.locator('.person-row').first().waitFor();
    const { count } = await call('GET', '/api/v1/people?limit=1');
    assert.equal(await page.locator('.person-row').count(), Math.min(count, 200));
    assert.match(await page.locator('h1').innerText(), new RegExp(`${count}$`));
    assert.equal(await focused(page), 'H1');
    await page.reload();
    await people(page).waitFor();
  },

  async no_script_can_read_what_keeps_a_member_in({ page, context }) {
    await page.goto(url);
    await fillDoor(page, owner);
    await people(page).waitFor();
    const kept = await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length]);
    assert.deepEqual(kept, ['', 0, 0]);
    const cookies = await context.cookies();
    assert.ok(cookies.length > 0 && cookies.every((cookie) => cookie.httpOnly && cookie.sameSite === 'Strict'));
  },

  async the_door_leads_to_where_the_reader_wanted_to_go({ page, brief }) {
    await person(page, brief);
    await fillDoor(page, owner);
    await page.getByRole('heading', { level: 1, name: brief.person.name }).waitFor();
    assert.ok(page.url().includes(brief.person.id));
  },

  async too_many_passwords_say_when_to_try_again({ page }) {
    const problem = { status: 429, title: 'Too many requests', detail: 'Too many passwords were tried.' };
    await page.route('**/api/v1/sessions', (route) =>
      route.fulfill({ status: 429, headers: { 'Retry-After': '150' }, json: problem }));
    await page.goto(url);
    await fillDoor(page, owner);
    await page.getByRole('alert').getByText('Try again in 3 minutes').waitFor();
    assert.equal(await page.getByLabel('E-mail').inputValue(), owner.email);
  },

  async a_server_that_does_not_answer_is_asked_once_more({ page }) {
    await page.route('**/api/v1/me', (route) => route.abort());
    await page.goto(url);
    await page.getByText('The server is not answering.').waitFor();
    await page.unroute('**/api/v1/me');
    await page.getByRole('button', { name: 'Try again' }).click();
    await people(page).waitFor();
  },

  async signing_out_in_one_tab_shows_in_the_other({ page, context }) {
    await enter(context);
    await page.goto(url);
    const other = await context.newPage();
    await other.goto(`${url}/log`);
    await said(other).waitFor();
    await people(page).waitFor();
    await leave(page);
    await page.getByText('You are signed out.').waitFor();
    await other.getByText('You are signed out.').waitFor();
    assert.equal((await context.request.get(`${url}/api/v1/me`)).status(), 401);
    await other.reload();
    await door(other).waitFor();
  },

  async signing_in_in_one_tab_opens_the_other({ page, context }) {
    await page.goto(url);
    const other = await context.newPage();
    await other.goto(`${url}/log`);
    await door(other).waitFor();
    await fillDoor(page, owner);
    await said(other).waitFor();
  },

  async a_session_that_ends_while_somebody_writes_keeps_the_words({ page, context, brief }) {
    const who = await someoneNew('member');
    await takingBack(async () => {
      await enter(context, who);
      await logWith(page, brief);
      await said(page).fill('Said at the end of a long day.');
      await endSessions(who.id);
      await save(page);
      await page.getByText('Please sign in again. What you were writing is kept.').waitFor();
      assert.equal(await page.getByLabel('E-mail').inputValue(), who.email);
      assert.ok(page.url().includes(`/log?with=${brief.person.id}`));
      await password(page).fill(who.password);
      await page.keyboard.press('Enter');
      assert.equal(await said(page).inputValue(), 'Said at the end of a long day.');
      await save(page);
      await page.getByRole('heading', { name: 'Saved.' }).waitFor();
    });
  },

  async a_draft_is_shown_to_whoever_wrote_it_alone({ page, context }) {
    const who = await someoneNew('member');
    await enter(context, who);
    await page.goto(`${url}/log`);
    await said(page).fill('Between us.');
    await page.getByLabel('With').fill('Nobody Yet');
    await endSessions(who.id);
    await save(page);
    await door(page).waitFor();
    await fillDoor(page, owner);
    await said(page).waitFor();
    assert.equal(await said(page).inputValue(), '');
    await page.goto(`${url}/people`);
    await leave(page);
    await page.goto(`${url}/log`);
    await fillDoor(page, who);
    await said(page).waitFor();
    assert.equal(await said(page).inputValue(), 'Between us.');
  },

  async another_member_in_another_tab_is_not_given_what_was_being_written({ page, context }) {
    const [first, second] = [await someoneNew('member'), await someoneNew('member')];
    await enter(context, first);
    await page.goto(`${url}/log`);
    await said(page).fill('Only mine.');
    const { url: link } = await call('POST', `/api/v1/members/${second.id}/link`);
    const other = await context.newPage();
    await other.goto(link);
    await password(other).fill('the second tenor sings first');
    await other.keyboard.press('Enter');
    await people(other).waitFor();
    await page.waitForFunction(() => document.querySelector('.log-said textarea')?.value === '');
    await page.goto(url);
    await page.getByRole('button', { name: `You are ${second.name}` }).waitFor();
  },

  async a_link_that_ended_says_so_and_is_not_kept({ page }) {
    await page.goto(`${url}/join#${'a'.repeat(43)}`);
    await page.getByRole('heading', { name: 'This link is no longer open.' }).waitFor();
    assert.equal(page.url(), `${url}/join`);
    await page.reload();
    await page.getByText('without the rest of its link').waitFor();
  },

  async a_link_to_a_new_password_greets_by_name({ page, open }) {
    const who = await someoneNew('reader');
    const { url: link } = await call('POST', `/api/v1/members/${who.id}/link`);
    await page.goto(link);
    await page.getByRole('heading', { name: `Good to see you, ${who.name}.` }).waitFor();
    assert.equal(page.url(), `${url}/join`);
    assert.equal(await page.getByLabel('E-mail').inputValue(), who.email);
    await password(page).fill('password1234');
    await page.keyboard.press('Enter');
    await page.getByText('one of the passwords that are tried first').waitFor();
    assert.equal(await password(page).inputValue(), '');
    await password(page).fill('a newer umbrella for the basses');
    await page.keyboard.press('Enter');
    await people(page).waitFor();
    const { page: late } = await open({ signedIn: false });
    await late.goto(link);
    await late.getByRole('heading', { name: 'This link is no longer open.' }).waitFor();
  },

  async from_the_first_link_to_a_second_member({ open }) {
    const kith = await Kith.start({ flags: ['--quiet'] });
    try {
      await firstRun(kith.link, open, kith.url.replace(/\/$/, ''));
    } finally {
      assert.deepEqual(await kith.stop(), []);
    }
  },
};

/* An owner comes in by the link that Kith prints, invites somebody, and they come in too. */
async function firstRun(first, open, home) {
  const { page } = await open({ signedIn: false, home });
  await page.goto(first);
  await page.getByRole('heading', { name: 'Welcome. Let’s begin with you.' }).waitFor();
  await page.getByRole('button', { name: 'Create the first account' }).click();
  await page.getByText('What are you called?').waitFor();
  await page.getByLabel('Your name').fill('Marta Reis');
  await page.getByLabel('E-mail').fill('marta@benchday.example');
  await password(page).fill('plane the edge before the face');
  await page.keyboard.press('Enter');
  await page.getByText('Nobody is in the logbook yet.').waitFor();
  await page.getByRole('button', { name: 'You are Marta Reis' }).click();
  await page.getByRole('menuitem', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Team' }).click();
  await page.getByRole('button', { name: 'Invite someone' }).click();
  await page.getByLabel('Name').fill('Jonas Lindqvist');
  await page.getByLabel('E-mail').fill('jonas@benchday.example');
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = await page.getByRole('textbox', { name: 'Link for Jonas Lindqvist' }).inputValue();
  await second(link, open, home);
  await nothingPending(page);
}

async function second(link, open, home) {
  const { page, context } = await open({ signedIn: false, home });
  await page.goto(link);
  await page.getByRole('heading', { name: 'Welcome, Jonas Lindqvist.' }).waitFor();
  await password(page).fill('saw outside the line, always');
  await page.getByRole('button', { name: 'Open the logbook' }).click();
  await page.getByText('Nobody is in the logbook yet.').waitFor();
  assert.ok(page.url().endsWith('/people'));
  await leave(page);
  await page.getByText('You are signed out.').waitFor();
  assert.equal((await context.request.get(`${home}/api/v1/me`)).status(), 401);
}

/* Those that come in by themselves, or not at all. */
export const doorsSignedOut = Object.keys(doors).filter(
  (name) => name !== 'a_server_that_does_not_answer_is_asked_once_more',
);

/* What the browser says of being refused, which is what these tests are about. */
const refused = /status of (401|404|422|429)|ERR_FAILED/;
export const doorNoises = Object.fromEntries(Object.keys(doors).map((name) => [name, refused]));
