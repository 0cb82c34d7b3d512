/* Coming in and going out. */

import { api } from './api';
import type { LinkUse, SignIn } from './api';
import { asProblem } from './load';
import { hasEnded, isIn, isUntold, session, tellTabs } from './session';

/* Asks the server who is in. */
export async function look(): Promise<void> {
  try {
    isIn(await api.me());
  } catch (fault) {
    const problem = asProblem(fault);
    if (problem.status === 401) hasEnded();
    else isUntold(problem);
  }
}

async function arrive(): Promise<void> {
  tellTabs('came');
  isIn(await api.me());
}

export async function signIn(asked: SignIn): Promise<void> {
  await api.signIn(asked);
  await arrive();
}

/* Chooses a password with a one-time link, which also signs in. */
export async function join(asked: LinkUse): Promise<void> {
  await api.useLink(asked);
  await arrive();
}

/* Whoever is signed out already has what they asked for. */
export async function signOut(): Promise<void> {
  await api.signOut().catch((fault: unknown) => {
    if (session().state === 'in') throw fault;
  });
  tellTabs('left');
}
