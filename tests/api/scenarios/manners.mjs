// The manners that all of the API has: versions, merge-patch, repeats, pages, one state per answer.
import { absent, anything, counts, exactly, not } from '../match.mjs';
import { makeRich } from '../rich.mjs';

const rich = { it: 'a logbook', do: (run) => makeRich(run) };
const edits = [
    ['people', 'ada', { place: 'Rome' }], ['companies', 'firm', { place: 'Rome' }], ['conversations', 'call', { summary: 'New' }],
    ['facts', 'hers', { text: 'New' }], ['promises', 'promise', { text: 'New' }], ['themes', 'prices', { meaning: 'New' }],
    ['tags', 'tag', { name: 'New' }], ['views', 'ours', { name: 'New' }], ['kinds', 'kind', { name: 'New' }], ['members', 'rui', { language: 'fr' }],
];
const makings = [
    ['people', { name: 'New' }, { name: 'Other' }], ['companies', { name: 'New' }, { name: 'Other' }],
    ['conversations', { people: ['{ada.id}'], body: 'New\n! fact\n' }, { people: ['{ada.id}'], body: 'Other' }],
    ['facts', { person_id: '{ada.id}', text: 'New' }, { person_id: '{ada.id}', text: 'Other' }],
    ['promises', { person_id: '{ada.id}', text: 'New' }, { person_id: '{ada.id}', text: 'Other' }],
    ['themes', { name: 'New' }, { name: 'Other' }], ['views', { name: 'New' }, { name: 'Other' }], ['tags', { name: 'New' }, { name: 'Other' }], ['kinds', { name: 'New' }, { name: 'Other' }],
    ['members', { name: 'New' }, { name: 'Other' }],
];

export const scenarios = [
    {
        name: 'whoever edits or deletes what somebody changed meanwhile is told the current version',
        steps: [
            rich,
            ...edits.map(([list, name, change]) => ({
                it: list,
                do: async (run) => {
                    const path = `/${list}/{${name}.id}`;
                    const read = await run.ask(`GET ${path}`);
                    const changed = await run.ask(`PATCH ${path}`, { body: change, send: { 'If-Match': read.headers.etag } });
                    run.expect('with the ETag that was read', { status: 200, etag: not(read.headers.etag) }, { status: changed.status, etag: changed.headers.etag });
                    const before = await run.change();
                    const late = await run.ask(`PATCH ${path}`, { body: change, send: { 'If-Match': read.headers.etag } });
                    const current = (await run.ask(`GET ${path}`)).json;
                    run.expect('late', { status: 412, json: { type: 'urn:kith:problem:changed', current: { ...change, id: current.id, revision: changed.json.revision } } }, late);
                    const other = await run.ask(`PATCH ${path}`, { body: change, send: { 'If-Match': '"no-such-version", W/"999.0.0-x"' } });
                    run.expect('with tags that are none of ours', 412, other.status);
                    if (!['kinds', 'members', 'themes'].includes(list)) {
                        const gone = await run.ask(`DELETE ${path}`, { send: { 'If-Match': read.headers.etag } });
                        run.expect('a late deletion', { status: 412, json: { current: { id: current.id } } }, gone);
                    }
                    run.expect('nothing was written', before, await run.change());
                    const listed = await run.ask(`PATCH ${path}`, { body: change, send: { 'If-Match': `"x", ${changed.headers.etag}` } });
                    run.expect('one of several tags', 200, listed.status);
                    run.expect('any version', 200, (await run.ask(`PATCH ${path}`, { body: change, send: { 'If-Match': '*' } })).status);
                    run.expect('without If-Match the last one wins', 200, (await run.ask(`PATCH ${path}`, { body: change })).status);
                    if (!['kinds', 'members', 'themes'].includes(list)) {
                        const now = await run.ask(`GET ${path}`);
                        run.expect('a deletion in time', 204, (await run.ask(`DELETE ${path}`, { send: { 'If-Match': now.headers.etag } })).status);
                        run.expect('and gone', 404, (await run.ask(`PATCH ${path}`, { body: change, send: { 'If-Match': now.headers.etag } })).status);
                    }
                },
            })).sort((a, b) => (a.it === 'people' ? 1 : 0) - (b.it === 'people' ? 1 : 0)),
        ],
    },
    {
        name: 'an empty patch is answered with the record as it is, and is no change',
        steps: [
            rich,
            ...edits.map(([list, name]) => ({
                it: list,
                do: async (run) => {
                    const path = `/${list}/{${name}.id}`;
                    const read = await run.ask(`GET ${path}`);
                    const before = await run.change();
                    const patched = await run.ask(`PATCH ${path}`, { body: {}, send: { 'Idempotency-Key': `empty ${list}` } });
                    run.expect('the record', { status: 200, json: exactly(read.json), change: undefined }, { status: patched.status, json: patched.json, change: patched.headers['kith-change'] });
                    run.expect('read again', 304, (await run.ask(`GET ${path}`, { send: { 'If-None-Match': read.headers.etag } })).status);
                    run.expect('no change', before, await run.change());
                    run.expect('with another version', 412, (await run.ask(`PATCH ${path}`, { body: {}, send: { 'If-Match': '"99.0.0-x"' } })).status);
                    run.expect('of nobody', 404, (await run.ask(`PATCH /${list}/01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11`, { body: {} })).status);
                },
            })),
        ],
    },
    {
        name: 'who rests or merges what somebody changed meanwhile is told the current version',
        steps: [
            rich,
            ...[['a rest', '/people/{ada.id}', 'rest', undefined, { place: 'Rome' }], ['a merge', '/themes/{prices.id}', 'merge', { into: '{costs.id}' }, { meaning: 'New' }]].map(([it, path, act, body, change]) => ({
                it,
                do: async (run) => {
                    const read = await run.ask(`GET ${path}`);
                    const changed = await run.ask(`PATCH ${path}`, { body: change });
                    const before = await run.change();
                    const late = await run.ask(`POST ${path}/${act}`, { body, send: { 'If-Match': read.headers.etag } });
                    run.expect('late', { status: 412, json: { current: { ...change, id: read.json.id } } }, late);
                    run.expect('nothing was written', before, await run.change());
                    run.expect('in time', 200, (await run.ask(`POST ${path}/${act}`, { body, send: { 'If-Match': changed.headers.etag } })).status);
                },
            })),
        ],
    },
    {
        name: 'of two edits with one ETag at the same time exactly one is taken',
        steps: [
            rich,
            {
                do: async (run) => {
                    const read = await run.ask('GET /conversations/{call.id}');
                    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => run.ask('PATCH /conversations/{call.id}', { body: { body: `Version ${i}.` }, send: { 'If-Match': read.headers.etag } })));
                    run.expect('one', 1, answers.filter((answer) => answer.status === 200).length);
                    run.expect('the others', 11, answers.filter((answer) => answer.status === 412).length);
                    const won = answers.find((answer) => answer.status === 200);
                    run.expect('what was taken stands', { body: won.json.body, revision: 2 }, (await run.ask('GET /conversations/{call.id}')).json);
                },
            },
        ],
    },
    {
        name: 'a write with a key that was used is told again, also much later; with another body it is refused',
        steps: [
            rich,
            ...makings.map(([list, body, other], i) => ({
                it: list,
                do: async (run) => {
                    const send = { 'Idempotency-Key': `key ${i}` };
                    const first = await run.ask(`POST /${list}`, { body, send });
                    const second = await run.ask(`POST /${list}`, { body, send });
                    run.expect('the first', { status: 201, replayed: undefined }, { status: first.status, replayed: first.headers['idempotency-replayed'] });
                    run.expect('again', { status: 201, replayed: 'true', location: first.headers.location, change: first.headers['kith-change'], json: first.json },
                        { status: second.status, replayed: second.headers['idempotency-replayed'], location: second.headers.location, change: second.headers['kith-change'], json: second.json });
                    const wrong = await run.ask(`POST /${list}`, { body: other, send });
                    run.expect('another body', { status: 422, json: { type: 'urn:kith:problem:invalid' } }, wrong);
                    run.expect('another address', 422, (await run.ask(`POST /${list === 'people' ? 'companies' : 'people'}`, { body: { name: 'New' }, send })).status);
                },
            })),
            {
                it: 'told again as it is now',
                do: async (run) => {
                    const send = { 'Idempotency-Key': 'now' };
                    const made = await run.ask('POST /people', { body: { name: 'Kim' }, send });
                    await run.ask(`PATCH /people/${made.json.id}`, { body: { name: 'Kim Lee' } });
                    run.expect('the name of now', { status: 201, json: { id: made.json.id, name: 'Kim Lee', revision: 2 } }, await run.ask('POST /people', { body: { name: 'Kim' }, send }));
                    await run.ask(`DELETE /people/${made.json.id}`);
                    const gone = await run.ask('POST /people', { body: { name: 'Kim' }, send });
                    run.expect('what is gone is not made again', { status: 201, location: made.headers.location, json: exactly({ id: made.json.id, near: [] }) }, { status: gone.status, location: gone.headers.location, json: gone.json });
                    const log = { people: ['{ada.id}'], body: 'Hi.\n! fact\n' };
                    const key = { 'Idempotency-Key': 'gone' };
                    const call = await run.ask('POST /conversations', { body: log, send: key });
                    await run.ask(`DELETE /conversations/${call.json.id}`);
                    run.expect('of a log also what was captured', { status: 201, json: exactly({ id: call.json.id, captured: call.json.captured, unresolved: [] }) }, await run.ask('POST /conversations', { body: log, send: key }));
                    run.expect('nobody new', { count: 0 }, { count: (await run.ask('GET /people?limit=200')).json.items.filter((one) => one.name === 'Kim').length });
                },
            },
            {
                it: 'a refusal keeps no key',
                do: async (run) => {
                    const send = { 'Idempotency-Key': 'refused' };
                    run.expect('refused', 422, (await run.ask('POST /people', { body: {}, send })).status);
                    run.expect('made right', 201, (await run.ask('POST /people', { body: { name: 'Right' }, send })).status);
                },
            },
            { it: 'an empty key', ask: 'POST /people', body: { name: 'x' }, send: { 'Idempotency-Key': '' }, is: 422 },
            { it: 'a long key', ask: 'POST /people', body: { name: 'x' }, send: { 'Idempotency-Key': 'x'.repeat(201) }, is: 422 },
        ],
    },
    {
        name: 'one write sent twelve times at once with one key is done once',
        steps: [{
            do: async (run) => {
                const send = { 'Idempotency-Key': 'at once' };
                const answers = await Promise.all(Array.from({ length: 12 }, () => run.ask('POST /people', { body: { name: 'Kim' }, send })));
                run.expect('all the same', Array(12).fill(answers[0].json.id), answers.map((answer) => answer.json.id));
                run.expect('eleven are told again', 11, answers.filter((answer) => answer.headers['idempotency-replayed'] === 'true').length);
                run.expect('once', { count: 1 }, (await run.ask('GET /people')).json);
            },
        }],
    },
    {
        name: 'a key is one caller’s own',
        steps: [
            { ask: 'POST /tokens', body: { member_name: 'Rui', name: 'x' }, is: 201, keep: 'rui' },
            { ask: 'POST /people', body: { name: 'Kim' }, send: { 'Idempotency-Key': 'k' }, is: 201, keep: 'one' },
            { it: "another member's", ask: 'POST /people', as: '{rui.secret}', body: { name: 'Kim' }, send: { 'Idempotency-Key': 'k' }, is: 201, told: { 'Idempotency-Replayed': absent } },
            { ask: 'GET /people', is: 200, has: { count: 2 } },
        ],
    },
    {
        name: 'a key holds over a restart',
        steps: [{
            do: async (run) => {
                const { Kith } = await import('../../support/kith.mjs');
                const send = { 'Idempotency-Key': 'lasting' };
                const first = await run.ask('POST /people', { body: { name: 'Kim' }, send });
                const wrong = await run.kith.stop({ keep: true });
                run.expect('stopped well', [], wrong);
                const secret = run.kith.secret;
                run.kith = await Kith.start({ data: run.kith.data, flags: ['--quiet'] });
                run.kith.secret = secret;
                const again = await run.ask('POST /people', { body: { name: 'Kim' }, send });
                run.expect('told again', { status: 201, json: first.json, headers: { 'idempotency-replayed': 'true' } }, again);
            },
        }],
    },
    {
        name: 'lists and records that did not change answer 304, and 200 as soon as something in them did',
        steps: [
            rich,
            {
                do: async (run) => {
                    const paths = ['/people', '/people/{ada.id}', '/people/{ada.id}/brief', '/people/{ada.id}/timeline', '/companies/{firm.id}', '/conversations?person={ada.id}', '/kinds', '/themes/{prices.id}?until=2024-02-01', '/tags/{tag.id}', '/members/{olga.id}', '/today?on=2024-01-01&from=2024-01-01T00:00:00Z&to=2024-01-02T00:00:00Z', '/facts', '/promises', '/quotes', '/changes', '/trash'];
                    const before = {};
                    for (const path of paths) {
                        before[path] = await run.ask(`GET ${path}`);
                        const again = await run.ask(`GET ${path}`, { send: { 'If-None-Match': `"other", ${before[path].headers.etag}` } });
                        run.expect(`${path} again`, { status: 304, length: 0, etag: before[path].headers.etag }, { status: again.status, length: again.bytes.length, etag: again.headers.etag });
                        const any = await run.ask(`GET ${path}`, { send: { 'If-None-Match': '*' } });
                        run.expect(`${path} with any tag`, 304, any.status);
                    }
                    await run.ask('POST /conversations', { body: { kind: 'walk', people: ['{ada.id}'], happened_at: '2024-01-01T12:00:00Z', body: '#prices\n\n> Yes.\n! fact\n[ ] promise\n' } });
                    for (const path of paths.filter((one) => one !== '/trash')) {
                        const after = await run.ask(`GET ${path}`, { send: { 'If-None-Match': before[path].headers.etag } });
                        const changed = after.status === 200 && JSON.stringify(after.json) !== before[path].text;
                        const told = after.status === 304 && (await run.ask(`GET ${path}`)).text === before[path].text;
                        if (!changed && !told && after.status !== 200)
                            run.fail(`${path} answers ${after.status}, and it has changed`);
                    }
                },
            },
        ],
    },
    {
        name: 'an answer is never told unchanged when it reads otherwise',
        steps: [
            rich,
            {
                do: async (run) => {
                    const paths = ['/people', '/people/{ada.id}', '/people/{bob.id}', '/people/{ada.id}/brief', '/companies', '/companies/{firm.id}', '/companies/{baltic.id}', '/conversations', '/conversations/{call.id}', '/conversations/{chat.id}', '/conversations/{call.id}/history', '/facts/{hers.id}', '/facts/{fact.id}', '/promises/{promise.id}', '/themes', '/themes/{prices.id}', '/tags/{tag.id}', '/tags/{vip.id}', '/kinds/{kind.id}', '/members/{rui.id}', '/members/{olga.id}', '/quotes', '/me', '/changes/2', '/today?on=2024-01-01&from=2024-01-01T00:00:00Z&to=2024-01-02T00:00:00Z'];
                    const acts = [
                        ['PATCH /people/{ada.id}', { name: 'Zoe' }], ['PATCH /companies/{firm.id}', { name: 'Pacific' }], ['PATCH /members/{rui.id}', { name: 'Rui C.' }],
                        ['PATCH /tags/{tag.id}', { name: 'late' }], ['PATCH /kinds/{kind.id}', { name: 'stroll' }], ['PATCH /themes/{prices.id}', { name: 'rates' }],
                        ['PATCH /people/{ada.id}', { company_id: '{baltic.id}' }], ['PATCH /people/{ada.id}', { tags: ['vip'] }], ['PATCH /conversations/{chat.id}', { people: ['{bob.id}'], kind: 'walk' }],
                        ['PATCH /facts/{hers.id}', { person_id: '{bob.id}' }], ['PATCH /promises/{promise.id}', { state: 'kept' }], ['POST /people/{ada.id}/rest'],
                        ['POST /conversations', { people: ['{bob.id}', '{ada.id}'], members: ['Rui C.'], body: '#rates #moving' }], ['POST /themes/{prices.id}/merge', { into: '{moving.id}' }],
                        ['POST /changes/2/undo'], ['PATCH /conversations/{call.id}', { body: 'None.', members: [] }], ['POST /facts', { person_id: '{ada.id}', text: 'x', conversation_id: '{call.id}' }],
                        ['DELETE /companies/{firm.id}'], ['POST /trash/{firm.id}/restore'], ['DELETE /people/{bob.id}'], ['POST /trash/{bob.id}/restore'], ['DELETE /conversations/{call.id}'], ['POST /trash/{call.id}/restore'], ['DELETE /tags/{tag.id}'],
                    ];
                    const read = {};
                    for (const path of paths)
                        read[path] = await run.ask(`GET ${path}`);
                    for (const [ask, body] of acts) {
                        const done = await run.ask(ask, { body });
                        for (const path of paths) {
                            const now = await run.ask(`GET ${path}`);
                            const same = now.text === read[path].text && now.status === read[path].status;
                            if (!same && now.headers.etag && now.headers.etag === read[path].headers.etag)
                                run.fail(`after ${ask} (${done.status}) ${path} reads otherwise under the same ETag ${now.headers.etag}`);
                            read[path] = now;
                        }
                    }
                },
            },
        ],
    },
    {
        name: 'what one scope may see is not told unchanged to another',
        steps: [
            { ask: 'GET /kinds', is: 200, keep: 'kinds' },
            { ask: 'GET /kinds', as: 'reader', send: { 'If-None-Match': '{kinds.$etag}' }, is: 200 },
        ],
    },
    {
        name: 'a page holds its place while people write',
        steps: [
            ...Array.from({ length: 6 }, (_, i) => ({ it: `person ${i}`, ask: 'POST /people', body: { name: `P${i * 2}` }, is: 201 })),
            { ask: 'GET /people?limit=3', is: 200, keep: 'first', has: { items: [{ name: 'P0' }, { name: 'P10' }, { name: 'P2' }] } },
            { it: 'somebody before', ask: 'POST /people', body: { name: 'A' }, is: 201 },
            { it: 'somebody behind', ask: 'POST /people', body: { name: 'P3' }, is: 201 },
            { ask: 'GET {first.next}', is: 200, has: { count: 8, items: [{ name: 'P3' }, { name: 'P4' }, { name: 'P6' }] } },
        ],
    },
    {
        name: 'a page goes on where it ended, also when the last of it has another name by now, or is gone',
        steps: [
            ...[['tags', 'name'], ['people', 'name'], ['companies', 'name'], ['kinds', 'position']].map(([list, key]) => ({
                it: list,
                do: async (run) => {
                    const names = ['b', 'd', 'f', 'h', 'j', 'l', 'n', 'p'];
                    const made = [];
                    for (const [i, name] of names.entries())
                        made.push(await run.ask(`POST /${list}`, { body: list === 'kinds' ? { name, position: 900 + i } : { name } }));
                    const at = async (address) => (await run.ask(`GET ${address}`)).json;
                    let page = await at(`/${list}?limit=2`);
                    while (page.items[1].name !== 'd')
                        page = await at(page.next);
                    await run.ask(`PATCH /${list}/${made[1].json.id}`, { body: key === 'name' ? { name: 'zz' } : { position: 999 } });
                    page = await at(page.next);
                    run.expect('behind one that moved away', ['f', 'h'], page.items.map((item) => item.name));
                    if (list === 'kinds')
                        return;
                    await run.ask(`DELETE /${list}/${made[3].json.id}`);
                    page = await at(page.next);
                    run.expect('behind one that is gone', ['j', 'l'], page.items.map((item) => item.name));
                    run.expect('and to the end', ['n', 'p'], (await at(page.next)).items.map((item) => item.name));
                },
            })),
        ],
    },
    {
        name: 'names that are long when they are compared have pages too',
        steps: [
            ...['a', 'b'].map((last) => ({ ask: 'POST /people', body: { name: `${'\ufdfa'.repeat(66)}${last}` }, is: 201 })),
            { ask: 'GET /people?limit=1', is: 200, keep: 'first', has: { items: [{ name: /a$/ }] } },
            { ask: 'GET {first.next}', is: 200, has: { next: null, items: [{ name: /b$/ }] } },
        ],
    },
    {
        name: 'every page has the count of the whole list, and a limit from 1 to 200',
        steps: [
            ...['0', '201', '-1', 'x', '1.5', '', '9999999999999999999'].map((limit) => ({ it: limit || 'nothing', ask: `GET /people?limit=${limit}`, is: 422, faults: ['limit'] })),
            { it: 'the most', ask: 'GET /people?limit=200', is: 200, has: { count: 0, more: false, next: null, items: [] } },
        ],
    },
    {
        name: 'counts and lists of one answer are of one moment while others write',
        steps: [
            rich,
            {
                do: async (run) => {
                    let writing = true;
                    const writer = (async () => {
                        for (let i = 0; i < 60; i++)
                            await run.ask('POST /conversations', { body: { people: ['{ada.id}'], body: `#prices ${i}\n! fact ${i}\n` } });
                        writing = false;
                    })();
                    let reads = 0;
                    while (writing) {
                        const [brief, list] = await Promise.all([run.ask('GET /people/{ada.id}/brief'), run.ask('GET /conversations?person={ada.id}&limit=200')]);
                        if (list.json.count !== list.json.items.length)
                            run.fail(`the list counts ${list.json.count} and has ${list.json.items.length}`);
                        const { facts, fact_count, person, themes } = brief.json;
                        const inBrief = themes.find((one) => one.name === 'prices')?.times.count ?? 0;
                        if (facts.length !== Math.min(5, fact_count.count) || inBrief > person.conversations.count)
                            run.fail(`a brief of two moments: ${facts.length} of ${fact_count.count} facts, ${inBrief} of ${person.conversations.count}`);
                        reads++;
                    }
                    await writer;
                    run.expect('somebody read meanwhile', true, reads > 0);
                    run.expect('all is there', { conversations: counts(63) }, (await run.ask('GET /people/{ada.id}')).json);
                },
            },
        ],
    },
    {
        name: 'moments are answered in UTC with milliseconds, and offsets are accepted',
        steps: [
            ['2024-01-01T10:00:00Z', '2024-01-01T10:00:00.000Z'], ['2024-01-01T10:00:00.5+02:00', '2024-01-01T08:00:00.500Z'], ['2024-01-01T00:00:00.123456789-05:30', '2024-01-01T05:30:00.123Z'],
            ['2024-02-29t23:59:59z', '2024-02-29T23:59:59.000Z'], ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'], ['1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
        ].map(([sent, told], i) => ({ it: sent, ask: 'POST /conversations', body: { people: [{ name: `P${i}` }], body: 'x', happened_at: sent }, is: 201, has: { happened_at: told } })),
    },
    {
        name: 'a moment in a query may have an offset, with its plus as it is',
        steps: [
            { ask: 'POST /conversations', body: { people: [{ name: 'Ada' }], body: 'x', happened_at: '2024-01-01T10:00:00Z' }, is: 201 },
            { ask: 'GET /conversations?from=2024-01-01T11:00:00+01:00', is: 200, has: { count: 1 } },
            { ask: 'GET /conversations?from=2024-01-01T11:00:00.001%2B01:00', is: 200, has: { count: 0 } },
            { it: 'a space is no plus', ask: 'GET /conversations?from=2024-01-01T11:00:00%2001:00', is: 422, faults: ['from'] },
        ],
    },
    {
        name: 'what an answer may be kept for is said, and where it may be shown',
        steps: [
            { ask: 'GET /kinds', is: 200, told: { 'Cache-Control': 'private, no-cache', 'X-Content-Type-Options': 'nosniff', 'Content-Security-Policy': /default-src 'none'/, 'Content-Type': 'application/json', Date: anything } },
            { it: 'a problem is never kept', ask: 'GET /people/x', is: 404, told: { 'Cache-Control': 'no-store', 'Content-Type': 'application/problem+json', 'X-Content-Type-Options': 'nosniff' } },
        ],
    },
];
