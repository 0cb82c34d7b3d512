/* The draft of a log, and sending it off. */

import { useState } from 'preact/hooks';
import { api, newKey } from './api';
import { fieldMoment } from './dates';
import { dropDraft, keepDraft, readDraft } from './drafts';
import type { Draft } from './drafts';
import { asProblem } from './load';
import { rememberLogged } from './logged';
import { conversationOf, missingIn } from './logging';
import type { Meant, Picked } from './logging';
import { faultsByField } from './problem';
import type { Near } from './problem';
import { addressOf, goInstead } from './routes';
import { words } from './words';

const blank = (): Draft => ({
  with: '', kind: '', when: fieldMoment(new Date()), minutes: '', body: '', summary: '', at: 0,
});

const isBlank = (draft: Draft) =>
  !draft.with && !draft.minutes && !draft.body && !draft.summary;

/* The draft of this page, kept on the device whenever it changes. */
export function useDraft(person: string | null) {
  const [draft, setDraft] = useState<Draft>(() => readDraft(person) ?? blank());
  const change = (fields: Partial<Draft>) => {
    const next = { ...draft, ...fields, at: Date.now() };
    if (isBlank(next)) dropDraft(person);
    else keepDraft(person, next);
    setDraft(next);
  };
  const discard = () => {
    dropDraft(person);
    setDraft(blank());
  };
  return { draft, change, discard };
}

export interface Saving {
  busy: boolean;
  failed: string | null;
  errors: Record<string, string>;
  near: Near[];
}

const calm: Saving = { busy: false, failed: null, errors: {}, near: [] };

/* Somebody may save before the kinds have come. */
async function firstKind(): Promise<string> {
  const { items } = await api.kinds();
  return items[0]?.name ?? '';
}

/* The same words are sent again under the same key: whatever became of the first try, they are
   logged once. */
async function sendDraft(draft: Draft, person: string | null, meant: Meant[], picked: Picked) {
  const kind = draft.kind || (await firstKind());
  const asked = conversationOf({ ...draft, kind }, meant, person, picked);
  const body = JSON.stringify(asked);
  const tried = draft.tried?.body === body ? draft.tried : { key: newKey(), body };
  keepDraft(person, { ...draft, tried });
  const { value, change } = await api.log(asked, tried.key);
  const { tried: _sent, ...kept } = draft;
  dropDraft(person);
  rememberLogged({ conversation: value, change, draft: kept, draftOf: person });
  const first = value.people[0]?.id;
  goInstead(first ? addressOf.person(first) : addressOf.people());
}

export function useSaving(draft: Draft, person: string | null, meant: Meant[], picked: Picked) {
  const [saving, setSaving] = useState<Saving>(calm);
  const save = async () => {
    if (saving.busy) return;
    const missing = missingIn(draft, meant, person, picked);
    if (Object.keys(missing).length > 0)
      return setSaving({ ...calm, errors: missing, failed: words.logPage.failed });
    setSaving({ ...calm, busy: true });
    try {
      await sendDraft(draft, person, meant, picked);
    } catch (fault) {
      const problem = asProblem(fault);
      const errors = faultsByField(problem);
      if (problem.near.length > 0) errors['people'] = problem.message;
      const failed = `${words.logPage.failed} ${problem.message}`;
      setSaving({ busy: false, failed, errors, near: problem.near });
    }
  };
  return { saving, save };
}
