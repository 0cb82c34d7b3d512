// The brief: who it is, and what to know before replying.
import { absent, counts, moment } from '../match.mjs';

const firm = { ask: 'POST /companies', body: { name: 'Atlântico' }, is: 201, keep: 'firm' };
const ada = {
    ask: 'POST /people', is: 201, keep: 'ada',
    body: { name: 'Ada', company_id: '{firm.id}', handles: [{ kind: 'email', value: 'Ada.L@Home.example' }, { kind: 'phone', value: '+49 (0)30 1234567' }, { kind: 'helpscout', value: '4711' }, { kind: 'url', value: 'https://ada.example/' }] },
};
const empty = { person: null, facts: [], promises: [], recent: [], themes: [] };

export const scenarios = [
    {
        name: 'a brief holds what somebody needs who has never met the person',
        steps: [
            firm, ada,
            ...Array.from({ length: 5 }, (_, i) => ({
                it: `call ${i}`, ask: 'POST /conversations', is: 201, keep: `c${i}`,
                body: { kind: 'call', happened_at: `2024-01-0${i + 1}T10:00:00Z`, people: ['{ada.id}'], summary: i === 4 ? 'The last one' : null, body: `Talk **number** ${i}. More of it.\n\n#theme${i} #tea` },
            })),
            ...Array.from({ length: 7 }, (_, i) => ({ it: `fact ${i}`, ask: 'POST /facts', body: { person_id: '{ada.id}', text: `fact ${i}` }, is: 201 })),
            { ask: 'POST /promises', body: { person_id: '{ada.id}', text: 'later', due_on: '2026-12-24' }, is: 201 },
            { ask: 'POST /promises', body: { person_id: '{ada.id}', text: 'some day' }, is: 201 },
            { ask: 'POST /promises', body: { person_id: '{ada.id}', text: 'soon', due_on: '2024-01-01' }, is: 201 },
            { ask: 'POST /promises', body: { person_id: '{ada.id}', text: 'done', state: 'kept' }, is: 201 },
            {
                ask: 'GET /people/{ada.id}/brief', is: 200,
                has: {
                    person: { id: '{ada.id}', name: 'Ada', company: 'Atlântico', conversations: counts(5), last_heard_at: '2024-01-05T10:00:00.000Z' },
                    facts: [0, 1, 2, 3, 4].map((i) => ({ text: `fact ${i}` })), fact_count: counts(7),
                    promises: [{ text: 'soon' }, { text: 'later' }, { text: 'some day' }],
                    recent: [
                        { id: '{c4.id}', kind: 'call', happened_at: '2024-01-05T10:00:00.000Z', summary: 'The last one', sentence: null },
                        { id: '{c3.id}', summary: null, sentence: 'Talk number 3.' }, { id: '{c2.id}' },
                    ],
                    near: [],
                },
            },
            { it: 'the themes', ask: 'GET /brief?email=ada.l@home.example', is: 200, keep: 'brief', has: { person: { id: '{ada.id}' } } },
            { do: (run) => run.expect('six themes, the most often first', { count: 6, first: { name: 'tea', times: counts(5) } }, { count: run.look('brief.themes').length, first: run.look('brief.themes')[0] }) },
        ],
    },
    {
        name: 'somebody is found by any writing of an address, a number, a handle',
        steps: [
            firm, ada,
            ...['email=ada.l@home.example', 'email=ADA.L%40HOME.EXAMPLE', 'handle=email:ada.l@home.example', 'handle=ada.l@home.example', 'handle=helpscout:4711', 'handle=HelpScout:4711', 'handle=url:HTTPS://ada.example/', 'domain=home.example', 'domain=HOME.example']
                .map((query) => ({ it: query, ask: `GET /brief?${query}`, is: 200, has: { person: { id: '{ada.id}' } } })),
            ...['+49 30 1234567', '0049301234567', '+49 (0) 30 / 12 34-567', '30.1234567', '1234567', '+49 (0)30 1234567', 'tel:+49-30-1234567']
                .map((phone) => ({ it: phone, ask: `GET /brief?phone=${encodeURIComponent(phone)}`, is: 200, has: { person: { id: '{ada.id}' } } })),
            { it: 'by handle too', ask: 'GET /brief?handle=phone:0049301234567', is: 200, has: { person: { id: '{ada.id}' } } },
        ],
    },
    {
        name: 'a plus in an address that is asked for is a plus',
        steps: [
            { ask: 'POST /people', body: { name: 'Ana', handles: [{ kind: 'email', value: 'ana+news@plus.example' }, { kind: 'phone', value: '+49 30 1234567' }] }, is: 201, keep: 'ana' },
            ...['email=ana+news@plus.example', 'email=ana%2Bnews@plus.example', 'phone=+49301234567'].map((query) => ({ it: query, ask: `GET /brief?${query}`, is: 200, has: { person: { id: '{ana.id}' } } })),
            { it: 'and a space is a space', ask: 'GET /brief?email=ana%20news@plus.example', is: 200, has: { person: null } },
        ],
    },
    {
        name: 'too short a number, and a number of somebody else, find nobody',
        steps: [
            firm, ada,
            ...['234567', '+48 30 1234567', '1234568', '030 1234567', '7'].map((phone) => ({ it: phone, ask: `GET /brief?phone=${encodeURIComponent(phone)}`, is: 200, has: { ...empty, near: [] } })),
        ],
    },
    {
        name: 'nobody found is an answer with those at the same domain',
        steps: [
            firm, ada,
            { it: 'a colleague', ask: 'GET /brief?email=info@home.example', is: 200, has: { ...empty, fact_count: absent, near: [{ id: '{ada.id}', name: 'Ada', company: 'Atlântico', email: 'Ada.L@Home.example' }] } },
            { it: 'a stranger', ask: 'GET /brief?email=info@away.example', is: 200, has: { ...empty, near: [] } },
            { it: 'an unknown handle', ask: 'GET /brief?handle=helpscout:9', is: 200, has: { ...empty, near: [] } },
            { it: 'an unknown domain', ask: 'GET /brief?domain=away.example', is: 200, has: { ...empty, near: [] } },
        ],
    },
    {
        name: 'nobody found is an answer with those at a company that has the domain',
        steps: [
            { ...firm, body: { name: 'Atlântico', domain: 'Atlantico.Example' } },
            { ...ada, body: { name: 'Ada', company_id: '{firm.id}' } },
            { ask: 'POST /people', body: { name: 'Bob', company_id: '{firm.id}' }, is: 201, keep: 'bob' },
            ...['domain=ATLANTICO.example', 'email=info@atlantico.example', 'handle=info@atlantico.example'].map((query) => ({ it: query, ask: `GET /brief?${query}`, is: 200, has: { ...empty, near: [{ id: '{ada.id}', company: 'Atlântico', email: null }, { id: '{bob.id}' }] } })),
            { ask: 'POST /people', body: { name: 'Cy', company_id: '{firm.id}', handles: [{ kind: 'email', value: 'cy@atlantico.example' }] }, is: 201, keep: 'cy' },
            { it: 'those with an address come first, and nobody twice', ask: 'GET /brief?email=info@atlantico.example', is: 200, has: { ...empty, near: [{ id: '{cy.id}' }, { id: '{ada.id}' }, { id: '{bob.id}' }] } },
            { it: 'the only one with an address there', ask: 'GET /brief?domain=atlantico.example', is: 200, has: { person: { id: '{cy.id}' }, near: [] } },
            { ask: 'DELETE /people/{cy.id}', is: 204 },
            { ask: 'DELETE /people/{bob.id}', is: 204 },
            { it: 'nobody from the trash', ask: 'GET /brief?domain=atlantico.example', is: 200, has: { ...empty, near: [{ id: '{ada.id}' }] } },
            { ask: 'DELETE /companies/{firm.id}', is: 204 },
            { it: 'nor of a company in the trash', ask: 'GET /brief?domain=atlantico.example', is: 200, has: { ...empty, near: [] } },
        ],
    },
    {
        name: 'a brief of nobody is read again once somebody fits, or those who might be meant change',
        steps: [
            firm, ada,
            {
                do: async (run) => {
                    const asks = ['email=bob@home.example', 'domain=away.example', 'phone=7654321'];
                    const read = (query, etag) => run.ask(`GET /brief?${query}`, { send: etag ? { 'If-None-Match': etag } : {} });
                    const before = {};
                    for (const query of asks) {
                        before[query] = (await read(query)).headers.etag;
                        run.expect(`${query} again`, 304, (await read(query, before[query])).status);
                    }
                    await run.ask('PATCH /people/{ada.id}', { body: { name: 'Zoe' } });
                    const near = await read(asks[0], before[asks[0]]);
                    run.expect('the new name', { status: 200, json: { near: [{ name: 'Zoe' }] } }, near);
                    const handles = [{ kind: 'email', value: 'bob@home.example' }, { kind: 'email', value: 'bob@away.example' }, { kind: 'phone', value: '7654321' }];
                    const bob = await run.ask('POST /people', { body: { name: 'Bob', handles } });
                    for (const query of asks)
                        run.expect(query, { status: 200, json: { person: { id: bob.json.id } } }, await read(query, before[query]));
                },
            },
        ],
    },
    {
        name: 'several who fit are all told, and nobody is guessed',
        steps: [
            firm, ada,
            { ask: 'POST /people', body: { name: 'Bob', handles: [{ kind: 'email', value: 'bob@home.example' }, { kind: 'phone', value: '00 49 30 1234567' }] }, is: 201, keep: 'bob' },
            ...['domain=home.example', 'phone=%2B49301234567'].map((query) => ({ it: query, ask: `GET /brief?${query}`, is: 200, has: { ...empty, near: [{ id: '{ada.id}' }, { id: '{bob.id}', company: null, email: 'bob@home.example' }] } })),
        ],
    },
    {
        name: 'at most ten are told',
        steps: [
            ...Array.from({ length: 12 }, (_, i) => ({ ask: 'POST /people', body: { name: `P${i}`, handles: [{ kind: 'email', value: `p${i}@home.example` }] }, is: 201 })),
            { ask: 'GET /brief?domain=home.example', is: 200, has: { ...empty, near: Array.from({ length: 10 }, (_, i) => ({ name: `P${i}` })) } },
        ],
    },
    {
        name: 'a brief is asked for in exactly one way',
        steps: [
            { it: 'none', ask: 'GET /brief', is: 422 },
            { it: 'two', ask: 'GET /brief?email=a@b.example&phone=1234567', is: 422 },
            { it: 'blank', ask: 'GET /brief?email=', is: 422 },
            { it: 'of no person', ask: 'GET /people/01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11/brief', is: 404 },
        ],
    },
    {
        name: 'a brief is read again when something in it changed, and only then',
        steps: [
            firm, ada,
            { ask: 'POST /conversations', body: { people: ['{ada.id}'], body: '#tea' }, is: 201, keep: 'call' },
            {
                do: async (run) => {
                    const read = async () => (await run.ask('GET /people/{ada.id}/brief')).headers.etag;
                    const acts = [
                        ['POST /facts', { person_id: '{ada.id}', text: 'a' }], ['POST /promises', { person_id: '{ada.id}', text: 'a' }],
                        ['PATCH /people/{ada.id}', { place: 'Rome' }], ['PATCH /conversations/{call.id}', { summary: 'x' }],
                        ['PATCH /companies/{firm.id}', { name: 'Baltic' }], ['PATCH /members/{olga.id}', { name: 'Olga B.' }], ['POST /people/{ada.id}/rest'],
                        ['POST /conversations', { people: ['{ada.id}'], body: 'x' }],
                    ];
                    let before = await read();
                    for (const [ask, body] of acts) {
                        await run.ask(ask, { body });
                        const after = await read();
                        if (after === before)
                            run.fail(`after ${ask} the brief has the ETag it had before`);
                        before = after;
                    }
                    await run.ask('POST /people', { body: { name: 'Somebody else' } });
                    run.expect('after something else', before, await read());
                },
            },
        ],
    },
    { name: 'a brief of somebody new is empty', steps: [firm, ada, { ask: 'GET /people/{ada.id}/brief', is: 200, has: { person: { created_at: moment }, facts: [], fact_count: counts(0), promises: [], recent: [], themes: [], near: [] } }] },
];
