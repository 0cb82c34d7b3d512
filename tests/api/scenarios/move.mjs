// The way out and in again: export as lines and as one document, import into an empty Kith.
import { createHash } from 'node:crypto';

import { absent, anything, id, matcher, moment, not } from '../match.mjs';
import { checkNumbers } from '../numbers.mjs';
import { makeRich, readAll } from '../rich.mjs';

const rich = { it: 'a logbook', do: (run) => makeRich(run) };

async function exported(run, query = '', on = run.kith) {
    const answer = await run.ask(`GET /export${query}`, { on });
    if (answer.status !== 200)
        run.fail(`the export answers ${answer.status}: ${answer.text}`);
    return answer;
}

const linesOf = (text) => text.trimEnd().split('\n').map((line) => JSON.parse(line));
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

// Sends a file and reads on until it is done or has failed. Gives the import as it is then.
async function importInto(run, kith, file) {
    const sent = await run.ask('POST /imports?format=kith', { bytes: Buffer.from(file), type: 'application/x-ndjson', on: kith });
    if (sent.status !== 202)
        return sent;
    let answer = sent;
    const late = Date.now() + 60000;
    while (['waiting', 'running'].includes(answer.json.state)) {
        if (Date.now() > late)
            run.fail(`the import is ${answer.text} after a minute`);
        answer = await run.ask(`GET ${sent.headers.location}`, { on: kith });
    }
    return answer;
}

// The same file with another line in it and an end line that fits.
function altered(file, change) {
    const lines = file.trimEnd().split('\n');
    const changed = change(lines.slice(0, -1).map((line) => JSON.parse(line)));
    const text = changed.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n') + '\n';
    const end = JSON.parse(lines.at(-1));
    for (const kind of Object.keys(end.end.counts))
        end.end.counts[kind] = changed.filter((line) => line[kind]).length;
    end.end.sha256 = sha256(text);
    return text + JSON.stringify(end) + '\n';
}

// Themes that came up as often as each other are told in no promised order.
function sortThemes(all) {
    const byId = (a, b) => (a.id < b.id ? -1 : 1);
    for (const [key, value] of Object.entries(all)) {
        if (key.startsWith('themes'))
            value.sort(byId);
        value?.themes?.sort(byId);
    }
}

export const scenarios = [
    {
        name: 'an export is one object a line, with a head and an end that proves what is before it',
        steps: [
            rich,
            { ask: 'DELETE /facts/{hers.id}', is: 204 },
            { ask: 'PATCH /conversations/{chat.id}', body: { body: 'Another.' }, is: 200 },
            {
                do: async (run) => {
                    const answer = await exported(run, '?format=ndjson');
                    run.expect('its headers', { 'content-type': 'application/x-ndjson', 'content-disposition': 'attachment; filename="kith.ndjson"', 'cache-control': 'no-store' }, answer.headers);
                    run.expect('without a format the same', answer.text, (await exported(run)).text);
                    const lines = linesOf(answer.text);
                    const highest = (await run.ask('GET /changes?limit=1')).json.items[0].number;
                    run.expect('the head', { kith_export: { format: 1, schema: anything, highest_change: highest, since: absent } }, lines[0]);
                    const order = ['company', 'member', 'tag', 'kind', 'theme', 'person', 'conversation', 'version', 'fact', 'promise', 'view'];
                    const kinds = lines.slice(1, -1).map((line) => Object.keys(line)[0]);
                    const places = kinds.map((kind) => order.indexOf(kind));
                    run.expect('its order of kinds', places, [...places].sort((a, b) => a - b));
                    const counted = Object.fromEntries(order.map((kind) => [kind, kinds.filter((one) => one === kind).length]));
                    const before = answer.text.slice(0, answer.text.trimEnd().lastIndexOf('\n') + 1);
                    run.expect('the end', { end: { counts: counted, sha256: sha256(before) } }, lines.at(-1));
                    run.expect('what was counted', { company: 2, member: 2, tag: 2, kind: 9, person: 3, conversation: 5, fact: 4, promise: 4 }, counted);
                    const ids = order.filter((kind) => kind !== 'version').every((kind) => {
                        const all = lines.filter((line) => line[kind]).map((line) => line[kind].id);
                        return all.join() === [...all].sort().join();
                    });
                    run.expect('each kind by id', true, ids);
                },
            },
        ],
    },
    {
        name: 'an export as one JSON document holds the same records',
        steps: [
            rich,
            {
                do: async (run) => {
                    const lines = linesOf((await exported(run)).text);
                    const answer = await exported(run, '?format=json');
                    run.expect('its headers', { 'content-type': 'application/json', 'content-disposition': 'attachment; filename="kith.json"' }, answer.headers);
                    const document = JSON.parse(answer.text);
                    run.expect('the head', lines[0].kith_export, document.kith_export);
                    const plurals = Object.entries(document).filter(([, value]) => Array.isArray(value));
                    const records = plurals.flatMap(([, value]) => value);
                    run.expect('the records', lines.slice(1, -1).map((line) => Object.values(line)[0]), records);
                    run.expect('the counts', lines.at(-1).end.counts, document.end.counts);
                },
            },
        ],
    },
    {
        name: 'since= gives what changed after a number, and what is gone',
        steps: [
            rich,
            { ask: 'POST /people', body: { name: 'Kim' }, is: 201, keep: 'kim' },
            { ask: 'GET /changes?limit=1', is: 200, keep: 'before' },
            { ask: 'PATCH /people/{ada.id}', body: { place: 'Rome' }, is: 200 },
            { ask: 'POST /facts', body: { person_id: '{bob.id}', text: 'new' }, is: 201, keep: 'new' },
            { ask: 'POST /changes/{kim.$change}/undo', is: 200 },
            { ask: 'DELETE /conversations/{note.id}', is: 204 },
            { ask: 'PATCH /views/{ours.id}', body: { everyone: false }, is: 200 },
            { ask: 'DELETE /views/{mine.id}', is: 204 },
            {
                do: async (run) => {
                    const since = run.look('before.items')[0].number;
                    const lines = linesOf((await exported(run, `?since=${since}`)).text);
                    run.expect('the head', { since }, lines[0].kith_export);
                    const told = lines.slice(1, -1).map((line) => [Object.keys(line)[0], Object.values(line)[0].id]);
                    run.expect('what changed', [
                        ['person', run.look('ada.id')], ['conversation', run.look('note.id')], ['version', undefined], ['fact', run.look('new.id')], ['view', run.look('ours.id')], ['gone', run.look('kim.id')], ['gone', run.look('mine.id')],
                    ], told);
                    run.expect('one in the trash says so', { trashed_at: anything }, lines.find((line) => line.conversation).conversation);
                    const newest = (await run.ask('GET /changes?limit=1')).json.items[0].number;
                    run.expect('since the end nothing', 2, linesOf((await exported(run, `?since=${newest}`)).text).length);
                    run.expect('since what has not been', 422, (await run.ask(`GET /export?since=${newest + 1}`)).status);
                },
            },
        ],
    },
    {
        name: 'a partial export tells what an undo has taken away',
        steps: [
            ...['companies', 'members', 'tags', 'kinds', 'themes', 'people', 'views'].map((list) => ({ ask: `POST /${list}`, body: { name: 'new' }, is: 201, keep: list })),
            {
                do: async (run) => {
                    const lists = ['companies', 'members', 'tags', 'kinds', 'themes', 'people', 'views'];
                    const since = run.look('views.$change');
                    for (const list of lists)
                        await run.ask(`POST /changes/${run.look(`${list}.$change`)}/undo`);
                    const lines = linesOf((await exported(run, `?since=${since}`)).text);
                    const gone = lines.slice(1, -1).map((line) => line.gone);
                    run.expect('what is gone', ['company', 'member', 'tag', 'kind', 'theme', 'person', 'view'].map((kind, i) => ({ kind, id: run.look(`${lists[i]}.id`) })), gone);
                },
            },
        ],
    },
    {
        name: 'an export that was imported is exported again with the same bytes, and reads the same',
        steps: [
            rich,
            { ask: 'PATCH /conversations/{chat.id}', body: { body: 'Second.\n' }, is: 200 },
            { ask: 'PATCH /conversations/{chat.id}', body: { body: 'Third.\n', kind: 'visit' }, is: 200 },
            { ask: 'POST /themes/{prices.id}/merge', body: { into: '{costs.id}' }, is: 200 },
            { ask: 'PATCH /themes/{moving.id}', body: { name: 'the-move' }, is: 200 },
            { ask: 'POST /people/{ada.id}/rest', is: 200 },
            { ask: 'POST /people', body: { name: 'Bobby', tags: ['vip'] }, is: 201, keep: 'bobby' },
            { ask: 'POST /people/{bobby.id}/merge', body: { other: '{bob.id}', take: ['name'] }, is: 200, keep: 'merged' },
            { ask: 'DELETE /people/{eve.id}', is: 204 },
            { ask: 'DELETE /promises/{promise.id}', is: 204 },
            { ask: 'DELETE /companies/{baltic.id}', is: 204 },
            { ask: 'PATCH /members/{rui.id}', body: { state: 'left' }, is: 200 },
            {
                do: async (run) => {
                    const file = (await exported(run)).text;
                    const other = await run.another('Sam');
                    const done = await importInto(run, other, file);
                    const records = file.trimEnd().split('\n').length - 2;
                    run.expect('the import', { state: 'done', format: 'kith', fault: null, rows: records, done_rows: records, created_at: moment, ended_at: moment, id }, done.json);
                    const again = (await exported(run, '', other)).text;
                    if (again !== file) {
                        const ours = file.split('\n'), theirs = again.split('\n');
                        const at = ours.findIndex((line, i) => line !== theirs[i]);
                        run.fail(`line ${at + 1} was ${ours[at]} and came back as ${theirs[at]}`);
                    }
                    const before = await readAll(run.kith), after = await readAll(other);
                    for (const all of [before, after])
                        sortThemes(all);
                    for (const key of Object.keys(before)) {
                        const shared = { members: (one) => one.name !== 'Sam', views: (one) => one.everyone }[key] ?? (() => true);
                        const those = (all) => (Array.isArray(all[key]) ? all[key].filter(shared) : all[key]);
                        run.expect(key, those(before), those(after));
                    }
                    const history = (kith) => run.ask('GET /conversations/{chat.id}/history', { on: kith });
                    const [ours, theirs] = [(await history(run.kith)).json, (await history(other)).json];
                    run.expect('the history', ours.items.map(({ number, body, at, kind }) => ({ number, body, at, kind })), theirs.items);
                    const numbers = await checkNumbers(other);
                    run.expect('its numbers', [], numbers.wrong);
                    run.expect('who was merged', { id: run.look('bobby.id'), name: 'Bob' }, (await run.ask('GET /people/{bob.id}', { on: other })).json);
                    run.expect('for good', { status: 404, json: { detail: `There is no change ${run.look('merged.$change')}.` } }, await run.ask('POST /changes/{merged.$change}/undo', { on: other }));
                    const highest = linesOf(file)[0].kith_export.highest_change;
                    const made = await run.ask('POST /people', { body: { name: 'New' }, on: other });
                    run.expect('changes go on behind those of the file', matcher(`above ${highest}`, (number) => Number(number) > highest), made.headers['kith-change']);
                },
            },
        ],
    },
    {
        name: 'a member who is there already takes the id of the file, and their token goes on',
        steps: [
            rich,
            {
                do: async (run) => {
                    const file = (await exported(run)).text;
                    const other = await run.another('Olga');
                    const before = (await run.ask('GET /me', { on: other })).json;
                    run.expect('the import', { state: 'done' }, (await importInto(run, other, file)).json);
                    const after = (await run.ask('GET /me', { on: other })).json;
                    run.expect('the same token', { id: run.look('olga.id'), name: 'Olga', role: before.role }, after);
                    run.expect('and nobody twice', { count: 2 }, (await run.ask('GET /members', { on: other })).json);
                },
            },
        ],
    },
    {
        name: 'a Kith that is not empty takes no export in',
        steps: [
            rich,
            {
                do: async (run) => {
                    const file = (await exported(run)).text;
                    run.expect('with everything', 409, (await importInto(run, run.kith, file)).status);
                    for (const [path, body] of [['/people', { name: 'Ada' }], ['/companies', { name: 'Firm' }]]) {
                        const other = await run.another();
                        await run.ask(`POST ${path}`, { body, on: other });
                        run.expect(`with one of ${path}`, 409, (await importInto(run, other, file)).status);
                    }
                },
            },
            { it: 'nothing of it stays', ask: 'GET /people', is: 200, has: { count: 3 } },
        ],
    },
    {
        name: 'a file with a fault fails whole, says where, and leaves nothing behind',
        steps: [
            rich,
            {
                do: async (run) => {
                    const file = (await exported(run)).text;
                    const lines = file.trimEnd().split('\n');
                    const nobody = '01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11';
                    const files = {
                        'an empty file': '',
                        'no JSON': 'hello\n',
                        'no head': lines.slice(1).join('\n') + '\n',
                        'no end': lines.slice(0, -1).join('\n') + '\n',
                        'a cut last line': file.slice(0, -5),
                        'a line behind the end': file + lines[1] + '\n',
                        'a line less': [...lines.slice(0, 3), ...lines.slice(4)].join('\n') + '\n',
                        'a byte changed': file.replace('Atlântico', 'Atlantico'),
                        'a newer format': altered(file, (all) => [{ kith_export: { ...all[0].kith_export, format: 99 } }, ...all.slice(1)]),
                        'a partial export': (await exported(run, '?since=3')).text,
                        'an unknown kind of line': altered(file, (all) => [...all, { wish: { id: nobody } }]),
                        'an unknown field': altered(file, (all) => all.map((line) => (line.person ? { person: { ...line.person, salary: 1 } } : line))),
                        'a missing field': altered(file, (all) => all.map((line) => (line.person ? { person: { ...line.person, name: undefined } } : line))),
                        'somebody unknown': altered(file, (all) => all.map((line) => (line.promise ? { promise: { ...line.promise, person_id: nobody } } : line))),
                        'a kind nobody has': altered(file, (all) => all.map((line) => (line.conversation ? { conversation: { ...line.conversation, kind_id: nobody } } : line))),
                        'the same record twice': altered(file, (all) => all.flatMap((line) => (line.company ? [line, line] : [line]))),
                        'kinds in another order': altered(file, (all) => [all[0], ...all.slice(1).reverse()]),
                        'two members of one object': altered(file, (all) => all.map((line, i) => (i === 1 ? { ...line, tag: { id: nobody } } : line))),
                        'a number where a text belongs': altered(file, (all) => all.map((line) => (line.fact ? { fact: { ...line.fact, text: 7 } } : line))),
                    };
                    const other = await run.another('Sam');
                    const empty = await readAll(other);
                    const blank = (await exported(run, '', other)).text;
                    const seen = new Set();
                    for (const [says, bytes] of Object.entries(files)) {
                        const answer = await importInto(run, other, bytes);
                        if (answer.status >= 400) {
                            seen.add('refused');
                            continue;
                        }
                        run.expect(says, { state: 'failed', fault: /^\S.*\.$/su, ended_at: moment }, answer.json);
                        for (const [key, value] of Object.entries(await readAll(other)))
                            run.expect(`${says}: ${key}`, empty[key], value);
                        run.expect(`${says}: exported again`, blank, (await exported(run, '', other)).text);
                    }
                    run.expect('and the good file still goes in', { state: 'done' }, (await importInto(run, other, file)).json);
                    run.expect('whole', file, (await exported(run, '', other)).text);
                },
            },
        ],
    },
    {
        name: 'what was refused as nameless, and what a text had captured, never stop a move',
        steps: [
            rich,
            { ask: 'POST /conversations', body: { people: [{ name: '  ' }], body: 'Hi.' }, is: 422, faults: ['/people/0/name'] },
            { ask: 'PATCH /conversations/{chat.id}', body: { people: [{ name: '' }] }, is: 422, faults: ['/people/0/name'] },
            { ask: 'POST /tokens', body: { name: 'x', member_name: ' ' }, is: 422, faults: ['/member_name'] },
            { ask: 'POST /people', body: { name: 'x', handles: [{ kind: '\u200b', value: 'x' }] }, is: 422, faults: ['/handles/0/kind'] },
            { ask: 'POST /conversations', body: { people: [{ name: 'Nora', handle: 'CRM :9' }], body: '! likes\ttea\n[ ] call\tback by once it\tships\n> Well — @Olga' }, is: 201 },
            {
                do: async (run) => {
                    const file = (await exported(run)).text;
                    const other = await run.another('Sam');
                    run.expect('the import', { state: 'done', fault: null }, (await importInto(run, other, file)).json);
                    run.expect('exported again', file, (await exported(run, '', other)).text);
                },
            },
        ],
    },
    {
        name: 'an import says how far it is, and a reader with an old ETag is told of it',
        steps: [
            rich,
            {
                do: async (run) => {
                    const file = (await exported(run)).text;
                    const other = await run.another('Sam');
                    const sent = await run.ask('POST /imports?format=kith', { bytes: Buffer.from(file), type: 'application/x-ndjson', on: other, send: { 'Idempotency-Key': 'once' } });
                    run.expect('sent', { status: 202, location: `/api/v1/imports/${sent.json.id}` }, { status: sent.status, location: sent.headers.location });
                    const people = await run.ask('GET /people', { on: other });
                    const first = await run.ask(`GET ${sent.headers.location}`, { on: other });
                    let now = first;
                    while (['waiting', 'running'].includes(now.json.state))
                        now = await run.ask(`GET ${sent.headers.location}`, { on: other });
                    run.expect('the import', { state: 'done' }, now.json);
                    if (first.json.state !== 'done')
                        run.expect('another ETag', not(first.headers.etag), now.headers.etag);
                    if (people.json.count === 0) {
                        const read = await run.ask('GET /people', { on: other, send: { 'If-None-Match': people.headers.etag } });
                        run.expect('lists are read anew', 200, read.status);
                    }
                    run.expect('nobody twice', { count: 3 }, (await run.ask('GET /people', { on: other })).json);
                },
            },
        ],
    },
    {
        name: 'an import sent again with its key is told again, and with another file refused',
        steps: [
            rich,
            {
                do: async (run) => {
                    const file = (await exported(run)).text;
                    const other = await run.another('Sam');
                    const send = (bytes) => run.ask('POST /imports?format=kith', { bytes, type: 'application/x-ndjson; charset=utf-8', on: other, send: { 'Idempotency-Key': 'once' } });
                    const first = await send(file);
                    run.expect('sent', 202, first.status);
                    run.expect('sent again', { status: 202, json: { id: first.json.id }, headers: { 'idempotency-replayed': 'true' } }, await send(file));
                    run.expect('another file', { status: 422, json: { type: 'urn:kith:problem:invalid' } }, await send(file.replace('Ada', 'Eva')));
                    run.expect('no file', 422, (await send('')).status);
                    let now = first;
                    while (['waiting', 'running'].includes(now.json.state))
                        now = await run.ask(`GET ${first.headers.location}`, { on: other });
                    run.expect('the first one', { state: 'done' }, now.json);
                },
            },
        ],
    },
    {
        name: 'exports and imports refuse what they do not know',
        steps: [
            { it: 'a format', ask: 'GET /export?format=xml', is: 422, faults: ['format'] },
            { it: 'a number', ask: 'GET /export?since=-1', is: 422, faults: ['since'] },
            { it: 'a parameter', ask: 'GET /export?kind=person', is: 422, faults: ['kind'] },
            { it: 'an import without a format', ask: 'POST /imports', bytes: '', type: 'application/x-ndjson', is: 422, faults: ['format'] },
            { it: 'an import of another format', ask: 'POST /imports?format=csv', bytes: 'a,b\n', type: 'text/csv', is: 422, faults: ['format'] },
            ...['application/json', 'text/plain', 'application/x-ndjsonl'].map((type) => ({ it: type, ask: 'POST /imports?format=kith', bytes: '{}\n', type, is: 415 })),
            { it: 'no such import', ask: 'GET /imports/01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11', is: 404 },
        ],
    },
    {
        name: 'a file that leaves nobody an owner is refused, and a role that changes by a file ends tokens',
        steps: [
            { ask: 'POST /tokens', body: { member_name: 'Rui', name: 'x' }, is: 201, keep: 'rui' },
            { ask: 'POST /conversations', as: '{rui.secret}', body: { people: [{ name: 'Ada' }], body: 'Hi.' }, is: 201 },
            { ask: 'POST /conversations', body: { people: [{ name: 'Ada' }], body: 'Hi again.' }, is: 201 },
            {
                do: async (run) => {
                    const kith = await run.another();
                    const his = await kith.token('Rui', 'read,write');
                    const file = (await exported(run)).text;
                    const as = (name, role) => altered(file, (lines) => lines.map((line) => (line.member?.name === name ? { member: { ...line.member, role } } : line)));
                    // While she is no owner by the file, she may not ask about it.
                    const sent = await run.ask('POST /imports?format=kith', { bytes: Buffer.from(as('Olga', 'reader')), type: 'application/x-ndjson', on: kith });
                    let failed = sent;
                    for (const late = Date.now() + 20000; failed.status === 403 || ['waiting', 'running'].includes(failed.json.state);) {
                        failed = await kith.ask('GET', sent.headers.location);
                        if (Date.now() > late)
                            run.fail(`the import is ${failed.text}`);
                    }
                    run.expect('nobody an owner', { state: 'failed', fault: /nobody who is an owner/ }, failed.json);
                    const members = (await run.ask('GET /members', { on: kith })).json.items;
                    run.expect('Olga is one still', { name: 'Olga', role: 'owner' }, members.find((one) => one.name === 'Olga'));
                    const taken = await importInto(run, kith, as('Rui', 'reader'));
                    run.expect('taken', { state: 'done' }, taken.json);
                    run.expect('his token has ended', 401, (await kith.ask('GET', '/api/v1/me', { token: his })).status);
                },
            },
        ],
    },
];
