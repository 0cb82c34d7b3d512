// Views: filters of people with a name, private or for everyone; and actions on many people at once.
import { counts, id, moment } from '../match.mjs';

const nobody = '00000000-0000-7000-8000-00000000dead';
const person = (name, more = {}) => ({ ask: 'POST /people', body: { name, ...more }, is: 201, keep: name.toLowerCase() });
const called = (who, at) => ({ ask: 'POST /conversations', is: 201, body: { kind: 'call', happened_at: at, people: [who], body: 'We talked.' } });
const lists = (query, names) => ({
    it: query, ask: `GET /people?${query}`, is: 200,
    has: { count: names.length, items: names.map((name) => ({ name })) },
});
const undo = { ask: 'POST /changes/{last.items.0.number}/undo', is: 200 };
const last = { ask: 'GET /changes?limit=1', is: 200, keep: 'last' };

export const scenarios = [
    {
        name: 'people are sorted by name, by when they were heard and by since when they are with us, page by page',
        steps: [
            person('Ada', { since: '2024-01-01' }), person('Bob', { since: '2025-01-01' }), person('Cleo'),
            called('{ada.id}', '2024-05-02T10:00:00Z'), called('{cleo.id}', '2024-05-01T10:00:00Z'),
            lists('sort=name', ['Ada', 'Bob', 'Cleo']),
            lists('sort=heard', ['Ada', 'Cleo', 'Bob']),
            lists('sort=since', ['Bob', 'Ada', 'Cleo']),
            ...['heard', 'since'].flatMap((sort) => [
                { ask: `GET /people?sort=${sort}&limit=1`, is: 200, keep: 'first', has: { count: 3 } },
                { ask: 'GET {first.next}', is: 200, keep: 'second', has: { items: [{ name: sort === 'heard' ? 'Cleo' : 'Ada' }] } },
                { ask: 'GET {second.next}', is: 200, has: { next: null, items: [{ name: sort === 'heard' ? 'Bob' : 'Cleo' }] } },
            ]),
            { ask: 'GET /people?sort=size', is: 422, faults: ['sort'] },
        ],
    },
    {
        name: 'people are narrowed by place, by who is counted to know them, and by having been talked with',
        steps: [
            person('Ada', { place: 'Lisbon' }), person('Bob', { place: 'Lisboa Oriente' }), person('Cleo', { place: 'Porto' }),
            called('{ada.id}', '2024-05-02T10:00:00Z'),
            lists('place=LISB', ['Ada', 'Bob']),
            lists('place=lisbon', ['Ada']),
            lists('member={olga.id}', ['Ada']),
            lists('conversations=none', ['Bob', 'Cleo']),
            lists('conversations=some', ['Ada']),
            lists('conversations=none&place=lis&sort=heard', ['Bob']),
        ],
    },
    {
        name: 'a view is made, opened, changed part by part, deleted and taken back',
        steps: [
            person('Ada', { place: 'Lisbon' }), person('Bob', { place: 'Porto' }),
            {
                ask: 'POST /views', body: { name: ' Lisbon ', filter: { place: 'lis', sort: 'heard' }, everyone: true }, is: 201, keep: 'view',
                told: { Location: /^\/api\/v1\/views\// },
                has: { id, name: 'Lisbon', filter: { place: 'lis', sort: 'heard' }, everyone: true, people: counts(1), revision: 1, created_at: moment, updated_at: moment },
            },
            { it: 'the number opens', ask: 'GET {view.people.href}', is: 200, has: { count: 1, items: [{ name: 'Ada' }] } },
            { ask: 'GET /views/{view.id}', is: 200, has: { name: 'Lisbon' } },
            { ask: 'PATCH /views/{view.id}', body: { name: 'All', filter: { place: null } }, is: 200, has: { name: 'All', filter: { sort: 'heard' }, people: counts(2), revision: 2 } },
            last, undo,
            { ask: 'GET /views/{view.id}', is: 200, has: { name: 'Lisbon', filter: { place: 'lis', sort: 'heard' } } },
            { ask: 'DELETE /views/{view.id}', is: 204 },
            { ask: 'GET /views/{view.id}', is: 404 },
            { ask: 'PATCH /views/{view.id}', body: { name: 'x' }, is: 404 },
            { ask: 'DELETE /views/{view.id}', is: 404 },
            last, undo,
            { ask: 'GET /views/{view.id}', is: 200, has: { name: 'Lisbon' } },
        ],
    },
    {
        name: 'a view holds every filter of a list of people',
        steps: [
            {
                ask: 'POST /views', is: 201, keep: 'view',
                body: {
                    name: 'All of it', everyone: false,
                    filter: {
                        company: nobody, tag: nobody, theme: nobody, member: '{olga.id}', language: 'pt', place: 'a & b',
                        quiet_at: '2026-01-01T00:00:00.000Z', conversations: 'some', sort: 'since',
                    },
                },
                has: { filter: { company: nobody, tag: nobody, theme: nobody, member: '{olga.id}', language: 'pt', place: 'a & b', quiet_at: '2026-01-01T00:00:00.000Z', conversations: 'some', sort: 'since' }, people: counts(0) },
            },
            { ask: 'GET {view.people.href}', is: 200, has: { count: 0 } },
            { ask: 'POST /views', body: { name: 'x', filter: { sort: 'size', tag: 'early', hat: 1, limit: 5 } }, is: 422, faults: ['/filter/sort', '/filter/tag', '/filter/hat', '/filter/limit'] },
        ],
    },
    {
        name: 'a private view is there for nobody but its maker, who alone can make it private again',
        steps: [
            { ask: 'POST /members', body: { name: 'Rui' }, is: 201, keep: 'rui' },
            { ask: 'POST /tokens', body: { member_id: '{rui.id}', name: 'laptop' }, is: 201, keep: 'token' },
            { ask: 'POST /views', body: { name: 'Mine' }, is: 201, keep: 'mine', has: { everyone: false, filter: {} } },
            { ask: 'GET /views/{mine.id}', as: '{token.secret}', is: 404 },
            { ask: 'PATCH /views/{mine.id}', as: '{token.secret}', body: { name: 'His' }, is: 404 },
            { ask: 'DELETE /views/{mine.id}', as: '{token.secret}', is: 404 },
            { ask: 'GET /views', as: '{token.secret}', is: 200, has: { count: 0, items: [] } },
            { ask: 'PATCH /views/{mine.id}', body: { everyone: true }, is: 200 },
            { ask: 'PATCH /views/{mine.id}', as: '{token.secret}', body: { name: 'Ours' }, is: 200, has: { name: 'Ours' } },
            { ask: 'PATCH /views/{mine.id}', as: '{token.secret}', body: { everyone: false }, is: 422, faults: ['/everyone'] },
            { ask: 'PATCH /views/{mine.id}', body: { everyone: false }, is: 200, has: { name: 'Ours', everyone: false } },
        ],
    },
    {
        name: 'views are listed by name, page by page',
        steps: [
            ...['beta', 'Alpha', 'gamma'].map((name) => ({ ask: 'POST /views', body: { name }, is: 201 })),
            { ask: 'GET /views?limit=2', is: 200, keep: 'first', has: { count: 3, items: [{ name: 'Alpha' }, { name: 'beta' }] } },
            { ask: 'GET {first.next}', is: 200, has: { next: null, items: [{ name: 'gamma' }] } },
        ],
    },
    {
        name: 'many people are tagged, untagged and given to a member as one change with one undo',
        steps: [
            person('Ada', { tags: ['old'] }), person('Bob'), person('Cleo', { tags: ['new'] }),
            {
                ask: 'POST /people/actions', is: 200, has: { changed: 3 },
                body: { people: ['{ada.id}', '{bob.id}', '{cleo.id}', '{ada.id}'], tag: ['new'], untag: ['old', 'none such'], known_by: '{olga.id}' },
            },
            { ask: 'GET /people/{ada.id}', is: 200, has: { tags: ['new'], known_by: '{olga.id}', revision: 2 } },
            lists('member={olga.id}', ['Ada', 'Bob', 'Cleo']),
            { ...last, has: { items: [{ what: 'people changed' }] } }, undo,
            { ask: 'GET /people/{ada.id}', is: 200, has: { tags: ['old'], known_by: null } },
            { ask: 'GET /people/{cleo.id}', is: 200, has: { tags: ['new'] } },
            lists('member={olga.id}', []),
        ],
    },
    {
        name: 'an action on somebody unknown, or of nothing, is refused whole',
        steps: [
            person('Ada'),
            { ask: 'POST /people/actions', body: { people: ['{ada.id}', nobody, 'x'], tag: ['new'], known_by: nobody }, is: 422, faults: ['/people/1', '/people/2', '/known_by'] },
            { ask: 'POST /people/actions', body: { people: ['{ada.id}'] }, is: 422 },
            { ask: 'POST /people/actions', body: { people: ['{ada.id}'], tag: ['a'], untag: ['A'] }, is: 422, faults: ['/untag'] },
            { ask: 'GET /people/{ada.id}', is: 200, has: { tags: [], revision: 1 } },
        ],
    },
];
