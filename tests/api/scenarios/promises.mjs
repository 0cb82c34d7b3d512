// Promises: to whom, by whom, by when; open, kept or released.
import { counts, id, moment } from '../match.mjs';

const ada = { ask: 'POST /people', body: { name: 'Ada' }, is: 201, keep: 'ada' };
const bob = { ask: 'POST /people', body: { name: 'Bob' }, is: 201, keep: 'bob' };
const rui = { ask: 'POST /members', body: { name: 'Rui' }, is: 201, keep: 'rui' };
const call = { ask: 'POST /conversations', body: { people: ['{ada.id}'], body: 'Hi.' }, is: 201, keep: 'call' };
const promise = (text, more = {}, keep = 'promise') => ({ it: text, ask: 'POST /promises', body: { person_id: '{ada.id}', text, ...more }, is: 201, keep });

export const scenarios = [
    {
        name: 'a promise is read back with every field that was sent',
        steps: [
            ada, rui, call,
            {
                ask: 'POST /promises', is: 201, keep: 'promise',
                body: { person_id: '{ada.id}', conversation_id: '{call.id}', text: 'send the plan', due_on: '2026-12-01', due_time: '17:00', due_words: 'when it ships', by: '{rui.id}', state: 'open', closed_words: null, told_at: '2024-01-01T00:00:00Z' },
                told: { Location: /^\/api\/v1\/promises\// },
                has: {
                    id, person_id: '{ada.id}', person_name: 'Ada', conversation_id: '{call.id}', text: 'send the plan', due_on: '2026-12-01', due_time: '17:00',
                    due_words: 'when it ships', by: '{rui.id}', by_name: 'Rui', state: 'open', closed_words: null, told_at: '2024-01-01T00:00:00.000Z',
                    closed_at: null, kept_by: null, revision: 1, created_at: moment, updated_at: moment,
                },
            },
            { ask: 'GET /promises/{promise.id}', is: 200, has: { text: 'send the plan' } },
            { ask: 'GET /conversations/{call.id}', is: 200, has: { promises: [{ id: '{promise.id}' }] } },
            { ask: 'GET /people/{ada.id}/brief', is: 200, has: { promises: [{ id: '{promise.id}' }] } },
        ],
    },
    {
        name: 'a promise without a person is refused',
        steps: [
            { ask: 'POST /promises', body: { text: 'x' }, is: 422, faults: ['/person_id'] },
            { it: 'unknown ids are all told', ask: 'POST /promises', is: 422, faults: ['/person_id', '/conversation_id', '/by'],
                body: { text: 'x', person_id: '01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11', conversation_id: '01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11', by: '01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11' } },
        ],
    },
    {
        name: 'a promise is kept, opened again and released with a word why',
        steps: [
            ada, promise('send tea'),
            { it: 'kept', ask: 'PATCH /promises/{promise.id}', body: { state: 'kept' }, is: 200, keep: 'kept', has: { state: 'kept', closed_at: moment, kept_by: '{olga.id}', closed_words: null, revision: 2 } },
            { it: 'kept with words', ask: 'PATCH /promises/{promise.id}', body: { closed_words: 'by post' }, is: 200, has: { state: 'kept', closed_words: 'by post', closed_at: '{kept.closed_at}' } },
            { it: 'open again', ask: 'PATCH /promises/{promise.id}', body: { state: 'open' }, is: 200, has: { state: 'open', closed_at: null, kept_by: null, closed_words: null } },
            { it: 'released without a word', ask: 'PATCH /promises/{promise.id}', body: { state: 'released' }, is: 422, faults: ['/closed_words'] },
            { it: 'or with a blank one', ask: 'PATCH /promises/{promise.id}', body: { state: 'released', closed_words: '  ' }, is: 422, faults: ['/closed_words'] },
            { it: 'released', ask: 'PATCH /promises/{promise.id}', body: { state: 'released', closed_words: 'they moved away' }, is: 200, has: { state: 'released', closed_words: 'they moved away', closed_at: moment } },
            { it: 'no such state', ask: 'PATCH /promises/{promise.id}', body: { state: 'broken' }, is: 422, faults: ['/state'] },
        ],
    },
    {
        name: 'a promise that is released after it was kept needs a word why of its own',
        steps: [
            ada, promise('send tea', { state: 'kept', closed_words: 'by post' }),
            { it: 'with the old words', ask: 'PATCH /promises/{promise.id}', body: { state: 'released' }, is: 422, faults: ['/closed_words'] },
            { it: 'with a word', ask: 'PATCH /promises/{promise.id}', body: { state: 'released', closed_words: 'it came back' }, is: 200, has: { closed_words: 'it came back' } },
            { it: 'released, and another word', ask: 'PATCH /promises/{promise.id}', body: { state: 'released', text: 'send milk' }, is: 200, has: { closed_words: 'it came back' } },
            { it: 'without it', ask: 'PATCH /promises/{promise.id}', body: { closed_words: null }, is: 422, faults: ['/closed_words'] },
            { it: 'kept after all', ask: 'PATCH /promises/{promise.id}', body: { state: 'kept' }, is: 200, has: { state: 'kept', closed_words: null } },
        ],
    },
    {
        name: 'every field of a promise can be changed',
        steps: [
            ada, bob, rui, call, promise('send tea'),
            {
                ask: 'PATCH /promises/{promise.id}', is: 200,
                body: { person_id: '{bob.id}', conversation_id: '{call.id}', text: 'send milk', due_on: '2026-12-24', due_time: '09:30', due_words: 'once it snows', by: '{rui.id}', state: 'kept', closed_words: 'done', told_at: '2024-01-01T00:00:00Z' },
                has: { person_id: '{bob.id}', person_name: 'Bob', conversation_id: '{call.id}', text: 'send milk', due_on: '2026-12-24', due_time: '09:30', due_words: 'once it snows', by: '{rui.id}', state: 'kept', closed_words: 'done', told_at: '2024-01-01T00:00:00.000Z' },
            },
            { ask: 'PATCH /promises/{promise.id}', body: { conversation_id: null, due_on: null, due_time: null, due_words: null, by: null, told_at: null, closed_words: null }, is: 200, has: { conversation_id: null, due_on: null, due_time: null, due_words: null, by: null, by_name: null, told_at: null } },
            { it: 'to nobody', ask: 'PATCH /promises/{promise.id}', body: { person_id: null }, is: 422, faults: ['/person_id'] },
            { it: 'a time without a day', ask: 'PATCH /promises/{promise.id}', body: { due_time: '17:00' }, is: 422, faults: ['/due_time'] },
        ],
    },
    {
        name: 'promises are narrowed by every filter, each list in its own order',
        steps: [
            ada, bob, rui, call,
            promise('late', { due_on: '2024-01-05' }, 'a'),
            promise('soon', { due_on: '2024-01-02', conversation_id: '{call.id}' }, 'b'),
            promise('some day', { person_id: '{bob.id}', by: '{rui.id}', due_words: 'when it ships' }, 'c'),
            promise('done', { due_on: '2024-01-01', state: 'kept' }, 'd'),
            promise('never', { state: 'released', closed_words: 'no need' }, 'e'),
            ...[
                ['all', '', ['never', 'done', 'some day', 'soon', 'late']],
                ['person', 'person={ada.id}', ['never', 'done', 'soon', 'late']],
                ['conversation', 'conversation={call.id}', ['soon']],
                ['member', 'member={rui.id}', ['some day']],
                ['open', 'state=open', ['some day', 'soon', 'late']],
                ['kept', 'state=kept', ['done']],
                ['released', 'state=released', ['never']],
                ['due', 'due_to=2024-01-05', ['soon', 'late']],
                ['due before', 'due_to=2024-01-04', ['soon']],
                ['due to one person', 'person={ada.id}&due_to=2024-12-31', ['soon', 'late']],
                ['due by one member', 'member={rui.id}&due_to=2024-12-31', []],
                ['closed since', 'closed_from={d.closed_at}', ['never', 'done']],
                ['closed before', 'closed_to={e.closed_at}', ['done']],
                ['closed between, kept', 'closed_from={d.closed_at}&closed_to=9999-01-01T00:00:00Z&state=kept', ['done']],
                ['made since', 'from={d.created_at}', ['never', 'done']],
                ['made before', 'to={b.created_at}', ['late']],
                ['person and state', 'person={ada.id}&state=open', ['soon', 'late']],
                ['member and state', 'member={olga.id}&state=kept', ['done']],
                ['person, member and conversation', 'person={ada.id}&member={olga.id}&conversation={call.id}', ['soon']],
                ['everything', 'person={ada.id}&conversation={call.id}&member={olga.id}&state=open&due_to=2024-12-31&from={a.created_at}&to=9999-01-01T00:00:00Z', ['soon']],
            ].map(([it, query, texts]) => ({
                it, ask: `GET /promises${query ? '?' : ''}${query}`, is: 200,
                has: { count: texts.length, items: texts.map((text) => ({ text })) },
            })),
            ...[['all', ''], ['due', 'due_to=2024-12-31&'], ['closed', 'closed_from={d.closed_at}&'], ['person', 'person={ada.id}&'], ['person, due', 'person={ada.id}&due_to=2024-12-31&']].flatMap(([it, query], i) => [
                { it: `${it}, by page`, ask: `GET /promises?${query}limit=1`, is: 200, keep: `first${i}` },
                { it: `${it}, the next page`, ask: `GET {first${i}.next}`, is: 200, has: { count: [5, 2, 2, 4, 2][i], items: [{ text: ['done', 'late', 'done', 'done', 'late'][i] }] } },
            ]),
        ],
    },
    {
        name: 'a deleted promise leaves every list and comes back',
        steps: [
            ada, promise('send tea', { due_on: '2024-01-01' }),
            { ask: 'DELETE /promises/{promise.id}', is: 204 },
            { ask: 'GET /promises/{promise.id}', is: 404 },
            { ask: 'GET /promises', is: 200, has: { count: 0 } },
            { ask: 'GET /people/{ada.id}/brief', is: 200, has: { promises: [] } },
            { ask: 'GET /trash', is: 200, has: { items: [{ kind: 'promise', title: 'send tea' }] } },
            { ask: 'POST /trash/{promise.id}/restore', is: 200 },
            { ask: 'GET /promises/{promise.id}', is: 200, has: { text: 'send tea', due_on: '2024-01-01' } },
        ],
    },
];
