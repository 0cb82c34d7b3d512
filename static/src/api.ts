/* The only part of the page that talks to the server. Every answer is a value with its change
   number; every fault is a Problem. */

import type { components } from 'kith-api';
import { basePath } from './base';
import { Problem } from './problem';
import type { ProblemTold } from './problem';
import { forgetToken, keepToken, token } from './session';
import { words } from './words';

type Schemas = components['schemas'];
export type Brief = Schemas['brief'];
export type Conversation = Schemas['conversation'];
export type ConversationIn = Schemas['conversation_in'];
export type Fact = Schemas['fact'];
export type Kind = Schemas['kind'];
export type Me = Schemas['me'];
export type Person = Schemas['person'];
export type Promised = Schemas['promise'];
export type PromisePatch = Schemas['promise_patch'];
export type Recent = Schemas['recent'];

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
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  body?: unknown;
  key?: string;
  token?: string;
  ifMatch?: string;
  signal?: AbortSignal | undefined;
}

const base = `${basePath}/api/v1`;
const pauses = [400, 1600, 4000];
const passing = new Set([502, 503, 504]);

function headersOf(call: Call): Headers {
  const headers = new Headers({ Accept: 'application/json' });
  const known = call.token ?? token();
  if (known) headers.set('Authorization', `Bearer ${known}`);
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
    credentials: 'omit',
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
  try {
    const told = (await response.json()) as ProblemTold;
    return new Problem({ ...told, status: response.status });
  } catch {
    return new Problem({ status: response.status, detail: words.notUnderstood });
  }
}

async function ask(call: Call): Promise<Response> {
  const response = await sendPatiently(call);
  if (response?.ok) return response;
  const problem = await problemOf(response);
  if (problem.status === 401 && !call.token) forgetToken('refused');
  throw problem;
}

async function read<Value>(path: string, signal?: AbortSignal): Promise<Value> {
  const response = await ask({ method: 'GET', path, signal });
  return (await response.json()) as Value;
}

async function write<Value>(call: Call): Promise<Written<Value>> {
  const response = await ask(call);
  const change = Number(response.headers.get('Kith-Change'));
  return { value: (await response.json()) as Value, change: change || null };
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

/* Tries a token, and keeps it when the server knows it. */
export async function signIn(tried: string): Promise<void> {
  await ask({ method: 'GET', path: `${base}/me`, token: tried });
  keepToken(tried);
}

export const api = {
  me: (signal?: AbortSignal) => read<Me>(`${base}/me`, signal),

  kinds: (signal?: AbortSignal) => read<Page<Kind>>(`${base}/kinds?limit=200`, signal),

  people: (next: string | null, signal?: AbortSignal) =>
    read<Page<Person>>(next ?? `${base}/people?limit=200`, signal),

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
};
