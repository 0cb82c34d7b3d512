/* Addresses of the page, and going from one to another without leaving it. */

import { useEffect, useState } from 'preact/hooks';
import type { TimelineFilter } from './api';
import { basePath } from './base';

export type SettingsPart = 'you' | 'team' | 'tokens' | 'audit';

export type Route =
  | { name: 'people'; find: boolean }
  | { name: 'person'; id: string; filter: TimelineFilter }
  | { name: 'log'; with: string | null }
  | { name: 'join' }
  | { name: 'settings'; part: SettingsPart; member: string | null }
  | { name: 'unknown' };

const personPath = /^\/people\/([0-9a-f-]{36})$/;
const settingsPath = /^\/settings(?:\/(team|tokens|audit))?$/;

function filterOf(search: URLSearchParams): TimelineFilter {
  const filter: TimelineFilter = {};
  for (const name of ['kind', 'member', 'theme'] as const) {
    const value = search.get(name);
    if (value) filter[name] = value;
  }
  return filter;
}

/* What an address is behind the base path; empty when it lies elsewhere. */
function placeOf(address: string): string {
  if (address === basePath) return '/';
  return address.startsWith(`${basePath}/`) ? address.slice(basePath.length) : '';
}

export function routeOf(address: string, query: string): Route {
  const path = placeOf(address);
  const search = new URLSearchParams(query);
  if (path === '/' || path === '/people') return { name: 'people', find: search.has('find') };
  if (path === '/log') return { name: 'log', with: search.get('with') };
  if (path === '/join') return { name: 'join' };
  const settings = settingsPath.exec(path);
  if (settings) {
    const part = (settings[1] ?? 'you') as SettingsPart;
    return { name: 'settings', part, member: search.get('member') };
  }
  const id = personPath.exec(path)?.[1];
  return id ? { name: 'person', id, filter: filterOf(search) } : { name: 'unknown' };
}

export const addressOf = {
  start: () => `${basePath}/`,
  /* With `find` the reader begins to type at once. */
  people: (find = false) => `${basePath}/people${find ? '?find' : ''}`,
  person: (id: string, filter: TimelineFilter = {}) => {
    const query = new URLSearchParams(filter as Record<string, string>).toString();
    return `${basePath}/people/${id}${query ? `?${query}` : ''}`;
  },
  log: (person: string | null = null) => `${basePath}/log${person ? `?with=${person}` : ''}`,
  join: () => `${basePath}/join`,
  settings: (part: SettingsPart) => `${basePath}/settings${part === 'you' ? '' : `/${part}`}`,
  audit: (member: string) => `${basePath}/settings/audit${member ? `?member=${member}` : ''}`,
};

const listeners = new Set<() => void>();
let moved = false;
let entered = false;

function tell(): void {
  moved = true;
  listeners.forEach((listener) => listener());
}

/* True once the reader has gone from one page to another, or through the door: the first page
   leaves focus alone. */
export function hasMoved(): boolean {
  return moved || entered;
}

export function enter(): void {
  entered = true;
}

export function go(address: string): void {
  const samePath = new URL(address, location.href).pathname === location.pathname;
  history.pushState(null, '', address);
  if (!samePath) scrollTo(0, 0);
  tell();
}

/* The same, in the place of the page that is left: going back passes over it. */
export function goInstead(address: string): void {
  history.replaceState(null, '', address);
  scrollTo(0, 0);
  tell();
}

/* Back to where the reader came from, or to `instead` when this page was opened directly. */
export function goBack(instead: string): void {
  if (moved) history.back();
  else go(instead);
}

/* A click on a link of ours, without a key held, stays in the page. */
function onClick(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const held = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (!link || held || event.button !== 0 || event.defaultPrevented || link.target) return;
  if (link.origin !== location.origin || link.getAttribute('href')?.startsWith('#')) return;
  if (routeOf(link.pathname, link.search).name === 'unknown') return;
  event.preventDefault();
  go(link.pathname + link.search);
}

export function useRoute(): Route {
  const now = () => routeOf(location.pathname, location.search);
  const [route, setRoute] = useState(now);
  useEffect(() => {
    const update = () => setRoute(now());
    listeners.add(update);
    addEventListener('popstate', tell);
    document.addEventListener('click', onClick);
    return () => {
      listeners.delete(update);
      removeEventListener('popstate', tell);
      document.removeEventListener('click', onClick);
    };
  }, []);
  return route;
}
