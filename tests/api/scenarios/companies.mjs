// Companies: where people work, and what is known about them.
import { absent, counts, id, moment } from '../match.mjs';

const firm = { ask: 'POST /companies', body: { name: 'Atlântico', domain: 'Atlantico.Example', place: 'Lisbon' }, is: 201, keep: 'firm' };
const ada = { ask: 'POST /people', body: { name: 'Ada', company_id: '{firm.id}', tags: ['early'] }, is: 201, keep: 'ada' };
const call = { ask: 'POST /conversations', body: { kind: 'call', happened_at: '2024-01-01T10:00:00Z', people: ['{ada.id}'], body: 'About #prices.' }, is: 201, keep: 'call' };

export const scenarios = [
    {
        name: 'a company is read back with every field that was sent',
        steps: [
            {
                ...firm,
                told: { Location: /^\/api\/v1\/companies\// },
                has: {
                    id, name: 'Atlântico', domain: 'atlantico.example', place: 'Lisbon', people: counts(0),
                    conversations: counts(0), last_heard_at: null, revision: 1, created_at: moment, updated_at: moment,
                },
            },
            { ask: 'GET /companies/{firm.id}', is: 200, has: { name: 'Atlântico', domain: 'atlantico.example', place: 'Lisbon' } },
        ],
    },
    {
        name: 'every field of a company can be changed, and its people show the new name',
        steps: [
            firm, ada,
            {
                ask: 'PATCH /companies/{firm.id}', body: { name: 'Baltic', domain: 'baltic.example', place: 'Riga' }, is: 200,
                has: { name: 'Baltic', domain: 'baltic.example', place: 'Riga', revision: 2 },
            },
            { ask: 'GET /people/{ada.id}', is: 200, has: { company: 'Baltic' } },
            { ask: 'PATCH /companies/{firm.id}', body: { domain: null, place: null }, is: 200, has: { domain: null, place: null, revision: 3 } },
        ],
    },
    {
        name: 'companies are listed by name, page by page',
        steps: [
            ...['Zeta', 'alpha', 'Mika'].map((name) => ({ ask: 'POST /companies', body: { name }, is: 201 })),
            { ask: 'GET /companies?limit=2', is: 200, keep: 'first', has: { count: 3, items: [{ name: 'alpha' }, { name: 'Mika' }] } },
            { it: 'the next page', ask: 'GET {first.next}', is: 200, has: { count: 3, next: null, items: [{ name: 'Zeta' }] } },
        ],
    },
    {
        name: 'deleting a company keeps its people, and restoring it brings them back to it',
        steps: [
            firm, ada, { ...call, body: { ...call.body, body: '> Yes.' } },
            { ask: 'POST /facts', body: { company_id: '{firm.id}', text: 'closed in August' }, is: 201, keep: 'fact' },
            { ask: 'GET /companies/{firm.id}', is: 200, has: { people: counts(1), conversations: counts(1), last_heard_at: '2024-01-01T10:00:00.000Z' } },
            { ask: 'DELETE /companies/{firm.id}', is: 204 },
            { ask: 'GET /companies/{firm.id}', is: 404 },
            { ask: 'GET /companies/{firm.id}/timeline', is: 404 },
            ...['people', 'conversations', 'facts', 'quotes', 'conversations?person={ada.id}', 'quotes?person={ada.id}'].map((list) => ({ it: `${list} of it`, ask: `GET /${list}${list.includes('?') ? '&' : '?'}company={firm.id}`, is: 200, has: { count: 0, items: [] } })),
            { ask: 'PATCH /companies/{firm.id}', body: { name: 'x' }, is: 404 },
            { ask: 'GET /facts/{fact.id}', is: 404 },
            { ask: 'GET /people/{ada.id}', is: 200, has: { name: 'Ada', company: null, company_id: null } },
            { ask: 'GET /conversations/{call.id}', is: 200, has: { people: [{ name: 'Ada' }] } },
            { ask: 'POST /trash/{firm.id}/restore', is: 200, has: { kind: 'company', title: 'Atlântico' } },
            { ask: 'GET /people/{ada.id}', is: 200, has: { company: 'Atlântico', company_id: '{firm.id}' } },
            { ask: 'GET /companies/{firm.id}', is: 200, has: { people: counts(1), conversations: counts(1) } },
            { ask: 'GET /facts/{fact.id}', is: 200, has: { text: 'closed in August' } },
            ...['people', 'conversations', 'facts'].map((list) => ({ it: `${list} of it again`, ask: `GET /${list}?company={firm.id}`, is: 200, has: { count: 1 } })),
            { it: 'deleted again', ask: 'DELETE /companies/{firm.id}', is: 204, keep: 'deleted' },
            { ask: 'POST /changes/{deleted.$change}/undo', is: 200 },
            ...['people', 'conversations', 'facts', 'quotes'].map((list) => ({ it: `${list} of it after an undo`, ask: `GET /${list}?company={firm.id}`, is: 200, has: { count: 1 } })),
        ],
    },
    {
        name: 'a person who is edited while the company is in the trash still works there afterwards',
        steps: [
            firm, ada,
            { ask: 'DELETE /companies/{firm.id}', is: 204 },
            { ask: 'PATCH /people/{ada.id}', body: { place: 'Porto' }, is: 200, has: { company: null, place: 'Porto' } },
            { ask: 'POST /trash/{firm.id}/restore', is: 200 },
            { ask: 'GET /people/{ada.id}', is: 200, has: { company: 'Atlântico', place: 'Porto' } },
        ],
    },
    {
        name: 'a person who leaves a company that is in the trash is not with it when it comes back',
        steps: [
            firm, ada, call,
            { ask: 'DELETE /companies/{firm.id}', is: 204 },
            { ask: 'PATCH /people/{ada.id}', body: { company_id: null }, is: 200 },
            { ask: 'POST /trash/{firm.id}/restore', is: 200 },
            { ask: 'GET /people/{ada.id}', is: 200, has: { company: null } },
            { ask: 'GET /companies/{firm.id}', is: 200, has: { people: counts(0), conversations: counts(0), last_heard_at: null } },
        ],
    },
    {
        name: 'a timeline of a company takes every filter of a list of conversations',
        steps: [
            firm, ada,
            { ask: 'GET /tags', is: 200, keep: 'tags' },
            { ...call, keep: 'one' },
            {
                ask: 'POST /conversations', is: 201, keep: 'two',
                body: { kind: 'visit', happened_at: '2024-01-02T10:00:00Z', people: ['{ada.id}'], body: 'Hello.', turns: [{ side: 'us', text: 'Hi' }] },
            },
            { ask: 'GET /themes', is: 200, keep: 'themes' },
            ...[
                ['nothing', '', ['two', 'one']],
                ['person', '?person={ada.id}', ['two', 'one']],
                ['its company again', '?company={firm.id}', ['two', 'one']],
                ['member', '?member={olga.id}', ['two', 'one']],
                ['kind', '?kind=visit', ['two']],
                ['theme', '?theme={themes.items.0.id}', ['one']],
                ['tag', '?tag={tags.items.0.id}', ['two', 'one']],
                ['from', '?from=2024-01-02T10:00:00Z', ['two']],
                ['to', '?to=2024-01-02T10:00:00Z', ['one']],
            ].map(([it, query, found]) => ({
                it, ask: `GET /companies/{firm.id}/timeline${query}`, is: 200,
                has: { count: found.length, items: found.map((name) => ({ id: `{${name}.id}` })) },
            })),
            { it: 'with turns', ask: 'GET /companies/{firm.id}/timeline?turns=true', is: 200, has: { items: [{ turns: [{ text: 'Hi' }] }, { turns: [] }] } },
            { it: 'rendered', ask: 'GET /companies/{firm.id}/timeline?render=html', is: 200, has: { items: [{ body_html: /<p>/, turns: absent }, {}] } },
            { it: 'by page', ask: 'GET /companies/{firm.id}/timeline?limit=1', is: 200, keep: 'first', has: { count: 2, items: [{ id: '{two.id}' }] } },
            { it: 'the next page', ask: 'GET {first.next}', is: 200, has: { count: 2, next: null, items: [{ id: '{one.id}' }] } },
        ],
    },
    {
        name: 'another company than that of the path is refused in a timeline, not passed over',
        steps: [
            firm,
            { ask: 'POST /companies', body: { name: 'Baltic' }, is: 201, keep: 'baltic' },
            { ask: 'GET /companies/{firm.id}/timeline?company={baltic.id}', is: 422, faults: ['company'] },
        ],
    },
    {
        name: 'two people of one company in one conversation count it once',
        steps: [
            firm, ada,
            { ask: 'POST /people', body: { name: 'Bob', company_id: '{firm.id}' }, is: 201, keep: 'bob' },
            { ask: 'POST /conversations', body: { people: ['{ada.id}', '{bob.id}'], body: 'Together.' }, is: 201 },
            { ask: 'GET /companies/{firm.id}', is: 200, has: { people: counts(2), conversations: counts(1) } },
        ],
    },
];
