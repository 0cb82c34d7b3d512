// Two records of one person: who is near, merging them, and taking that back.
import { absent } from '../match.mjs';

export const scenarios = [
    {
        name: 'whoever makes a person is told who may be the same',
        steps: [
            { ask: 'POST /companies', body: { name: 'Atlântico' }, is: 201, keep: 'firm' },
            {
                it: 'nobody', ask: 'POST /people', is: 201, keep: 'ines', has: { near: [] },
                body: {
                    name: 'Inês Carvalho', company_id: '{firm.id}',
                    handles: [{ kind: 'phone', value: '+351 912 345 678' }, { kind: 'email', value: 'ines@a.example' }],
                },
            },
            {
                it: 'of the same name', ask: 'POST /people', body: { name: 'ines CARVALHO' }, is: 201, keep: 'twin',
                has: { near: [{ id: '{ines.id}', name: 'Inês Carvalho', company: 'Atlântico', email: 'ines@a.example' }] },
            },
            {
                it: 'of a handle, then of the name', ask: 'POST /people', is: 201, keep: 'third',
                body: { name: 'Ines Carvalho', handles: [{ kind: 'phone', value: '912345678' }] },
                has: { near: [{ id: '{ines.id}' }, { id: '{twin.id}', company: null, email: null }] },
            },
            { it: 'at no other time', ask: 'GET /people/{third.id}', is: 200, has: { near: absent } },
            { ask: 'DELETE /people/{twin.id}', is: 204 },
            {
                it: 'nobody in the trash', ask: 'POST /people', is: 201,
                body: { name: 'Another', handles: [{ kind: 'email', value: 'INES@a.example' }, { kind: 'phone', value: '+351912345678' }] },
                has: { near: [{ id: '{ines.id}' }, { id: '{third.id}' }] },
            },
        ],
    },
    {
        name: 'at most ten are told to be near',
        steps: [
            ...Array.from({ length: 11 }, () => ({ ask: 'POST /people', body: { name: 'Ada' }, is: 201 })),
            {
                do: async (run) => {
                    const made = await run.ask('POST /people', { body: { name: 'ADA' } });
                    run.expect('ten of eleven', 10, made.json.near.length);
                },
            },
        ],
    },
    {
        name: 'a merged person has what both had, and the old address leads to them',
        steps: [
            { ask: 'POST /people', body: { name: 'Ada', role: 'Buyer', tags: ['vip'], languages: ['en'], handles: [{ kind: 'email', value: 'ada@a.example' }] }, is: 201, keep: 'ada' },
            { ask: 'POST /people', body: { name: 'Ada Lima', role: 'Owner', place: 'Faro', tags: ['vip', 'beta'], languages: ['EN', 'pt'], handles: [{ kind: 'email', value: 'ADA@a.example' }, { kind: 'phone', value: '+351 912 345 678' }] }, is: 201, keep: 'lima' },
            { ask: 'POST /conversations', body: { people: ['{lima.id}'], body: 'Hello.\n! Has a shop\n[ ] Send it\n' }, is: 201, keep: 'call' },
            { it: 'with themselves', ask: 'POST /people/{ada.id}/merge', body: { other: '{ada.id}' }, is: 409, has: { pointer: '/other' } },
            { it: 'with nobody', ask: 'POST /people/{ada.id}/merge', body: { other: '01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11' }, is: 422, faults: ['/other'] },
            { it: 'without saying whom', ask: 'POST /people/{ada.id}/merge', body: {}, is: 422, faults: ['/other'] },
            { it: 'taking what cannot be taken', ask: 'POST /people/{ada.id}/merge', body: { other: '{lima.id}', take: ['name', 'tags'] }, is: 422, faults: ['/take/1'] },
            { it: 'of a version that is no more', ask: 'POST /people/{ada.id}/merge', body: { other: '{lima.id}' }, send: { 'If-Match': '"0"' }, is: 412 },
            {
                ask: 'POST /people/{ada.id}/merge', body: { other: '{lima.id}', take: ['name'] }, send: { 'Idempotency-Key': 'merge', 'If-Match': '*' }, is: 200, keep: 'merged',
                has: { id: '{ada.id}', name: 'Ada Lima', role: 'Buyer', place: 'Faro', languages: ['en', 'pt'], handles: [{ value: 'ada@a.example' }, { kind: 'phone' }] },
            },
            { it: 'the old address', ask: 'GET /people/{lima.id}', is: 200, has: { id: '{ada.id}', name: 'Ada Lima' } },
            { ask: 'GET /people/{lima.id}/timeline', is: 200, has: { count: 1, items: [{ id: '{call.id}' }] } },
            { ask: 'GET /conversations/{call.id}', is: 200, has: { people: [{ id: '{ada.id}', name: 'Ada Lima' }] } },
            { ask: 'GET /facts?person={ada.id}', is: 200, has: { count: 1 } },
            { ask: 'GET /people', is: 200, has: { count: 1 } },
            { ask: 'PATCH /people/{ada.id}', body: { since: '2020-01-01' }, is: 200 },
            { it: 'found as one', ask: 'GET /search?q=lima', is: 200, has: { people_count: { count: 1, more: false }, people: [{ id: '{ada.id}' }] } },
            { it: 'undone', ask: 'POST /changes/{merged.$change}/undo', is: 200 },
            { it: 'found as two', ask: 'GET /search?q=ada', is: 200, has: { people_count: { count: 2, more: false } } },
            { ask: 'GET /people/{ada.id}', is: 200, has: { name: 'Ada', role: 'Buyer', place: null, since: '2020-01-01', languages: ['en'], handles: [{ value: 'ada@a.example' }] } },
            { ask: 'GET /people/{lima.id}', is: 200, has: { id: '{lima.id}', name: 'Ada Lima', role: 'Owner' } },
            { ask: 'GET /facts?person={ada.id}', is: 200, has: { count: 0 } },
            { ask: 'GET /facts?person={lima.id}', is: 200, has: { count: 1 } },
        ],
    },
];
