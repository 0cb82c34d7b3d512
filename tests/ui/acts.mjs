/* What a member does in the logbook. */

import assert from 'node:assert/strict';
import { call, url } from './browser.mjs';
import { entries, entriesAre, logWith, nothingPending, person, said, save, takingBack } from './places.mjs';

const refused = /status of 422/;
const awayNoise = /ERR_FAILED|ERR_CONNECTION/;

export const acts = {
  async people_are_narrowed_as_somebody_types({ page, brief }) {
    await page.goto(`${url}/people`);
    await page.locator('.person-row').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type(brief.person.name.toLowerCase().normalize('NFD').replace(/\p{M}/gu, ''));
    await page.getByRole('link', { name: brief.person.name }).waitFor();
    assert.equal(await page.locator('.person-row').count(), 1);
  },

  async a_person_has_the_brief_before_the_timeline({ page, brief }) {
    await page.goto(`${url}/people`);
    await page.getByRole('link', { name: brief.person.name }).click();
    await entries(page).first().waitFor();
    for (const fact of brief.facts) await page.locator('.brief').getByText(fact.text).waitFor();
    for (const promise of brief.promises)
      await page.locator('.brief').getByText(promise.text, { exact: true }).waitFor();
    const order = await page.evaluate(() => {
      const brief = document.querySelector('.brief');
      const timeline = document.querySelector('.timeline');
      return brief.compareDocumentPosition(timeline) & Node.DOCUMENT_POSITION_FOLLOWING;
    });
    assert.ok(order);
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
  },

  async every_number_opens_as_many_conversations({ page, brief }) {
    await person(page, brief);
    await entries(page).first().waitFor();
    await entriesAre(page, brief.person.conversations.count);
    const theme = brief.themes[0];
    await page.locator('.brief').getByRole('link', { name: `#${theme.name}`, exact: true }).click();
    await page.getByRole('button', { name: `#${theme.name}` }).waitFor();
    await entriesAre(page, theme.times.count);
    const known = brief.person.known_by_counted;
    await page.getByRole('link', { name: /of \d+ conversations/ }).click();
    await page.getByRole('button', { name: `with ${known.name}` }).waitFor();
    await entriesAre(page, known.conversations.count);
    await page.getByRole('button', { name: /^Everything/ }).click();
    await entriesAre(page, brief.person.conversations.count);
  },

  async a_promise_is_kept_and_taken_back({ page, brief }) {
    const text = brief.promises[0].text;
    await person(page, brief);
    const circle = page.getByRole('checkbox', { name: `Kept: ${text}` });
    await circle.focus();
    await page.keyboard.press('Space');
    await page.getByText('Promise kept.').waitFor();
    assert.equal(await circle.getAttribute('aria-checked'), 'true');
    const id = brief.promises[0].id;
    assert.equal((await call('GET', `/api/v1/promises/${id}`)).state, 'kept');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('[role=checkbox][aria-checked=false]').first().waitFor();
    await nothingPending(page);
    assert.equal((await call('GET', `/api/v1/promises/${id}`)).state, 'open');
  },

  async a_draft_survives_a_reload({ page, brief }) {
    await logWith(page, brief);
    await said(page).fill('Half a sentence about the');
    await page.reload();
    assert.equal(await said(page).inputValue(), 'Half a sentence about the');
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.reload();
    assert.equal(await said(page).inputValue(), '');
  },

  async a_log_with_marks_is_shown_with_what_became_of_them({ page, brief }) {
    await takingBack(async () => {
      await person(page, brief);
      await entries(page).first().waitFor();
      await page.keyboard.press('c');
      const body = 'Talked about the ferry. #night-boat\n\n> We sing better on water.\n\n'
        + '! Gets seasick before rehearsals\n[ ] Send the timetable by tomorrow\n[ ] Call by 2026-02-30';
      await said(page).fill(body);
      await page.getByLabel('For', { exact: true }).fill('25');
      await page.getByLabel('In one line').fill('Sings better on water');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('heading', { name: 'Saved.' }).waitFor();
      const captured = page.locator('.captured');
      await captured.getByText('Gets seasick before rehearsals').waitFor();
      await captured.getByText('Send the timetable').waitFor();
      await page.locator('.captured-unresolved').getByText('[ ] Call by 2026-02-30').waitFor();
      const entry = entries(page).first();
      await entry.getByText('Talked about the ferry.').waitFor();
      await entry.locator('blockquote').getByText('We sing better on water.').waitFor();
      await entry.getByText('Gets seasick before rehearsals').waitFor();
      await entry.getByRole('link', { name: 'night-boat' }).waitFor();
      await page.locator('.brief').getByText('Send the timetable').waitFor();
      await page.locator('.brief').getByText('Sings better on water').waitFor();
      assert.match(await entry.locator('h3').innerText(), /25 min/);
    });
  },

  async a_log_is_taken_back_and_its_words_return_to_the_draft({ page, brief }) {
    await logWith(page, brief);
    await said(page).fill('Said by mistake.\n! Not a fact');
    await save(page);
    await page.locator('.notice').getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken back.').waitFor();
    await entriesAre(page, brief.person.conversations.count);
    await page.locator('.brief').getByText('Not a fact').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Open the draft' }).click();
    assert.equal(await said(page).inputValue(), 'Said by mistake.\n! Not a fact');
    await page.getByRole('button', { name: 'Discard' }).click();
  },

  async somebody_new_is_written_down_by_the_log({ page }) {
    await takingBack(async () => {
      await page.goto(`${url}/log`);
      await page.getByLabel('With').fill('Nadia Okonjo <nadia@newhere.example>');
      await said(page).fill('A first call.');
      await save(page);
      await page.getByRole('heading', { level: 1, name: 'Nadia Okonjo' }).waitFor();
      await page.getByRole('link', { name: 'nadia@newhere.example' }).waitFor();
    });
  },

  async a_known_name_is_not_written_down_twice({ page, brief }) {
    await takingBack(async () => {
      await page.goto(`${url}/log`);
      await page.getByLabel('With').fill(brief.person.name);
      await said(page).fill('Again.');
      await page.getByText('In the logbook.').waitFor();
      await save(page);
      await page.getByRole('heading', { name: 'Saved.' }).waitFor();
      assert.ok(page.url().includes(brief.person.id));
    });
  },

  async a_lost_answer_is_asked_for_again_and_logged_once({ page, brief }) {
    await takingBack(async () => {
      let lost = 0;
      await page.route('**/api/v1/conversations', async (route) => {
        if (lost++ > 0) return route.continue();
        await route.fetch();
        return route.abort();
      });
      await logWith(page, brief);
      await said(page).fill('Once and only once.');
      await save(page);
      await page.getByRole('heading', { name: 'Saved.' }).waitFor();
      assert.equal(lost, 2);
      assert.equal(await entries(page).getByText('Once and only once.').count(), 1);
    });
  },

  async a_fault_stands_at_its_field_and_the_words_stay({ page, brief }) {
    await logWith(page, brief);
    await page.getByLabel('For', { exact: true }).fill('9999');
    await said(page).fill('A very long call.');
    await save(page);
    await page.locator('.field-error').waitFor();
    assert.equal(await page.getByLabel('For', { exact: true }).getAttribute('aria-invalid'), 'true');
    assert.equal(await said(page).inputValue(), 'A very long call.');
    await page.getByRole('button', { name: 'Discard' }).click();
  },

  async nothing_is_sent_without_words({ page }) {
    await page.goto(`${url}/log`);
    await save(page);
    await page.getByText('Whom did you talk with?').waitFor();
    await page.getByText('Write what was said').waitFor();
  },

  async markup_in_a_note_stays_text({ page, brief }) {
    await takingBack(async () => {
      await logWith(page, brief);
      await said(page).fill('<img src=x onerror=alert(1)><script>alert(2)</script>\n! <b onclick=alert(3)>bold</b>');
      await save(page);
      await page.getByRole('heading', { name: 'Saved.' }).waitFor();
      const entry = entries(page).first();
      await entry.getByText('<img src=x onerror=alert(1)>').waitFor();
      assert.equal(await page.locator('main img, main script, main [onclick]').count(), 0);
    });
  },

  async escape_closes_the_log_and_focus_goes_to_the_heading({ page, brief }) {
    await person(page, brief);
    await entries(page).first().waitFor();
    await page.getByRole('link', { name: /^What did/ }).click();
    await said(page).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'TEXTAREA');
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 1, name: brief.person.name }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
  },

  async what_is_not_there_is_said_kindly({ page }) {
    await page.goto(`${url}/people/00000000-0000-7000-8000-000000000000`);
    await page.getByText('This page is not in the logbook.').waitFor();
  },
};

/* What the browser says of the faults that these tests bring about. */
export const noisesAllowed = {
  a_fault_stands_at_its_field_and_the_words_stay: refused,
  a_lost_answer_is_asked_for_again_and_logged_once: awayNoise,
  what_is_not_there_is_said_kindly: /status of 404/,
};
