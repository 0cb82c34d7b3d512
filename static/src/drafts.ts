/* Words not saved yet, kept on this device at every keystroke. */

import { basePath } from './base';

export interface Draft {
  with: string;
  kind: string;
  when: string;
  minutes: string;
  body: string;
  summary: string;
  /* When it was kept last, in milliseconds; 0 for a draft nobody has touched. */
  at: number;
  /* The last try to save: the same words are sent again under the same key. */
  tried?: { key: string; body: string };
}

/* Several Kiths of one host keep theirs apart. */
const placeOf = (person: string | null) => `kith${basePath}.draft.${person ?? 'new'}`;

export function readDraft(person: string | null): Draft | null {
  try {
    const kept = localStorage.getItem(placeOf(person));
    return kept ? (JSON.parse(kept) as Draft) : null;
  } catch {
    return null;
  }
}

/* False when the device has no room or keeps nothing. */
export function keepDraft(person: string | null, draft: Draft): boolean {
  try {
    localStorage.setItem(placeOf(person), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function dropDraft(person: string | null): void {
  localStorage.removeItem(placeOf(person));
}
