/* What was logged last, until the reader goes on: so that its page can tell what became of it. */

import type { Conversation } from './api';
import type { Draft } from './drafts';

export interface Logged {
  conversation: Conversation;
  change: number | null;
  draft: Draft;
  draftOf: string | null;
}

let last: Logged | null = null;

export function rememberLogged(logged: Logged | null): void {
  last = logged;
}

export function loggedWith(person: string): Logged | null {
  return last?.conversation.people.some((party) => party.id === person) ? last : null;
}
