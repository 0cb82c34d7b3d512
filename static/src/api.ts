/* The only part of the page that talks to the server. Every answer is a value with its change
   number; every fault is a Problem. */

import type { components } from 'kith-api';
import { basePath } from './base';
import { Problem } from './problem';
import type { ProblemTold } from './problem';
import { hasEnded, session } from './session';
import { words } from './words';

type Schemas = components['schemas'];
/* A row of the audit log always has these. */
export type Audit = Schemas['audit'] & { number: number; at: string; verb: string };
export type Brief = Schemas['brief'];
export type Conversation = Schemas['conversation'];
export type ConversationIn = Schemas['conversation_in'];
export type Fact = Schemas['fact'];
export type Kind = Schemas['kind'];
export type Link = Schemas['link'];
export type LinkUse = Schemas['link_use_in'];
export type Me = Schemas['me'];
export type MeChange = Schemas['about_me_patch'];
export type Member = Schemas['member'];
export type MemberIn = Schemas['member_in'];
export type MemberPatch = Schemas['member_patch'];
export type NewPassword = Schemas['new_password_in'];
export type Person = Schemas['person'];
export type Promised = Schemas['promise'];
export type PromisePatch = Schemas['promise_patch'];
export type Recent = Schemas['recent'];
export type Session = Schemas['session'];
export type SignIn = Schemas['credentials_in'];
export type Token = Schemas['token'];
export type TokenIn = Schemas['token_in'];

export interface Page<Item> {
  count: number;
  more: boolean;
  next: string | null;
  items: Item[];
}

/* What a write answered; `change` is the number to undo. */
export interface Written<Value> {
  value: Value;
  change: number | null;
}

export interface TimelineFilter {
  kind?: string;
  member?: string;
  theme?: string;
}

interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: unknown;
  key?: string;
  ifMatch?: string;
  signal?: AbortSignal | undefined;
}

const base = `${basePath}/api/v1`;
const pauses = [400, 1600, 4000];
const passing = new Set([502, 503, 504]);

function headersOf(call: Call): Headers {
  const headers = new Headers({ Accept: 'application/json' });
  if (call.body !== undefined) {
    const patch = call.method === 'PATCH';
    headers.set('Content-Type', patch ? 'application/merge-patch+json' : 'application/json');
  }
  if (call.key) headers.set('Idempotency-Key', call.key);
  if (call.ifMatch) headers.set('If-Match', call.ifMatch);
  return headers;
}

function send(call: Call): Promise<Response> {
  return fetch(call.path, {
    method: call.method,
    headers: headersOf(call),
    credentials: 'same-origin',
    signal: call.signal ?? null,
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  });
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/* Null stands for a server that did not answer. */
async function attempt(call: Call): Promise<Response | null> {
  try {
    return await send(call);
  } catch (fault) {
    if (call.signal?.aborted) throw fault;
    return null;
  }
}

/* A call with a key may be sent again: the server does it once. */
async function sendPatiently(call: Call): Promise<Response | null> {
  for (let tries = 0; ; tries++) {
    const response = await attempt(call);
    const pause = pauses[tries];
    if (response && !passing.has(response.status)) return response;
    if (!call.key || pause === undefined || call.signal?.aborted) return response;
    await rest(pause);
  }
}

async function problemOf(response: Response | null): Promise<Problem> {
  if (!response) return new Problem({ status: 0, detail: words.notAnswering });
  const wait = Number(response.headers.get('Retry-After'));
  try {
    const told = (await response.json()) as ProblemTold;
    return new Problem({ ...told, status: response.status, wait });
  } catch {
    return new Problem({ status: response.status, detail: words.notUnderstood });
  }
}

/* An answer that was long in coming says nothing of who is in by now. */
async function ask(call: Call): Promise<Response> {
  const before = session();
  const response = await sendPatiently(call);
  if (response?.ok) return response;
  const problem = await problemOf(response);
  if (problem.status === 401 && before.state === 'in' && before === session()) hasEnded();
  throw problem;
}

async function read<Value>(path: string, signal?: AbortSignal): Promise<Value> {
  const response = await ask({ method: 'GET', path, signal });
  return (await response.json()) as Value;
}

async function write<Value>(call: Call): Promise<Written<Value>> {
  const response = await ask(call);
  const change = Number(response.headers.get('Kith-Change'));
  const value = response.status === 204 ? null : await response.json();
  return { value: value as Value, change: change || null };
}

/* URLSearchParams writes a space as "+", which to the server is a "+". */
function query(parameters: Record<string, string | undefined>): string {
  return Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(value as string)}`)
    .join('&');
}

/* An idempotency key. randomUUID is absent on plain HTTP other than localhost. */
export function newKey(): string {
  if ('randomUUID' in crypto) return crypto.randomUUID();
  const bytes = (crypto as Crypto).getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/* A page of a list: the first, or the one that the page before told of. */
function page<Item>(first: string, next: string | null, signal?: AbortSignal): Promise<Page<Item>> {
  return read<Page<Item>>(next ?? `${base}/${first}`, signal);
}

export const api = {
  me: (signal?: AbortSignal) => read<Me>(`${base}/me`, signal),

  kinds: (signal?: AbortSignal) => read<Page<Kind>>(`${base}/kinds?limit=200`, signal),

  people: (next: string | null, signal?: AbortSignal) =>
    page<Person>('people?limit=200', next, signal),

  person: (id: string, signal?: AbortSignal) => read<Person>(`${base}/people/${id}`, signal),

  brief: (id: string, signal?: AbortSignal) => read<Brief>(`${base}/people/${id}/brief`, signal),

  facts: (href: string, signal?: AbortSignal) => read<Page<Fact>>(href, signal),

  timeline: (id: string, filter: TimelineFilter, signal?: AbortSignal) =>
    read<Page<Conversation>>(
      `${base}/people/${id}/timeline?${query({ render: 'html', turns: 'true', ...filter })}`,
      signal,
    ),

  older: (next: string, signal?: AbortSignal) => read<Page<Conversation>>(next, signal),

  log: (body: ConversationIn, key: string) =>
    write<Conversation>({ method: 'POST', path: `${base}/conversations`, body, key }),

  changePromise: (promise: Promised, body: PromisePatch) =>
    write<Promised>({
      method: 'PATCH',
      path: `${base}/promises/${promise.id}`,
      body,
      key: newKey(),
      ifMatch: `"${promise.revision}"`,
    }),

  rest: (id: string) =>
    write<Person>({ method: 'POST', path: `${base}/people/${id}/rest`, key: newKey() }),

  undo: (change: number) =>
    write<unknown>({ method: 'POST', path: `${base}/changes/${change}/undo`, key: newKey() }),

  signIn: (body: SignIn) => write<Session>({ method: 'POST', path: `${base}/sessions`, body }),

  signOut: () => write<null>({ method: 'DELETE', path: `${base}/me/session` }),

  linkOf: (secret: string) =>
    write<Link>({ method: 'POST', path: `${base}/links/look`, body: { secret } }),

  useLink: (body: LinkUse) => write<Session>({ method: 'POST', path: `${base}/links/use`, body }),

  changeMe: (body: MeChange) =>
    write<Me>({ method: 'PATCH', path: `${base}/me`, body, key: newKey() }),

  changePassword: (body: NewPassword) =>
    write<Session>({ method: 'PUT', path: `${base}/me/password`, body }),

  sessions: (member: string, next: string | null, signal?: AbortSignal) =>
    page<Session>(`sessions?member=${member}`, next, signal),

  endSession: (id: string) => write<null>({ method: 'DELETE', path: `${base}/sessions/${id}` }),

  members: (next: string | null, signal?: AbortSignal) =>
    page<Member>('members?limit=200', next, signal),

  makeMember: (body: MemberIn, key: string) =>
    write<Member>({ method: 'POST', path: `${base}/members`, body, key }),

  changeMember: (member: Member, body: MemberPatch) =>
    write<Member>({
      method: 'PATCH',
      path: `${base}/members/${member.id}`,
      body,
      key: newKey(),
      ifMatch: `"${member.revision}"`,
    }),

  makeLink: (member: string) =>
    write<Link>({ method: 'POST', path: `${base}/members/${member}/link` }),

  links: (next: string | null, signal?: AbortSignal) => page<Link>('links', next, signal),

  withdrawLink: (id: string) => write<null>({ method: 'DELETE', path: `${base}/links/${id}` }),

  tokens: (next: string | null, signal?: AbortSignal) => page<Token>('tokens', next, signal),

  /* Without a key: a repeat would not tell the secret again. */
  makeToken: (body: TokenIn) => write<Token>({ method: 'POST', path: `${base}/tokens`, body }),

  withdrawToken: (id: string) => write<null>({ method: 'DELETE', path: `${base}/tokens/${id}` }),

  audit: (member: string | undefined, next: string | null, signal?: AbortSignal) =>
    page<Audit>(`audit?${query({ member })}`, next, signal),
};
