/* From the fields of the log to what the server takes. */

import type { ConversationIn, Person } from './api';
import { withOffset } from './dates';
import type { Draft } from './drafts';
import { fold } from './text';
import { words } from './words';

type Parties = NonNullable<ConversationIn['people']>;
type Party = Parties[number];

/* What one part of the With field stands for. */
export interface Meant {
  part: string;
  people: Person[];
  email: string | null;
  name: string;
}

/* Whom the reader picked among several, by the folded part of the With field. */
export type Picked = Record<string, string>;

const address = /<?([^\s<>,;]+@[^\s<>,;]+)>?/;

function meaning(part: string, people: Person[]): Meant {
  const email = address.exec(part)?.[1] ?? null;
  const name = part.replace(address, '').trim();
  const wanted = fold(name);
  const called = (text: string | null) => text !== null && fold(text) === wanted;
  const same = people.filter((person) => called(person.name) || called(person.reads_as));
  return { part, people: email ? [] : same, email, name };
}

export function meantBy(text: string, people: Person[]): Meant[] {
  const parts = text.split(/[,;]/).map((part) => part.trim());
  return parts.filter(Boolean).map((part) => meaning(part, people));
}

function partyOf(meant: Meant, picked: Picked): Party {
  const chosen = picked[fold(meant.part)] ?? (meant.people.length === 1 ? meant.people[0]?.id : null);
  if (chosen) return { id: chosen };
  if (!meant.email) return { name: meant.name };
  if (!meant.name) return meant.email;
  return { name: meant.name, handles: [{ kind: 'email', value: meant.email }] };
}

/* What is missing, by field; nothing is sent until it is there. */
export function missingIn(draft: Draft, meant: Meant[], fixed: string | null, picked: Picked) {
  const missing: Record<string, string> = {};
  const unclear = meant.some((each) => each.people.length > 1 && !picked[fold(each.part)]);
  if (!fixed && meant.length === 0) missing['people'] = words.logPage.noWith;
  if (!fixed && unclear) missing['people'] = words.logPage.several;
  if (!draft.when) missing['happened_at'] = words.logPage.noWhen;
  if (!draft.body.trim() && !draft.summary.trim()) missing['body'] = words.logPage.noWords;
  return missing;
}

export function conversationOf(
  draft: Draft, meant: Meant[], fixed: string | null, picked: Picked,
): ConversationIn {
  const asked: ConversationIn = {
    kind: draft.kind,
    happened_at: withOffset(draft.when),
    people: fixed ? [{ id: fixed }] : meant.map((each) => partyOf(each, picked)),
    body: draft.body,
  };
  if (draft.minutes) asked.minutes = Number(draft.minutes);
  if (draft.summary.trim()) asked.summary = draft.summary.trim();
  return asked;
}
