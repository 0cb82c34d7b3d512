/* Words not saved yet, kept on this device at every keystroke, for the member who writes them. */

import { basePath } from './base';
import { memberIn } from './session';

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
const placeOf = (person: string | null) =>
  `kith${basePath}.draft.${memberIn()}.${person ?? 'new'}`;

/* What the device does not keep, for as long as this tab lives. */
const held = new Map<string, string>();

export function readDraft(person: string | null): Draft | null {
  const place = placeOf(person);
  try {
    const kept = held.get(place) ?? localStorage.getItem(place);
    return kept ? (JSON.parse(kept) as Draft) : null;
  } catch {
    return null;
  }
}

/* False when the device has no room or keeps nothing. */
export function keepDraft(person: string | null, draft: Draft): boolean {
  const place = placeOf(person);
  const text = JSON.stringify(draft);
  try {
    localStorage.setItem(place, text);
    held.delete(place);
    return true;
  } catch {
    held.set(place, text);
    return false;
  }
}

export function dropDraft(person: string | null): void {
  held.delete(placeOf(person));
  localStorage.removeItem(placeOf(person));
}
