/* Who is in. The session itself is a cookie that no script can read: the page knows what the server
   told of it, and what the other tabs of this browser tell. */

import type { Me } from './api';
import { basePath } from './base';
import type { Problem } from './problem';

/* Nobody is in: not yet, they signed out, or the server ended it while they were at work. `email`
   is of whoever was. */
export type Absence = { state: 'out'; why: 'new' | 'left' | 'ended'; email: string | null };
export type Session =
  | { state: 'looking' }
  | { state: 'untold'; problem: Problem }
  | { state: 'in'; me: Me }
  | Absence;

type News = 'came' | 'left';

let current: Session = { state: 'looking' };
const listeners = new Set<() => void>();
/* Several Kiths of one host keep theirs apart. */
const channel = new BroadcastChannel(`kith${basePath}`);

function become(next: Session): void {
  current = next;
  listeners.forEach((listener) => listener());
}

export function session(): Session {
  return current;
}

/* The id of the member who is in, or null. */
export function memberIn(): string | null {
  return current.state === 'in' ? current.me.id : null;
}

/* Calls back whenever somebody comes or goes; gives what stops it. */
export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function isIn(me: Me): void {
  become({ state: 'in', me });
}

/* They signed out, here or in another tab. */
function hasLeft(): void {
  become({ state: 'out', why: 'left', email: null });
}

/* The server knows nobody here. */
export function hasEnded(): void {
  if (current.state === 'out') return;
  const was = current.state === 'in' ? current.me.email : null;
  become({ state: 'out', why: current.state === 'in' ? 'ended' : 'new', email: was });
}

/* Whether anybody is in could not be asked. Who was in stays so. */
export function isUntold(problem: Problem): void {
  if (current.state !== 'in') become({ state: 'untold', problem });
}

/* Tells the other tabs of this browser, which share the cookie. */
export function tellTabs(news: News): void {
  channel.postMessage(news);
  if (news === 'left') hasLeft();
}

/* Calls back when another tab signed somebody in, maybe somebody else. */
export function onArrival(listener: () => void): () => void {
  const hear = (event: MessageEvent<News>) => (event.data === 'left' ? hasLeft() : listener());
  channel.addEventListener('message', hear);
  return () => channel.removeEventListener('message', hear);
}
