// Who may do what: every route, for every kind of caller, with ids that are there, missing, in the trash
// or somebody else's, in path, query and body. What is expected is written by hand below; a route that
// is not in the table fails.
//     KITH_BIN=build/dev/kith node tests/api/who.mjs
import http from 'node:http';

import { command, Kith } from '../support/kith.mjs';
import { refusedUses, table } from './who_table.mjs';

const PASSWORD = 'four brass lamps shine';
const MISSING = '01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11';
const wrong = [];
let cells = 0;

function cell(says, holds, told = '') {
    cells++;
    if (!holds)
        wrong.push(`${says}${told && `: ${told}`}`);
}

let looked = 0;

// What every answer bears, whatever it is.
const borne = {
    'x-content-type-options': /^nosniff$/, 'referrer-policy': /^no-referrer$/, 'cross-origin-resource-policy': /^same-origin$/,
    'content-security-policy': /^default-src 'none'; frame-ancestors 'none'$/, 'cache-control': /^(no-store|private, no-cache)$/,
};
function hardened({ headers, statusCode }) {
    const lacking = Object.entries(borne).filter(([name, value]) => !value.test(headers[name] ?? '')).map(([name]) => name);
    if (lacking.length)
        return `without ${lacking.join(', ')}`;
    if (statusCode >= 400 && (headers['cache-control'] !== 'no-store' || headers['content-type'] !== 'application/problem+json'))
        return 'as if it were no problem';
    return headers['access-control-allow-origin'] || headers.server ? 'more than it must' : null;
}

class World {
    constructor(kith) {
        this.kith = kith;
        this.origin = `http://127.0.0.1:${kith.port}`;
        this.agent = new http.Agent({ keepAlive: true });
        this.count = 0;
    }

    // One request by a caller; `body` undefined sends none, a text is sent as NDJSON.
    send(caller, method, target, body) {
        const bytes = body === undefined ? null : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
        const type = typeof body === 'string' ? 'application/x-ndjson'
            : method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
        const headers = { Host: new URL(this.origin).host, ...caller.headers };
        if (bytes)
            Object.assign(headers, { 'Content-Type': type, 'Content-Length': bytes.length });
        const place = caller.host ? { socketPath: `${this.kith.data}/kith.sock` } : { host: '127.0.0.1', port: this.kith.port, agent: this.agent };
        return new Promise((resolve, reject) => {
            const request = http.request({ ...place, method, path: target, headers }, (response) => {
                const parts = [];
                response.on('data', (part) => parts.push(part));
                response.on('end', () => {
                    looked++;
                    const missing = hardened(response);
                    if (missing)
                        wrong.push(`${method} ${target} answers ${response.statusCode} ${missing}`);
                });
                response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text: Buffer.concat(parts).toString() }));
                response.on('error', reject);
            });
            request.on('error', reject);
            request.end(bytes ?? undefined);
        });
    }

    async must(caller, method, path, body) {
        const answer = await this.send(caller, method, `/api/v1${path}`, body);
        if (answer.status >= 300)
            throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
        return { json: answer.text ? JSON.parse(answer.text) : null, headers: answer.headers };
    }

    // A member with a password, in a browser.
    async member(role, name = `${role}${++this.count}`) {
        const email = `${name}@team.example`;
        const member = (await this.must(this.host, 'POST', '/members', { name, email, role })).json;
        const link = (await this.must(this.host, 'POST', `/members/${member.id}/link`)).json;
        const used = await this.must({ headers: {} }, 'POST', '/links/use', { secret: link.url.split('#')[1], password: PASSWORD });
        const cookie = used.headers['set-cookie'].map((line) => line.split(';')[0]).join('; ');
        return { id: member.id, email, session: used.json.id, cookie, headers: { Cookie: cookie, Origin: this.origin, 'Sec-Fetch-Site': 'same-origin' } };
    }

    async token(member, scopes, more = {}) {
        const made = (await this.must(this.host, 'POST', '/tokens', { member_id: member, name: 'x', scopes, ...more })).json;
        return { id: made.id, headers: { Authorization: `Bearer ${made.secret}` } };
    }

    async open() {
        this.host = { host: true, headers: {} };
        this.owner = await this.member('owner');
        const left = await this.member('owner');
        const gone = await this.token(left.id, ['read', 'write', 'export', 'admin']);
        await this.must(this.host, 'PATCH', `/members/${left.id}`, { state: 'left' });
        const ended = await this.member('owner');
        await this.must(this.host, 'DELETE', `/sessions/${ended.session}`);
        const withdrawn = await this.token(this.owner.id, ['read', 'write', 'export', 'admin']);
        await this.must(this.host, 'DELETE', `/tokens/${withdrawn.id}`);
        const expired = await this.token(this.owner.id, ['read', 'write', 'export', 'admin'], { expires_at: new Date(Date.now() + 250).toISOString() });
        await new Promise((resolve) => setTimeout(resolve, 300));
        const all = ['read', 'write', 'export', 'admin'];
        this.callers = {
            0: { says: 'nobody', headers: {} },
            t: { says: 'a wrong token', headers: { Authorization: `Bearer kith_${'A'.repeat(43)}` } },
            E: { says: 'an expired token', ...expired },
            W: { says: 'a withdrawn token', ...withdrawn },
            d: { says: 'the token of one who left', ...gone },
            D: { says: 'the session of one who left', ...left },
            S: { says: 'an ended session', ...ended },
            x: { says: 'an owner’s cookie from another site', headers: { Cookie: this.owner.cookie, Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' } },
            y: { says: 'an owner’s cookie from a frame without origin', headers: { Cookie: this.owner.cookie, Origin: 'null', 'Sec-Fetch-Site': 'cross-site' } },
            n: { says: 'an owner’s cookie that tells no origin', headers: { Cookie: this.owner.cookie } },
            r: { says: 'a token that reads', ...await this.token(this.owner.id, ['read']) },
            w: { says: 'a token that writes', ...await this.token(this.owner.id, ['read', 'write']) },
            e: { says: 'a token that exports', ...await this.token(this.owner.id, ['export']) },
            a: { says: 'a token that administers', ...await this.token(this.owner.id, ['admin']) },
            R: { says: 'a reader', ...await this.member('reader') },
            M: { says: 'a member', ...await this.member('member') },
            O: { says: 'an owner', ...this.owner },
            H: { says: 'the host', ...this.host },
        };
        this.all = { says: 'everything', ...await this.token(this.owner.id, all) };
        this.other = await this.member('member');
    }

    // Something fresh of a kind: {id}. What belongs to somebody belongs to `whose`.
    async make(kind, whose) {
        const name = `thing ${++this.count}`;
        const post = async (path, body, caller = this.all) => (await this.must(caller, 'POST', path, body)).json;
        switch (kind) {
        case 'person': return post('/people', { name });
        case 'company': return post('/companies', { name });
        case 'conversation': return post('/conversations', { people: [{ name }], body: 'Hello #word.' });
        case 'fact': return post('/facts', { person_id: (await this.make('person')).id, text: name });
        case 'promise': return post('/promises', { person_id: (await this.make('person')).id, text: name });
        case 'theme': return post('/themes', { name: `theme${this.count}` });
        case 'tag': return post('/tags', { name });
        case 'kind': return post('/kinds', { name });
        case 'view': return post('/views', { name, everyone: true, filter: {} });
        case 'private view': return post('/views', { name, everyone: false, filter: {} }, whose);
        case 'member': return post('/members', { name, email: `${this.count}@team.example` });
        case 'link': {
            const member = await this.make('member');
            return post(`/members/${member.id}/link`);
        }
        case 'token': return this.must(this.host, 'POST', '/tokens', { member_id: whose.id ?? this.owner.id, name, scopes: ['read'] }).then(({ json }) => json);
        case 'change': {
            const { headers } = await this.must(this.all, 'POST', '/people', { name });
            return { id: headers['kith-change'] };
        }
        case 'trashed person': {
            const made = await this.make('person');
            await this.must(this.all, 'DELETE', `/people/${made.id}`);
            return made;
        }
        case 'draft': {
            const id = `01935c1e-7d3a-7c2b-9f00-${String(++this.count).padStart(12, '0')}`;
            await this.must(whose, 'PUT', `/drafts/${id}`, { content: name });
            return { id };
        }
        case 'nothing': return { id: MISSING };
        case 'session': return { id: (await this.member('reader')).session };
        default: throw new Error(`Nothing makes a ${kind}.`);
        }
    }

    async trashed(kind) {
        const paths = { person: 'people', company: 'companies', conversation: 'conversations', fact: 'facts', promise: 'promises' };
        if (!paths[kind])
            return null;
        const made = await this.make(kind);
        await this.must(this.all, 'DELETE', `/${paths[kind]}/${made.id}`);
        return made;
    }
}

const missingOf = (kind) => (kind === 'change' ? '999999999' : MISSING);

let names = 0;
function place(row, id, second) {
    const fill = (value) => (typeof value === 'string'
        ? value.replaceAll('{id}', id).replaceAll('{n}', id).replaceAll('{other}', second).replaceAll('{new}', `new${++names}`)
        : Array.isArray(value) ? value.map(fill)
            : value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fill(one)])) : value);
    const [method, path] = row.route.split(' ');
    return { method, target: fill(path) + fill(row.query ?? ''), body: fill(row.body) };
}

async function ask(world, row, caller, id, through) {
    const second = row.with ? (await world.make(row.with)).id : undefined;
    const { method, target, body } = place(row, id, second);
    return through(world, row, caller, () => world.send(caller, method, target, body));
}

// What a caller who may not come in is told: the same, whatever the id.
async function refused(world, row, letter, ids, through) {
    const caller = world.callers[letter];
    const known = !'0tEWdDS'.includes(letter);
    const told = new Set();
    for (const [what, id] of Object.entries(ids)) {
        const answer = await ask(world, row, caller, id, through);
        cell(`${row.route} by ${caller.says}, ${what}`, answer.status === (known ? 403 : 401), `${answer.status} ${answer.text.slice(0, 160)}`);
        told.add(answer.text);
    }
    cell(`${row.route} tells ${caller.says} nothing of what is there`, told.size === 1, [...told].join(' | '));
}

async function allowed(world, row, letter, ids, through) {
    const caller = world.callers[letter];
    const whose = 'RMO'.includes(letter) ? caller : world.owner;
    const fresh = row.of && !row.keeps ? (await world.make(row.of, whose)).id : ids.own;
    const answer = await ask(world, row, caller, fresh, through);
    cell(`${row.route} by ${caller.says}`, answer.status === row.is, `${answer.status} ${answer.text.slice(0, 160)}`);
    const expected = { missing: row.missing ?? 404, trashed: row.trashed ?? row.missing ?? 404 };
    for (const what of ['missing', 'trashed']) {
        if (ids[what] === undefined)
            continue;
        const other = await ask(world, row, caller, ids[what], through);
        cell(`${row.route} by ${caller.says}, ${what}`, other.status === expected[what], `${other.status} ${other.text.slice(0, 160)}`);
    }
    if (row.others) {
        const foreign = (await world.make(row.others.of ?? row.of, world.other)).id;
        const other = await ask(world, row, caller, foreign, through);
        const may = row.others.may.includes(letter);
        cell(`${row.route} by ${caller.says}, somebody else's`, other.status === (may ? row.is : 404), `${other.status} ${other.text.slice(0, 160)}`);
        const none = await ask(world, row, caller, MISSING, through);
        if (!may)
            cell(`${row.route} by ${caller.says}: somebody else's is like none`, other.text === none.text, other.text);
    }
}

async function check(world, row, through) {
    const ids = { own: '' };
    if (row.of) {
        ids.own = (await world.make(row.of, world.owner)).id;
        ids.missing = missingOf(row.of);
        const trashed = await world.trashed(row.of);
        if (trashed)
            ids.trashed = trashed.id;
    }
    const letters = Object.keys(world.callers);
    for (const [letter, status] of Object.entries(row.also)) {
        if (row.spends)
            continue;
        const answer = await ask(world, row, world.callers[letter], ids.own, through);
        cell(`${row.route} by ${world.callers[letter].says}`, answer.status === status, `${answer.status} ${answer.text.slice(0, 160)}`);
    }
    for (const letter of letters.filter((one) => !row.may.includes(one) && !(one in row.also)))
        await refused(world, row, letter, ids, through);
    for (const letter of letters.filter((one) => row.may.includes(one)))
        await allowed(world, row, letter, ids, through);
}

// The route answers differently for sessions of one's own, which end by it: each caller gets a new one.
async function signingOut(world, row) {
    for (const role of ['reader', 'member', 'owner']) {
        const member = await world.member(role);
        const answer = await world.send(member, 'DELETE', '/api/v1/me/session');
        cell(`${row.route} by a ${role}`, answer.status === 204, answer.text);
        const after = await world.send(member, 'GET', '/api/v1/me');
        cell(`${row.route} by a ${role}: out`, after.status === 401, after.text);
    }
}

const straight = (world, row, caller, send) => send();

async function everything(world) {
    const routes = new Set((await command(['routes'])).stdout.trim().split('\n').map((line) => line.split(/\s+/)).map(([method, , path]) => `${method} ${path}`));
    const named = new Set(table.map((row) => row.route));
    for (const route of routes)
        cell(`${route} is in the table`, named.has(route));
    for (const route of named)
        cell(`${route} of the table is a route`, routes.has(route));
    const document = JSON.parse((await world.send(world.all, 'GET', '/api/v1/openapi.json')).text);
    const documented = Object.values(document.paths).reduce((sum, methods) => sum + Object.keys(methods).length, 0);
    cell('openapi.json tells as many routes', documented === routes.size, `${documented}, not ${routes.size}`);
    for (const row of table) {
        await check(world, row, straight);
        if (row.spends)
            await signingOut(world, row);
    }
}

// Were a check missing, the table would tell: an owner's rights are lent to callers of one route.
async function planted(world) {
    for (const [route, letter] of refusedUses) {
        const before = wrong.length;
        const counted = cells;
        const row = table.find((one) => one.route === route);
        await check(world, row, (w, r, caller, send) => (caller === w.callers[letter]
            ? w.send({ ...w.all }, ...Object.values(place(r, MISSING))) : send()));
        const caught = wrong.splice(before).length;
        cells = counted;
        cell(`a check that is missing from ${route} for ${world.callers[letter].says} is caught`, caught > 0);
    }
}

const begun = Date.now();
const kith = await Kith.start({ flags: ['--quiet'] });
try {
    const world = new World(kith);
    await world.open();
    await everything(world);
    await planted(world);
    world.agent.destroy();
} finally {
    wrong.push(...await kith.stop());
}
for (const sentence of wrong.slice(0, 60))
    console.log(`FAILED ${sentence}`);
console.log(`${looked} answers bear what every answer must`);
console.log(`${cells} cells over ${table.length} rows in ${((Date.now() - begun) / 1000).toFixed(1)} s`);
console.log(`${cells - wrong.length} passed, ${wrong.length} failed, 0 skipped`);
process.exitCode = wrong.length ? 1 : 0;
