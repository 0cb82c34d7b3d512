// The audit log: each act that takes away, joins, brings in or lets in leaves one row, and nothing else does.
import { absent, anything, id, moment } from '../match.mjs';

const nobody = '01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11';
const olga = { id: '{olga.id}', name: 'Olga' };
const person = (name, keep) => ({ ask: 'POST /people', body: { name }, is: 201, keep });

// All rows behind a number, oldest first.
async function rowsBehind(run, number, on = run.kith) {
    const answer = await run.ask('GET /audit?limit=200', { on });
    run.expect('the status of the audit log', 200, answer.status);
    return answer.json.items.filter((row) => row.number > number).reverse();
}

async function newest(run, on = run.kith) {
    const rows = (await run.ask('GET /audit?limit=1', { on })).json.items;
    return rows.length ? rows[0].number : 0;
}

// A step, and the rows that it leaves: its repeat with the same key, which `run.step` sends, is among it.
const leaves = (step, ...rows) => ({
    it: step.it ?? step.ask,
    do: async (run) => {
        const before = await newest(run);
        await run.step(step);
        if (step.is === 403) // its row waits its turn: what is written next comes behind it
            await run.ask('POST /people', { body: { name: 'Zoë' } });
        const found = await rowsBehind(run, before);
        run.expect(`the rows of ${step.it ?? step.ask}`, run.fill(rows), found);
        if (found.length !== rows.length)
            run.fail(`${step.it ?? step.ask} leaves ${found.length} rows, not ${rows.length}`);
        run.acts = (run.acts ?? 0) + 1;
    },
});
const row = (verb, kind, of, words = null) => ({
    actor: 'member', member: olga, verb, words, at: moment, erased: false, subject: kind ? { kind, id: of } : null,
});

const things = [
    person('Ada', 'ada'), person('Bob', 'bob'), person('Eve', 'eve'),
    { ask: 'POST /companies', body: { name: 'Fjord' }, is: 201, keep: 'fjord' },
    { ask: 'POST /conversations', body: { people: ['{ada.id}'], body: 'Secret words.' }, is: 201, keep: 'call' },
    { ask: 'POST /facts', body: { person_id: '{ada.id}', text: 'Has a shop' }, is: 201, keep: 'fact' },
    { ask: 'POST /promises', body: { person_id: '{ada.id}', text: 'Call' }, is: 201, keep: 'promise' },
    { ask: 'POST /tags', body: { name: 'early' }, is: 201, keep: 'tag' },
    { ask: 'POST /views', body: { name: 'Porto', filter: { place: 'Porto' } }, is: 201, keep: 'view' },
    { ask: 'POST /themes', body: { name: 'price' }, is: 201, keep: 'price' },
    { ask: 'POST /themes', body: { name: 'cost' }, is: 201, keep: 'cost' },
];

export const scenarios = [
    {
        name: 'what only owners may do leaves one row each, which says what became of whom',
        steps: [
            leaves({ ask: 'POST /members', body: { name: 'Rui', role: 'reader' }, is: 201, keep: 'rui' }, row('member made', 'member', '{rui.id}', 'role: reader')),
            leaves({ ask: 'PATCH /members/{rui.id}', body: { role: 'member' }, is: 200 }, row('member changed', 'member', '{rui.id}', 'role: reader → member')),
            leaves({ ask: 'PATCH /members/{rui.id}', body: { name: 'Rui C.' }, is: 200 }, row('member changed', 'member', '{rui.id}')),
            leaves({ ask: 'POST /tokens', body: { member_id: '{rui.id}', name: 'laptop' }, is: 201, keep: 'token' }, row('token made', 'token', '{token.id}', 'laptop, for Rui C.: read, write')),
            leaves({ it: 'a token for somebody new', ask: 'POST /tokens', body: { member_name: 'Sam', name: 'phone', scopes: ['read'] }, is: 201, keep: 'sams' },
                row('member made', 'member', '{sams.member_id}', 'role: member'), row('token made', 'token', '{sams.id}', 'phone, for Sam: read')),
            leaves({ ask: 'PATCH /members/{rui.id}', body: { role: 'owner', state: 'left', email: 'rui@team.example' }, is: 200 },
                row('member changed', 'member', '{rui.id}', 'role: member → owner, state: active → left, another address')),
            leaves({ ask: 'POST /kinds', body: { name: 'walk' }, is: 201, keep: 'walk' }, row('kind made', 'kind', '{walk.id}')),
            leaves({ ask: 'PATCH /kinds/{walk.id}', body: { name: 'stroll' }, is: 200 }, row('kind changed', 'kind', '{walk.id}')),
        ],
    },
    {
        name: 'deletes, restores, merges, actions on many and undos leave one row each, without a word of a customer',
        steps: [
            ...things,
            leaves({ ask: 'DELETE /facts/{fact.id}', is: 204 }, row('fact deleted', 'fact', '{fact.id}')),
            leaves({ ask: 'POST /trash/{fact.id}/restore', is: 200 }, row('taken out of the trash', 'fact', '{fact.id}')),
            leaves({ ask: 'DELETE /promises/{promise.id}', is: 204 }, row('promise deleted', 'promise', '{promise.id}')),
            leaves({ ask: 'DELETE /conversations/{call.id}', is: 204 }, row('conversation deleted', 'conversation', '{call.id}')),
            leaves({ ask: 'DELETE /companies/{fjord.id}', is: 204 }, row('company deleted', 'company', '{fjord.id}')),
            leaves({ ask: 'DELETE /views/{view.id}', is: 204 }, row('view deleted', 'view', '{view.id}')),
            leaves({ ask: 'POST /people/actions', body: { people: ['{ada.id}', '{bob.id}'], tag: ['early'] }, is: 200 }, row('people changed', null, null, '2 of 2')),
            leaves({ ask: 'DELETE /tags/{tag.id}', is: 204 }, row('tag deleted', 'tag', '{tag.id}')),
            leaves({ ask: 'POST /people/{ada.id}/merge', body: { other: '{bob.id}' }, is: 200 }, row('person merged', 'person', '{ada.id}', 'with {bob.id}')),
            leaves({ ask: 'POST /themes/{price.id}/merge', body: { into: '{cost.id}' }, is: 200 }, row('theme merged', 'theme', '{cost.id}', 'with {price.id}')),
            leaves({ ask: 'DELETE /people/{eve.id}', is: 204 }, row('person deleted', 'person', '{eve.id}')),
            {
                do: async (run) => {
                    run.kept.last = { number: await run.change() };
                },
            },
            leaves({ ask: 'POST /changes/{last.number}/undo', is: 200 }, row('change undone', 'person', '{eve.id}', 'change {last.number}: person deleted')),
            {
                it: 'nothing else was written down',
                do: async (run) => {
                    const { text } = await run.ask('GET /audit?limit=200');
                    for (const word of ['Ada', 'Bob', 'Eve', 'Fjord', 'Secret', 'shop', 'Porto', 'early'])
                        run.expect(`${word} in the audit log`, false, text.includes(word));
                    run.expect('the acts that were looked at', 12, run.acts);
                },
            },
        ],
    },
    {
        name: 'each delete leaves a row by whoever did it',
        steps: [
            ...things,
            { ask: 'POST /tokens', body: { member_name: 'Rui', name: 'laptop' }, is: 201, keep: 'rui' },
            leaves({ ask: 'DELETE /facts/{fact.id}', as: '{rui.secret}', is: 204 }, { ...row('fact deleted', 'fact', '{fact.id}'), member: { id: '{rui.member_id}', name: 'Rui' } }),
            { ask: 'PATCH /members/{rui.member_id}', body: { state: 'left', name: 'Rui C.' }, is: 200 },
            { it: 'the name as it is now', ask: 'GET /audit?member={rui.member_id}', is: 200, has: { count: 1, items: [{ verb: 'fact deleted', member: { id: '{rui.member_id}', name: 'Rui C.' } }] } },
        ],
    },
    {
        name: 'writing, reading, and what fails or changes nothing leave no row',
        steps: [
            ...things.map((step) => leaves(step)),
            leaves({ ask: 'PATCH /people/{ada.id}', body: { place: 'Porto' }, is: 200 }),
            leaves({ ask: 'GET /people', is: 200 }),
            leaves({ ask: `DELETE /people/${nobody}`, is: 404 }),
            leaves({ ask: 'DELETE /people/{ada.id}', send: { 'If-Match': '"99.0.0-0"' }, is: 412 }),
            leaves({ ask: 'POST /people/{ada.id}/merge', body: { other: '{ada.id}' }, is: 409 }),
            leaves({ ask: 'POST /members', body: { name: '' }, is: 422 }),
            leaves({ it: 'the last owner', ask: 'PATCH /members/{olga.id}', body: { role: 'member' }, is: 409 }),
            leaves({ it: 'a patch of nothing', ask: 'PATCH /members/{olga.id}', body: {}, is: 200 }),
            leaves({ ask: 'POST /tokens', body: { member_id: nobody, name: 'x' }, is: 422 }),
            leaves({ ask: 'POST /changes/999/undo', is: 404 }),
            leaves({ ask: `POST /trash/${nobody}/restore`, is: 404 }),
            leaves({ ask: 'POST /imports?format=kith', bytes: Buffer.from(''), type: 'application/x-ndjson', is: 409 }),
            leaves({ it: 'an export that is refused', ask: 'GET /export?since=999', is: 422 }),
            leaves({ it: 'the head of an export', ask: 'HEAD /export', is: 200 }),
            leaves({ it: 'a stranger', ask: 'GET /audit', as: null, is: 401 }),
            leaves({ it: 'a stranger who would delete', ask: 'DELETE /people/{ada.id}', as: null, is: 401 }),
        ],
    },
    {
        name: 'an export leaves a row that says which, and comes whole with no key',
        steps: [
            person('Ada', 'ada'),
            leaves({ ask: 'GET /export', is: 200 }, row('logbook exported', null)),
            leaves({ ask: 'GET /export?format=json', is: 200 }, row('logbook exported', null, null, 'json')),
            leaves({ ask: 'GET /export?since=1', is: 200 }, row('logbook exported', null, null, 'since 1')),
            leaves({ ask: 'GET /export?since=1&format=json', is: 200 }, row('logbook exported', null, null, 'since 1, json')),
            leaves({ it: 'a key is for writing', ask: 'GET /export', send: { 'Idempotency-Key': 'x' }, is: 200 }, row('logbook exported', null)),
            leaves({ it: 'and again', ask: 'GET /export', send: { 'Idempotency-Key': 'x' }, is: 200, told: { 'Cache-Control': 'no-store', 'Idempotency-Replayed': absent, 'Kith-Change': absent } }, row('logbook exported', null)),
            {
                it: 'nothing of the log is in it, and it is no change',
                do: async (run) => {
                    const before = await run.change();
                    const { text } = await run.ask('GET /export');
                    run.expect('the audit log in the export', false, /audit|logbook exported/.test(text));
                    run.expect('changes', before, await run.change());
                },
            },
        ],
    },
    {
        name: 'the row of an export is there before its first byte',
        steps: [{
            do: async (run) => {
                const asked = `GET /api/v1/export HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${run.template.tokens.owner}\r\n\r\n`;
                for (let begun = 0; begun < 10;) {
                    const before = await newest(run);
                    const { text } = await run.kith.raw(asked, { until: 1 });
                    if (text.startsWith('HTTP/1.1 503')) // two that were left are not closed yet
                        continue;
                    run.expect('the export began', true, text.startsWith('HTTP/1.1 200'));
                    run.expect('its row', before + 1, await newest(run));
                    begun++;
                }
            },
        }],
    },
    {
        name: 'an import leaves a row where it was sent, and brings none',
        steps: [
            person('Ada', 'ada'),
            { ask: 'DELETE /people/{ada.id}', is: 204 },
            {
                do: async (run) => {
                    const { text } = await run.ask('GET /export');
                    const other = await run.another();
                    const before = await newest(run, other);
                    const sent = await run.ask('POST /imports?format=kith', { bytes: Buffer.from(text), type: 'application/x-ndjson', on: other });
                    run.expect('the import', 202, sent.status);
                    for (let state = 'waiting'; state !== 'done';)
                        ({ json: { state } } = await run.ask(`GET ${sent.headers.location}`, { on: other }));
                    const rows = await rowsBehind(run, before, other);
                    run.expect('its rows', [{ actor: 'member', verb: 'import sent', subject: { kind: 'import', id: sent.json.id }, words: null }], rows);
                },
            },
        ],
    },
    {
        name: 'what is done on the machine itself is the host’s',
        steps: [{
            do: async (run) => {
                const first = (await rowsBehind(run, 0)).slice(0, 2);
                run.expect('the first rows', [
                    { number: 1, actor: 'host', member: null, verb: 'member made', subject: { kind: 'member', id: run.kept.olga.id }, words: 'role: owner' },
                    { number: 2, actor: 'host', member: null, verb: 'token made', subject: { kind: 'token', id }, words: 'made on the command line, for Olga: read, write, export, admin' },
                ], first);
            },
        }],
    },
    {
        name: 'the log is read newest first, by page and by filter, and no browser keeps it',
        steps: [
            ...things,
            { ask: 'DELETE /facts/{fact.id}', is: 204 },
            { ask: 'DELETE /promises/{promise.id}', is: 204 },
            { ask: 'POST /trash/{fact.id}/restore', is: 200 },
            { ask: 'DELETE /facts/{fact.id}', is: 204 },
            { ask: 'GET /audit?subject={fact.id}', is: 200, keep: 'of', has: { count: 3, next: null, items: [{ verb: 'fact deleted' }, { verb: 'taken out of the trash' }, { verb: 'fact deleted' }] } },
            { ask: 'GET /audit?verb=fact%20deleted', is: 200, has: { count: 2, more: false } },
            { ask: 'GET /audit?member={olga.id}&limit=3', is: 200, keep: 'page', has: { count: 4, items: [{ verb: 'fact deleted', number: anything }, { verb: 'taken out of the trash' }, { verb: 'promise deleted' }] } },
            { it: 'the next page', ask: 'GET {page.next}', is: 200, has: { count: 4, next: null, items: [{ verb: 'fact deleted' }] } },
            { ask: 'GET /audit?subject={fact.id}&from={of.items.1.at}', is: 200, has: { count: 2 } },
            { ask: 'GET /audit?subject={fact.id}&to={of.items.1.at}', is: 200, has: { count: 1, items: [{ number: '{of.items.2.number}' }] } },
            { ask: `GET /audit?member=${nobody}`, is: 200, has: { count: 0, items: [] } },
            { ask: 'GET /audit?cursor=x', is: 422, faults: ['cursor'] },
            { ask: 'GET /audit', is: 200, told: { ETag: absent, 'Cache-Control': 'no-store' } },
            { it: 'whatever a client says it knows', ask: 'GET /audit', send: { 'If-None-Match': '*' }, is: 200 },
        ],
    },
    {
        name: 'only owners read it',
        steps: [
            ...['reader', 'writer', 'exporter'].map((as) => ({ it: as, ask: 'GET /audit', as, is: 403 })),
            { ask: 'GET /audit', as: 'admin', is: 200 },
            { ask: 'POST /audit', body: {}, is: 405 },
            { ask: 'DELETE /audit/1', is: 404 },
        ],
    },
    {
        name: 'a member who is refused leaves a row with the address as it is documented',
        steps: [
            { ask: 'POST /tokens', body: { member_name: 'Rui', name: 'x' }, is: 201, keep: 'rui' },
            leaves({ ask: 'POST /kinds', as: '{rui.secret}', body: { name: 'walk' }, is: 403 }, { actor: 'member', member: { id: '{rui.member_id}', name: 'Rui' }, verb: 'was refused', subject: null, words: 'POST /api/v1/kinds' }),
            leaves({ ask: `PATCH /members/${nobody}`, as: '{rui.secret}', body: { role: 'owner' }, is: 403 }, { verb: 'was refused', words: 'PATCH /api/v1/members/{id}' }),
            leaves({ ask: 'GET /audit?verb=secret', as: '{rui.secret}', is: 403 }, { verb: 'was refused', words: 'GET /api/v1/audit' }),
        ],
    },
    {
        name: 'refusals are written down ten times a second at most, and hold nobody up',
        steps: [{
            do: async (run) => {
                const before = await newest(run);
                const started = Date.now();
                let asked = 0;
                while (Date.now() - started < 2500) {
                    const refused = await Promise.all(Array.from({ length: 16 }, () => run.kith.ask('GET', '/api/v1/audit', { token: run.template.tokens.reader })));
                    run.expect('all are refused', true, refused.every(({ status }) => status === 403));
                    asked += refused.length;
                }
                const ended = Date.now();
                await run.ask('POST /people', { body: { name: 'behind them in the queue' } });
                const times = (await rowsBehind(run, before)).map(({ at, verb }) => (verb === 'was refused' ? Date.parse(at) : 0));
                if (asked < 50)
                    run.fail(`only ${asked} were asked in ${ended - started} ms`);
                const most = 10 * (Math.floor((ended - started) / 1000) + 1);
                if (times.length < 11 || times.length > most)
                    run.fail(`${times.length} rows of ${asked} refusals in ${ended - started} ms, not 11 to ${most}`);
                // A row tells when its request came; it is let through a little later.
                const close = times.filter((time, i) => i >= 10 && time - times[i - 10] < 500);
                run.expect('rows nearer than a second to the tenth before', [], close);
            },
        }],
    },
];
