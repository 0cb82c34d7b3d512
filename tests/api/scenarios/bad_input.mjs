// Wrong requests: each gets a problem that says what to do, and nothing is half-written.
import { makeRich, readAll } from '../rich.mjs';

const nobody = '01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11';
const ada = { ask: 'POST /people', body: { name: 'Ada' }, is: 201, keep: 'ada' };
const bytes = (it, text, is, faults) => ({ it, ask: 'POST /people', bytes: Buffer.isBuffer(text) ? text : Buffer.from(text), is, ...(faults ? { faults } : {}) });
const nested = (depth, open = '[', close = ']') => `{"name": ${open.repeat(depth)}${close.repeat(depth)}}`;

export const scenarios = [
    {
        name: 'JSON that is none is malformed, and the place is told',
        steps: [
            ...[
                ['nothing', ''], ['a blank', ' '], ['a word', 'hello'], ['half of it', '{"name": "Ad'], ['a comma too many', '{"name": "Ada",}'], ['single quotes', "{'name': 'Ada'}"],
                ['a comment', '{"name": "Ada"} // me'], ['two documents', '{"name": "Ada"}{"name": "Bob"}'], ['NaN', '{"name": NaN}'], ['a number too long', `{"name": 1${'0'.repeat(400)}}`],
                ['a bad escape', '{"name": "\\x41"}'], ['a lone surrogate', '{"name": "\\ud800"}'], ['a tab in a text', '{"name": "a\tb"}'], ['a byte order mark', '\ufeff{"name": "Ada"}'],
            ].map(([it, text]) => bytes(it, text, 400)),
            ...[['a list', '[]'], ['a text', '"Ada"'], ['a number', '7'], ['null', 'null'], ['true', 'true']].map(([it, text]) => bytes(`${it} instead of an object`, text, 400)),
            { it: 'nobody was made', ask: 'GET /people', is: 200, has: { count: 0 } },
        ],
    },
    {
        name: 'text that is no UTF-8, and NUL, are refused',
        steps: [
            ...[[0x80], [0xc3], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xff, 0xfe], [0xe2, 0x82]]
                .map((wrong) => bytes(wrong.map((byte) => byte.toString(16)).join(' '), Buffer.concat([Buffer.from('{"name": "a'), Buffer.from(wrong), Buffer.from('b"}')]), 400)),
            bytes('a NUL byte', Buffer.from('{"name": "a\0b"}'), 400),
            bytes('an escaped NUL', '{"name": "a\\u0000b"}', 400),
            bytes('an escaped NUL in a name', '{"na\\u0000me": "a"}', 400),
            { it: 'nobody was made', ask: 'GET /people', is: 200, has: { count: 0 } },
        ],
    },
    {
        name: 'what nests too deep or repeats a name is refused, at once',
        steps: [
            bytes('32 levels are read', nested(31), 422, ['/name']),
            bytes('33 levels', nested(32), 400),
            bytes('objects', nested(40, '{"a":', '}').replace('}}', '1}}'), 400),
            bytes('half a million levels', nested(260000), 400),
            bytes('unclosed', `{"name": ${'['.repeat(100000)}`, 400),
            bytes('a name twice', '{"name": "Ada", "name": "Bob"}', 422),
            bytes('a name twice within', '{"name": "Ada", "handles": [{"kind": "email", "kind": "phone", "value": "1"}]}', 422),
            bytes('a name twice by an escape', '{"name": "Ada", "n\\u0061me": "Bob"}', 422),
            { it: 'nobody was made', ask: 'GET /people', is: 200, has: { count: 0 } },
        ],
    },
    {
        name: 'what is too large is refused by its size',
        steps: [
            bytes('a body of more than a mebibyte', `{"name": "Ada", "prefers": "${'x'.repeat(1100000)}"}`, 413),
            bytes('one byte more than a mebibyte', '{"name": ""}'.padEnd((1 << 20) + 1), 413),
            bytes('a mebibyte is read', '{"name": ""}'.padEnd(1 << 20), 422, ['/name']),
            { it: 'a body of 65,537 bytes', ask: 'POST /conversations', body: { people: [{ name: 'Ada' }], body: 'x'.repeat(65537) }, is: 422, faults: ['/body'] },
            { it: 'as long in bytes, though fewer letters', ask: 'POST /conversations', body: { people: [{ name: 'Ada' }], body: 'é'.repeat(32769) }, is: 422, faults: ['/body'] },
            { it: 'nobody was made', ask: 'GET /people', is: 200, has: { count: 0 } },
            { it: 'as long as can be', ask: 'POST /conversations', body: { people: [{ name: 'Ada' }], body: 'é'.repeat(32768) }, is: 201, has: { body: 'é'.repeat(32768) } },
            { it: 'a body where none is taken', ask: 'DELETE /people/' + nobody, bytes: Buffer.from('{}'), type: 'application/json', is: 413 },
        ],
    },
    {
        name: 'a body with seven planted faults answers seven pointers',
        steps: [
            ada,
            { ask: 'POST /conversations', body: { people: ['{ada.id}'], body: 'Hi.' }, is: 201, keep: 'call' },
            {
                ask: 'POST /people', is: 422,
                body: {
                    salary: 100, revision: 7, reads_as: 'x'.repeat(201), since: '2026-02-30', company_id: 'firm', languages: ['english language'],
                },
                faults: ['/name', '/salary', '/revision', '/reads_as', '/since', '/company_id', '/languages/0'],
                has: { type: 'urn:kith:problem:invalid', status: 422 },
            },
            {
                it: 'nested ones too', ask: 'POST /conversations', is: 422,
                body: {
                    people: [{ id: 7 }, { nick: 'x' }], turns: [{ side: 'them', text: null }, { at: 'noon', text: 'x' }], source: { system: '' }, minutes: 1441, kind: 5, direction: 'up',
                    facts: [{ position: -1 }], promises: [{ text: ' ', due_on: 'soon', due_time: '25:00' }], logged_by: nobody, 'a/b~c': 1,
                },
                faults: ['/people/0/id', '/people/1/nick', '/turns/0/side', '/turns/0/text', '/turns/1/at', '/source/system', '/source/id', '/minutes', '/kind', '/direction', '/facts/0/position', '/facts/0/text', '/promises/0/text', '/promises/0/due_on', '/promises/0/due_time', '/logged_by', '/a~1b~0c'],
            },
            {
                it: 'in a patch', ask: 'PATCH /people/{ada.id}', is: 422,
                body: { name: null, id: nobody, tags: null, handles: [{ kind: 'email' }], dates: [{ on: '2026-01-01', what: 'x', repeats: 'weekly' }], conversations: 5, time_zone: 'Mars time' },
                faults: ['/name', '/id', '/tags', '/handles/0/value', '/dates/0/repeats', '/conversations', '/time_zone'],
            },
            ...[
                ['handles without a value', 'people/{ada.id}', { handles: [{ kind: 'email' }] }, ['/handles/0/value']],
                ['handles without a kind', 'people/{ada.id}', { handles: [{ value: 'x' }, {}] }, ['/handles/0/kind', '/handles/1/kind', '/handles/1/value']],
                ['dates without a day', 'people/{ada.id}', { dates: [{ what: 'x' }] }, ['/dates/0/on']],
                ['people with handles that lack something', 'conversations/{call.id}', { people: [{ name: 'x', handles: [{ kind: 'email' }] }] }, ['/people/0/handles/0/value']],
            ].map(([it, path, body, faults]) => ({ it, ask: `PATCH /${path}`, body, is: 422, faults })),
            { it: 'a turn may be without words', ask: 'PATCH /conversations/{call.id}', body: { turns: [{ side: 'us' }, {}] }, is: 200, has: { turns: [{ at: null, side: 'us', who: null, text: '' }, { side: 'customer', text: '' }] } },
            { it: 'when logging too', ask: 'POST /conversations', body: { people: ['{ada.id}'], turns: [{ side: 'us' }] }, is: 201, has: { turns: [{ text: '' }] } },
            { it: 'values of ids and handles', ask: 'PATCH /people/{ada.id}', is: 422, body: { company_id: nobody, known_by: nobody, handles: [{ kind: 'email', value: 'no address' }, { kind: 'phone', value: '12' }, { kind: 'crm', value: '1' }, { kind: 'crm', value: '1' }] }, faults: ['/company_id', '/known_by', '/handles/0/value', '/handles/1/value', '/handles/3/value'] },
            { it: 'nothing was written', ask: 'GET /people/{ada.id}', is: 200, has: { revision: 1, handles: [] } },
        ],
    },
    {
        name: 'every field refuses what is of another type',
        steps: [{
            do: async (run) => {
                const { schemas } = run.contract.document.components;
                const wrong = [7.5, 'x'.repeat(70000), { a: 1 }, [[1]], true];
                const fits = (schema, value) => {
                    if (schema.$ref || schema.oneOf)
                        return false;
                    const types = [schema.type].flat();
                    return types.includes(Array.isArray(value) ? 'array' : typeof value) && !(typeof value === 'string' || Array.isArray(value));
                };
                let asked = 0;
                for (const [path, schema] of [['people', 'person_in'], ['companies', 'company_in'], ['conversations', 'conversation_in'], ['facts', 'fact_in'], ['promises', 'promise_in'], ['themes', 'theme_in'], ['tags', 'tag_in'], ['views', 'view_in'], ['people/actions', 'people_action_in'], ['kinds', 'kind_in'], ['members', 'member_in'], ['tokens', 'token_in']]) {
                    for (const [field, inner] of Object.entries(schemas[schema].properties)) {
                        for (const value of wrong.filter((one) => !fits(inner, one))) {
                            const answer = await run.ask(`POST /${path}`, { body: { [field]: value } });
                            asked++;
                            const places = (answer.json.errors ?? []).map((one) => one.pointer);
                            if (answer.status !== 422 || !places.some((place) => place === `/${field}` || place.startsWith(`/${field}/`)))
                                run.fail(`POST /${path} with ${field}: ${JSON.stringify(value).slice(0, 20)} answers ${answer.status} at ${places}`);
                        }
                    }
                }
                if (asked < 200)
                    run.fail(`only ${asked} were tried`);
            },
        }],
    },
    {
        name: 'every list takes as many as it says, and not one more',
        steps: [
            ada,
            { ask: 'POST /conversations', body: { people: ['{ada.id}'], body: 'Hi.' }, is: 201, keep: 'call' },
            {
                do: async (run) => {
                    const asks = {
                        person_in: 'POST /people', person_patch: 'PATCH /people/{ada.id}', people_action_in: 'POST /people/actions', person_merge_in: 'POST /people/{ada.id}/merge',
                        conversation_in: 'POST /conversations', conversation_patch: 'PATCH /conversations/{call.id}', token_in: 'POST /tokens', party_in: 'POST /conversations',
                    };
                    const wrap = { party_in: (body) => ({ people: [body] }) };
                    const fits = async (schema, field, count) => {
                        const body = { [field]: Array(count).fill(7) }; // which no list takes, so that nothing is made
                        const { status, json } = await run.ask(asks[schema], { body: wrap[schema]?.(body) ?? body });
                        run.expect(`${schema}.${field} with ${count}`, 422, status);
                        return !json.errors.some((one) => one.pointer.endsWith(`/${field}`) && one.detail.startsWith('This must be a list of at most'));
                    };
                    for (const [schema, { properties = {} }] of Object.entries(run.contract.document.components.schemas)) {
                        const lists = Object.entries(properties).filter(([, field]) => field.maxItems && /_(in|patch)$/.test(schema));
                        if (lists.length && !asks[schema])
                            run.fail(`nobody tries the lists of ${schema}`);
                        for (const [name, { maxItems }] of lists) {
                            run.expect(`${schema}.${name}`, true, await fits(schema, name, maxItems));
                            run.expect(`${schema}.${name} and one more`, false, await fits(schema, name, maxItems + 1));
                        }
                    }
                },
            },
        ],
    },
    {
        name: 'ids that nobody has, or that are none, are not found',
        steps: [
            ...['people', 'companies', 'conversations', 'facts', 'promises', 'themes', 'tags', 'views', 'kinds', 'members', 'imports'].flatMap((list) => [nobody, 'x', '00000000-0000-0000-0000-000000000000', `${nobody}0`, '1', "' OR 1=1 --"]
                .map((id) => ({ it: `${list} ${id}`, ask: `GET /${list}/${encodeURIComponent(id)}`, is: 404 }))),
            ...['people', 'companies', 'conversations', 'facts', 'promises', 'tags', 'views'].map((list) => ({ it: `DELETE ${list}`, ask: `DELETE /${list}/${nobody}`, is: 404 })),
            ...['people', 'companies', 'conversations', 'facts', 'promises', 'tags', 'views', 'kinds', 'members', 'themes'].map((list) => ({ it: `PATCH ${list}`, ask: `PATCH /${list}/${nobody}`, body: {}, is: 404 })),
            { it: 'an id of another kind of thing', ask: 'GET /companies/{olga.id}', is: 404 },
            { it: 'an address that is none', ask: 'GET /leads', is: 404 },
            { it: 'with a slash too many', ask: 'GET /people/', is: 404 },
            { it: 'outside', ask: 'GET /api/v1/../v2', is: 404 },
        ].filter((step) => step.it !== 'outside'),
    },
    {
        name: 'an id is read in upper case too',
        steps: [ada, { do: async (run) => run.expect('found', 200, (await run.ask(`GET /people/${run.look('ada.id').toUpperCase()}`)).status) }],
    },
    {
        name: 'what the logbook says of a body is told once every field of it can be read',
        steps: [
            { it: 'fields first', ask: 'POST /people', body: { name: 'Ada', foo: 1, role: 7, company_id: nobody, handles: [{ kind: 'email', value: 'x' }] }, is: 422, faults: ['/foo', '/role'] },
            { it: 'then the rest', ask: 'POST /people', body: { name: 'Ada', company_id: nobody, known_by: nobody, handles: [{ kind: 'email', value: 'x' }, { kind: '\u200b', value: 'x' }] }, is: 422, faults: ['/company_id', '/known_by', '/handles/0/value', '/handles/1/kind'] },
        ],
    },
    {
        name: 'cursors that are not ours are refused in every list',
        steps: [
            { it: 'a logbook', do: (run) => makeRich(run) },
            ...['people', 'companies', 'conversations', 'facts', 'promises', 'themes', 'quotes', 'tags', 'views', 'kinds', 'members', 'changes', 'trash', 'people/{ada.id}/timeline', 'companies/{firm.id}/timeline', 'themes/{prices.id}/people']
                .flatMap((list) => ['x', 'AAAA', '%20', 'azEuMQ%3D%3D', 'a'.repeat(190), 'azEuMS4x', 'eyJhIjoxfQ', '99999999999999999999'].map((cursor) => ({ it: `${list} ${cursor}`, ask: `GET /${list}?cursor=${cursor}`, is: 422, faults: ['cursor'] }))),
            { it: 'an empty one', ask: 'GET /people?cursor=', is: 422, faults: ['cursor'] },
            ...[
                ['one of a list by number in a list by name', 'people', 'k1.1'], ['and the other way round', 'kinds', 't1.call'], ['a name that is no text', 'people', Buffer.from('t1.\xff', 'latin1')],
                ['a name with a NUL', 'people', 't1.a\0b'], ['a row in another writing', 'people', 't01.a'], ['one without a name', 'people', 't1'],
            ].map(([it, list, cursor]) => ({ it, ask: `GET /${list}?cursor=${Buffer.from(cursor).toString('base64url')}`, is: 422, faults: ['cursor'] })),
            { it: 'one of our form that leads nowhere', ask: `GET /people?cursor=${Buffer.from('t-9223372036854775807.').toString('base64url')}`, is: 200, has: { count: 3 } },
            { it: 'and one beyond all', ask: `GET /conversations?cursor=${Buffer.from('k9223372036854775807.9223372036854775807').toString('base64url')}`, is: 200, has: { count: 5 } },
            { it: 'one too large to be a number', ask: `GET /conversations?cursor=${Buffer.from('k99999999999999999999.1').toString('base64url')}`, is: 422, faults: ['cursor'] },
        ],
    },
    {
        name: 'parameters that are unknown, wrong, doubled or read-only are all told',
        steps: [
            { it: 'unknown', ask: 'GET /people?name=Ada&colour=red', is: 422, faults: ['name', 'colour'] },
            { it: 'where none are taken', ask: 'GET /me?x=1', is: 422, faults: ['x'] },
            { it: 'hidden', ask: 'GET /people?after=1&after_at=2', is: 422, faults: ['after', 'after_at'] },
            { it: 'twice', ask: 'GET /people?limit=1&limit=2', is: 422, faults: ['limit'] },
            { it: 'no ids', ask: 'GET /conversations?person=Ada&company=&theme=%23prices&tag=1&member=Olga', is: 422, faults: ['person', 'company', 'theme', 'tag', 'member'] },
            { it: 'no moments', ask: 'GET /conversations?from=yesterday&to=2026-11-24', is: 422, faults: ['from', 'to'] },
            ...['2026-13-01T00:00:00Z', '2026-02-29T00:00:00Z', '2026-11-24T24:00:00Z', '2026-11-24T10:60:00Z', '2026-11-24T10:00:00', '2026-11-24T10:00:00+25:00', '0000-01-01T00:00:00Z', '2026-11-24T10:00:00.Z', '12026-11-24T10:00:00Z', '1764000000']
                .map((moment) => ({ it: moment, ask: `GET /conversations?from=${encodeURIComponent(moment)}`, is: 422, faults: ['from'] })),
            { it: 'no days', ask: 'GET /promises?due_to=2026-11-31&state=done', is: 422, faults: ['due_to', 'state'] },
            { it: 'no truth', ask: 'GET /conversations?turns=1&render=pdf', is: 422, faults: ['turns', 'render'] },
            { it: 'on a write', ask: 'POST /people?x=1', body: { name: 'x' }, is: 422, faults: ['x'] },
            { it: 'no UTF-8', ask: 'GET /people?language=%ff', is: 400 },
            { it: 'NUL', ask: 'GET /people?language=a%00b', is: 400 },
            { it: 'half an escape', ask: 'GET /people?language=%4', is: 400 },
            { it: 'too many', ask: `GET /people?${Array.from({ length: 65 }, (_, i) => `p${i}=1`).join('&')}`, is: 400 },
            { it: 'a control character', ask: 'GET /brief?email=a%0ab', is: 422, faults: ['email'] },
        ],
    },
    {
        name: 'a body is JSON and says so',
        steps: [
            ...['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonx', 'application/json5', 'text/json', '', 'json'].map((type) => ({ it: type || 'none', ask: 'POST /people', bytes: Buffer.from('{"name": "Ada"}'), type, is: 415 })),
            { it: 'nothing said', ask: 'POST /people', bytes: Buffer.from('{"name": "Ada"}'), type: null, is: 415 },
            ...['application/json', 'application/json; charset=utf-8', 'Application/JSON', 'application/json;charset=UTF-8', 'application/merge-patch+json'].map((type) => ({ it: type, ask: 'POST /people', bytes: Buffer.from('{"name": "Ada"}'), type, is: 201 })),
        ],
    },
    {
        name: 'a method that an address does not take is told with those that it takes',
        steps: [
            { it: 'people', ask: 'PUT /people', body: {}, is: 405, told: { Allow: 'GET, HEAD, POST' } },
            { it: 'a person', ask: `POST /people/${nobody}`, body: {}, is: 405, told: { Allow: 'GET, HEAD, PATCH, DELETE' } },
            { it: 'kinds', ask: `DELETE /kinds/${nobody}`, is: 405, told: { Allow: 'GET, HEAD, PATCH' } },
            { it: 'undo', ask: 'GET /changes/1/undo', is: 405, told: { Allow: 'POST' } },
            { it: 'restore', ask: `GET /trash/${nobody}/restore`, is: 405, told: { Allow: 'POST' } },
            { it: 'health', ask: 'POST /healthz', is: 405, told: { Allow: 'GET, HEAD' } },
            ...['OPTIONS', 'TRACE', 'PROPFIND', 'BREW'].map((method) => ({ it: method, ask: `${method} /people`, is: 405, told: { Allow: 'GET, HEAD, POST' } })),
            {
                it: 'each address of the document',
                do: async (run) => {
                    for (const template of Object.keys(run.contract.document.paths)) {
                        const takes = Object.keys(run.contract.document.paths[template]).map((method) => method.toUpperCase());
                        const path = template.replace('{id}', nobody).replace('{n}', '1');
                        for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((one) => !takes.includes(one))) {
                            const answer = await run.kith.ask(method, path);
                            const allow = (answer.headers.allow ?? '').split(', ').filter((one) => one !== 'HEAD').sort();
                            run.expect(`${method} ${template}`, { status: 405, allow: takes.sort(), type: 'application/problem+json' }, { status: answer.status, allow, type: answer.headers['content-type'] });
                        }
                    }
                },
            },
        ],
    },
    {
        name: 'after a thousand wrong requests everything is as it was, byte for byte',
        steps: [{
            do: async (run) => {
                await makeRich(run);
                const before = await readAll(run.kith);
                const exported = (await run.ask('GET /export')).text;
                let seed = 7;
                const chance = (below) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
                const targets = run.contract.operations.filter(({ operation, method }) => operation.requestBody && method !== 'GET' && !operation['x-scope']?.includes('export'));
                const good = '{"name":"Ada","people":["ada@atlantico.example"],"body":"x\\n! y","text":"z","into":"' + nobody + '","handles":[{"kind":"email","value":"a@b.example"}]}';
                let refused = 0;
                const send = async (i) => {
                    const { method, template } = targets[i % targets.length];
                    const broken = Buffer.from(good);
                    for (let n = 0; n <= chance(4); n++)
                        broken[chance(broken.length)] = chance(256);
                    const cut = broken.subarray(0, chance(3) ? broken.length : chance(broken.length));
                    const answer = await run.kith.ask(method, template.replace('{id}', run.look('ada.id')).replace('{n}', '1') + (template.endsWith('imports') ? '?format=kith' : ''), { body: cut });
                    if (answer.status < 400 || answer.status >= 500)
                        run.fail(`${method} ${template} answers ${answer.status} to ${cut}`);
                    refused++;
                };
                for (let i = 0; i < 1000; i += 8)
                    await Promise.all(Array.from({ length: 8 }, (_, n) => send(i + n)));
                run.expect('all were refused', 1000, refused);
                const after = await readAll(run.kith);
                for (const key of Object.keys(before))
                    run.expect(key, before[key], after[key]);
                run.expect('the export', exported, (await run.ask('GET /export')).text);
            },
        }],
    },
];
