// Facts: lines to remember about a person or a company.
import { counts, id, moment } from '../match.mjs';

const ada = { ask: 'POST /people', body: { name: 'Ada' }, is: 201, keep: 'ada' };
const bob = { ask: 'POST /people', body: { name: 'Bob' }, is: 201, keep: 'bob' };
const firm = { ask: 'POST /companies', body: { name: 'Atlântico' }, is: 201, keep: 'firm' };
const call = { ask: 'POST /conversations', body: { people: ['{ada.id}'], body: 'Hi.', happened_at: '2024-01-01T10:00:00Z' }, is: 201, keep: 'call' };
const fact = (text, more = {}, keep = 'fact') => ({ it: text, ask: 'POST /facts', body: { person_id: '{ada.id}', text, ...more }, is: 201, keep });

export const scenarios = [
    {
        name: 'a fact is read back with every field that was sent',
        steps: [
            ada, bob, call,
            {
                ask: 'POST /facts', is: 201, keep: 'fact',
                body: { person_id: '{ada.id}', company_id: null, text: 'likes tea', told_by: '{bob.id}', told_at: '2024-01-02T08:00:00+02:00', conversation_id: '{call.id}', shown: true, position: 7 },
                told: { Location: /^\/api\/v1\/facts\// },
                has: {
                    id, person_id: '{ada.id}', company_id: null, text: 'likes tea', told_by: '{bob.id}', told_by_name: 'Bob',
                    told_at: '2024-01-02T06:00:00.000Z', conversation_id: '{call.id}', shown: true, position: 7, revision: 1,
                    created_at: moment, updated_at: moment,
                },
            },
            { ask: 'GET /facts/{fact.id}', is: 200, has: { text: 'likes tea', position: 7 } },
            { it: 'it stands in its conversation', ask: 'GET /conversations/{call.id}', is: 200, has: { facts: [{ id: '{fact.id}' }] } },
            { it: 'and in the brief', ask: 'GET /people/{ada.id}/brief', is: 200, has: { facts: [{ id: '{fact.id}' }] } },
        ],
    },
    {
        name: 'a fact is shown to the customer by itself only when they told it',
        steps: [
            ada, bob,
            { it: 'told by them', ask: 'POST /facts', body: { person_id: '{ada.id}', text: 'a', told_by: '{ada.id}' }, is: 201, has: { shown: true } },
            { it: 'told by somebody else', ask: 'POST /facts', body: { person_id: '{ada.id}', text: 'b', told_by: '{bob.id}' }, is: 201, has: { shown: false } },
            { it: 'told by nobody we know', ask: 'POST /facts', body: { person_id: '{ada.id}', text: 'c' }, is: 201, has: { shown: false } },
            { it: 'unless it is asked', ask: 'POST /facts', body: { person_id: '{ada.id}', text: 'd', told_by: '{ada.id}', shown: false }, is: 201, has: { shown: false } },
        ],
    },
    {
        name: 'a fact is about exactly one person or company',
        steps: [
            ada, firm,
            { it: 'a company', ask: 'POST /facts', body: { company_id: '{firm.id}', text: 'closed in August' }, is: 201, has: { person_id: null, company_id: '{firm.id}', shown: false } },
            { it: 'neither', ask: 'POST /facts', body: { text: 'x' }, is: 422, faults: ['/person_id'] },
            { it: 'both', ask: 'POST /facts', body: { text: 'x', person_id: '{ada.id}', company_id: '{firm.id}' }, is: 422, faults: ['/company_id'] },
        ],
    },
    {
        name: 'every field of a fact can be changed, even whom it is about',
        steps: [
            ada, bob, firm, call, fact('likes tea'),
            {
                ask: 'PATCH /facts/{fact.id}', is: 200,
                body: { person_id: '{bob.id}', text: 'likes milk', told_by: '{ada.id}', told_at: '2024-02-01T00:00:00Z', conversation_id: '{call.id}', shown: true, position: 3 },
                has: { person_id: '{bob.id}', text: 'likes milk', told_by: '{ada.id}', told_at: '2024-02-01T00:00:00.000Z', conversation_id: '{call.id}', shown: true, position: 3, revision: 2 },
            },
            { ask: 'GET /facts?person={ada.id}', is: 200, has: { count: 0 } },
            { ask: 'GET /facts?person={bob.id}', is: 200, has: { count: 1 } },
            { it: 'to a company', ask: 'PATCH /facts/{fact.id}', body: { person_id: null, company_id: '{firm.id}', told_by: null, conversation_id: null }, is: 200, has: { person_id: null, company_id: '{firm.id}', told_by: null, conversation_id: null, shown: false } },
            { it: 'to nobody', ask: 'PATCH /facts/{fact.id}', body: { company_id: null }, is: 422, faults: ['/person_id'] },
        ],
    },
    {
        name: 'facts of a person are read in their order, the others newest first',
        steps: [
            ada, bob, firm, call,
            fact('second', { position: 2 }, 'b'), fact('first', { position: 1 }, 'a'), fact('behind', {}, 'c'),
            fact("bob's", { person_id: '{bob.id}', conversation_id: '{call.id}' }, 'd'),
            fact("the firm's", { person_id: null, company_id: '{firm.id}' }, 'e'),
            { it: 'person', ask: 'GET /facts?person={ada.id}', is: 200, has: { count: 3, items: [{ text: 'first', position: 1 }, { text: 'second' }, { text: 'behind', position: 3 }] } },
            { it: 'person, by page', ask: 'GET /facts?person={ada.id}&limit=2', is: 200, keep: 'first', has: { count: 3, items: [{ text: 'first' }, { text: 'second' }] } },
            { it: 'the next page', ask: 'GET {first.next}', is: 200, has: { count: 3, next: null, items: [{ text: 'behind' }] } },
            { it: 'company', ask: 'GET /facts?company={firm.id}', is: 200, has: { count: 1, items: [{ text: "the firm's" }] } },
            { it: 'conversation', ask: 'GET /facts?conversation={call.id}', is: 200, has: { count: 1, items: [{ text: "bob's" }] } },
            { it: 'all', ask: 'GET /facts', is: 200, has: { count: 5, items: [{ text: "the firm's" }, { text: "bob's" }, { text: 'behind' }, { text: 'first' }, { text: 'second' }] } },
            { it: 'all, by page', ask: 'GET /facts?limit=4', is: 200, keep: 'all', has: { count: 5, items: [{}, {}, {}, {}] } },
            { it: 'its next page', ask: 'GET {all.next}', is: 200, has: { count: 5, next: null, items: [{ text: 'second' }] } },
            { it: 'since', ask: 'GET /facts?from={c.created_at}', is: 200, has: { count: 3 } },
            { it: 'before', ask: 'GET /facts?to={c.created_at}', is: 200, has: { count: 2 } },
            { it: 'person and conversation', ask: 'GET /facts?person={ada.id}&conversation={call.id}', is: 200, has: { count: 0 } },
            { it: 'person, from and to', ask: 'GET /facts?person={ada.id}&from={a.created_at}&to={c.created_at}', is: 200, has: { count: 1, items: [{ text: 'first' }] } },
            { it: 'person and company', ask: 'GET /facts?person={ada.id}&company={firm.id}', is: 200, has: { count: 0 } },
        ],
    },
    {
        name: 'a fact that somebody else turns out to have told is shown as a new one would be',
        steps: [
            ada, bob, fact('likes tea', { told_by: '{ada.id}' }),
            { it: 'another text', ask: 'PATCH /facts/{fact.id}', body: { text: 'likes milk', told_by: '{ada.id}' }, is: 200, has: { shown: true } },
            { it: 'told by Bob', ask: 'PATCH /facts/{fact.id}', body: { told_by: '{bob.id}' }, is: 200, has: { told_by: '{bob.id}', shown: false } },
            { it: 'shown all the same', ask: 'PATCH /facts/{fact.id}', body: { told_by: null, shown: true }, is: 200, has: { told_by: null, shown: true } },
            { it: 'left as it is by other edits', ask: 'PATCH /facts/{fact.id}', body: { text: 'likes both', told_by: null }, is: 200, has: { shown: true } },
            { it: 'told by herself', ask: 'PATCH /facts/{fact.id}', body: { told_by: '{ada.id}', shown: false }, is: 200, has: { shown: false } },
        ],
    },
    {
        name: 'a deleted fact leaves the brief and comes back',
        steps: [
            ada, fact('likes tea'),
            { ask: 'DELETE /facts/{fact.id}', is: 204 },
            { ask: 'GET /facts/{fact.id}', is: 404 },
            { ask: 'GET /people/{ada.id}/brief', is: 200, has: { facts: [], fact_count: counts(0) } },
            { ask: 'GET /trash', is: 200, has: { count: 1, items: [{ kind: 'fact', title: 'likes tea' }] } },
            { ask: 'POST /trash/{fact.id}/restore', is: 200 },
            { ask: 'GET /people/{ada.id}/brief', is: 200, has: { facts: [{ text: 'likes tea' }], fact_count: counts(1) } },
        ],
    },
];
