/* Who is asking, for every part that needs to know. */

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Me } from './api';

export const MeContext = createContext<Me | null>(null);

export function useMe(): Me | null {
  return useContext(MeContext);
}

export function mayWrite(me: Me | null): boolean {
  return me?.scopes.includes('write') ?? false;
}

/* Owners let others in, and see what was done. */
export function isOwner(me: Me | null): boolean {
  return me?.scopes.includes('admin') ?? false;
}
