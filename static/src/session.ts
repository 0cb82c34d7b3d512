/* The token of this tab. It is kept in sessionStorage: it outlives a reload and not the tab, other
   tabs do not have it, and no cookie is ever sent on its behalf. A script of ours can read it, which
   is why the policy of the page admits no script but ours. */

const place = 'kith.token';
const listeners = new Set<() => void>();

/* Why nobody is signed in: not yet, they left, or the server knows the token no more. */
export type Absence = 'new' | 'left' | 'refused';
let absence: Absence = 'new';

export function token(): string | null {
  return sessionStorage.getItem(place);
}

export function keepToken(value: string): void {
  sessionStorage.setItem(place, value);
  listeners.forEach((listener) => listener());
}

export function forgetToken(why: 'left' | 'refused'): void {
  absence = why;
  sessionStorage.removeItem(place);
  listeners.forEach((listener) => listener());
}

export function whyAbsent(): Absence {
  return absence;
}

/* Calls back whenever somebody signs in or out; gives what stops it. */
export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
