// Signing in, sessions, one-time links, passwords, tokens of one's own.
import net from 'node:net';

import { Kith } from '../../support/kith.mjs';
import { absent, anything, id, moment } from '../match.mjs';

const PASSWORD = 'four brass lamps shine';
const OTHER = 'a quiet ferry hums at six';
const nobody = '01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11';

// What a browser would keep of an answer: {kith: '…', 'kith-browser': '…'}.
function cookiesOf(answer) {
    return Object.fromEntries((answer.headers['set-cookie'] ?? []).map((line) => {
        const [pair] = line.split(';');
        return [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    }));
}
const cookie = (jar) => Object.entries(jar).map(([name, value]) => `${name}=${value}`).join('; ');
const secretOf = (url) => url.slice(url.indexOf('#') + 1);

// Somebody in a browser: keeps cookies, and tells where its calls come from, as browsers do.
class Browser {
    constructor(run) {
        this.run = run;
        this.jar = {};
    }

    async ask(ask, options = {}) {
        const origin = `http://127.0.0.1:${this.run.kith.port}`;
        const answer = await this.run.ask(ask, {
            as: null, ...options, send: { Cookie: cookie(this.jar) || null, Origin: origin, 'User-Agent': 'Scenario/1.0 (\u00e9)', ...options.send },
        });
        Object.assign(this.jar, cookiesOf(answer));
        return answer;
    }

    signIn(email, password) {
        return this.ask('POST /sessions', { body: { email, password } });
    }
}

// Makes a member with a password, signed in in a browser of their own.
async function settle(run, { name, role = 'member', password = PASSWORD }) {
    const email = `${name.toLowerCase()}@team.example`;
    const made = await run.ask('POST /members', { body: { name, email, role } });
    const link = await run.ask(`POST /members/${made.json.id}/link`);
    run.expect('a link', { status: 201, json: { url: anything } }, link);
    const browser = new Browser(run);
    const used = await browser.ask('POST /links/use', { body: { secret: secretOf(link.json.url), password } });
    run.expect('it lets in', 201, used.status);
    return { id: made.json.id, email, browser, secret: secretOf(link.json.url) };
}

const steps = (make) => [{ do: make }];

export const scenarios = [
    {
        name: 'a link lets a member choose a password, once',
        steps: steps(async (run) => {
            const made = await run.ask('POST /members', { body: { name: 'Rui', email: 'rui@team.example' } });
            const link = await run.ask(`POST /members/${made.json.id}/link`);
            run.expect('the link', { status: 201, headers: { 'cache-control': 'no-store' }, json: { id, sort: 'invitation', member_id: made.json.id, name: 'Rui', email: 'rui@team.example', made_by: 'Olga', created_at: moment, expires_at: moment, url: new RegExp(`^http://127\\.0\\.0\\.1:${run.kith.port}/join#[\\w-]{43}$`) } }, link);
            run.expect('72 hours', 72 * 3600000, Date.parse(link.json.expires_at) - Date.parse(link.json.created_at));
            const secret = secretOf(link.json.url);
            const listed = await run.ask('GET /links');
            run.expect('it is listed without its secret', { id: link.json.id, url: absent }, listed.json.items[0]);
            const looked = await run.ask('POST /links/look', { as: null, body: { secret } });
            run.expect('whom it is for', { status: 200, json: { sort: 'invitation', name: 'Rui', email: 'rui@team.example', url: absent } }, looked);
            const browser = new Browser(run);
            for (const [password, says] of [['short', /12 characters/], ['password1234', /tried first/], ['rui@team.example', /tried first/], ['aaaaaaaaaaaaaaaaaaaa', /tried first/], ['x'.repeat(1001), /1,?000/]]) {
                const refused = await browser.ask('POST /links/use', { body: { secret, password } });
                run.expect(password, { status: 422, json: { errors: [{ pointer: '/password', detail: says }] } }, refused);
            }
            const own = await browser.ask('POST /links/use', { body: { secret, password: PASSWORD, email: 'x@y.example' } });
            run.expect('an address of their own', { status: 422, json: { errors: [{ pointer: '/email' }] } }, own);
            const used = await browser.ask('POST /links/use', { body: { secret, password: PASSWORD } });
            run.expect('used', { status: 201, headers: { 'cache-control': 'no-store' }, json: { id, member_id: made.json.id, member_name: 'Rui', address: '127.0.0.1', current: true, created_at: moment, last_seen_at: moment, expires_at: moment } }, used);
            for (const line of used.headers['set-cookie'])
                run.expect('the cookie', true, /^kith(-browser)?=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/.test(line));
            run.expect('they are in', { status: 200, json: { name: 'Rui', role: 'member', scopes: ['read', 'write', 'export'], language: null, time_zone: null } }, await browser.ask('GET /me'));
            for (const target of ['POST /links/look', 'POST /links/use'])
                run.expect('once only', 404, (await browser.ask(target, { body: { secret, ...(target.endsWith('use') ? { password: PASSWORD } : {}) } })).status);
            run.expect('it is listed no more', false, (await run.ask('GET /links?limit=5')).json.items.some((one) => one.id === link.json.id));
        }),
    },
    {
        name: 'the first start prints a link that makes the first owner, until one can sign in',
        steps: steps(async (run) => {
            const kith = await Kith.start({ flags: ['--quiet'] });
            run.others.push(kith);
            const ask = (method, path, body, send = {}) => kith.ask(method, `/api/v1${path}`, { token: null, body, headers: { Origin: `http://127.0.0.1:${kith.port}`, ...send } });
            const secret = secretOf(kith.link);
            run.expect('a set-up', { json: { sort: 'set-up', member_id: null, name: null, email: null } }, await ask('POST', '/links/look', { secret }));
            run.expect('who they are', { status: 422, json: { errors: [{ pointer: '/name' }, { pointer: '/email' }] } }, await ask('POST', '/links/use', { secret, password: PASSWORD }));
            run.expect('no name at all', { status: 422, json: { errors: [{ pointer: '/name' }] } }, await ask('POST', '/links/use', { secret, password: PASSWORD, name: ' ', email: 'ana@x.example' }));
            const used = await ask('POST', '/links/use', { secret, password: PASSWORD, name: 'Ana', email: 'ana@x.example' });
            run.expect('used', { status: 201, json: { member_name: 'Ana' } }, used);
            const me = await ask('GET', '/me', undefined, { Cookie: cookie(cookiesOf(used)) });
            run.expect('an owner', { role: 'owner', scopes: ['read', 'write', 'export', 'admin'] }, me.json);
            run.expect('once', 404, (await ask('POST', '/links/use', { secret, password: PASSWORD, name: 'Eve', email: 'eve@x.example' })).status);
            await kith.stop({ keep: true });
            const again = await Kith.start({ data: kith.data, flags: ['--quiet'] });
            run.expect('none is needed', undefined, again.link);
            await again.stop();
            kith.remove();
            // Somebody with a token alone is greeted by name, and asked for their address.
            const other = await run.another('Ben');
            await other.stop({ keep: true });
            const third = await Kith.start({ data: other.data, flags: ['--quiet'] });
            const looked = await third.ask('POST', '/api/v1/links/look', { token: null, body: { secret: secretOf(third.link) } });
            run.expect('for Ben', { sort: 'invitation', name: 'Ben', email: null }, looked.json);
            const his = await run.ask('POST /links/look', { as: null, body: { secret: secretOf(run.kith.link) } });
            const body = { secret: secretOf(run.kith.link), password: PASSWORD };
            run.expect('for Olga', 'Olga', his.json.name);
            run.expect('her address', { status: 422, json: { errors: [{ pointer: '/email' }] } }, await run.ask('POST /links/use', { as: null, body }));
            run.expect('no name', { status: 201, json: { member_name: 'Olga' } }, await run.ask('POST /links/use', { as: null, body: { ...body, name: 'ignored', email: 'olga@x.example' } }));
            run.kith.secret = await run.kith.token('Olga');
            await third.stop();
            other.remove();
        }),
    },
    {
        name: 'fifty uses of one link at once let one in',
        steps: steps(async (run) => {
            const made = await run.ask('POST /members', { body: { name: 'Rui', email: 'rui@team.example' } });
            const link = await run.ask(`POST /members/${made.json.id}/link`);
            const secret = secretOf(link.json.url);
            const answers = await Promise.all(Array.from({ length: 50 }, (_, at) =>
                run.kith.ask('POST', '/api/v1/links/use', { token: null, body: { secret, password: `${PASSWORD} ${at}` } })));
            const statuses = answers.map((one) => one.status);
            run.expect('one success', 1, statuses.filter((status) => status === 201).length);
            run.expect('the rest too late, or too many at once', true, statuses.every((status) => [201, 404, 503].includes(status)));
            const late = await run.kith.ask('POST', '/api/v1/links/use', { token: null, body: { secret, password: PASSWORD } });
            run.expect('it is used', 404, late.status);
        }),
    },
    {
        name: 'a link is withdrawn, replaced by a newer one, and ended by what happens to its member',
        steps: steps(async (run) => {
            const made = await run.ask('POST /members', { body: { name: 'Rui', email: 'rui@team.example' } });
            const look = async (link) => (await run.ask('POST /links/look', { as: null, body: { secret: secretOf(link.json.url) } })).status;
            const make = () => run.ask(`POST /members/${made.json.id}/link`);
            const first = await make();
            const second = await make();
            run.expect('the older one ends', [404, 200], [await look(first), await look(second)]);
            run.expect('withdrawn', 204, (await run.ask(`DELETE /links/${second.json.id}`)).status);
            run.expect('it has ended', 404, await look(second));
            run.expect('twice', 404, (await run.ask(`DELETE /links/${second.json.id}`)).status);
            const third = await make();
            await run.ask(`PATCH /members/${made.json.id}`, { body: { state: 'left' } });
            run.expect('who left', 404, await look(third));
            run.expect('none for who left', 409, (await make()).status);
            await run.ask(`PATCH /members/${made.json.id}`, { body: { state: 'active', email: null } });
            run.expect('none without an address', 409, (await make()).status);
            run.expect('none for nobody', 404, (await run.ask(`POST /members/${nobody}/link`)).status);
            await run.ask(`PATCH /members/${made.json.id}`, { body: { email: 'rui@team.example' } });
            const others = [];
            for (const name of ['Sam', 'Tia']) {
                const other = await run.ask('POST /members', { body: { name, email: `${name}@team.example` } });
                others.push(await run.ask(`POST /members/${other.json.id}/link`));
            }
            const page = await run.ask('GET /links?limit=1');
            run.expect('newest first', { items: [{ id: others[1].json.id }] }, page.json);
            run.expect('the next page', { items: [{ id: others[0].json.id }] }, (await run.ask(`GET ${page.json.next}`)).json);
        }),
    },
    {
        name: 'the right address and password open a session; anything else is told in the same words',
        steps: steps(async (run) => {
            const rui = await settle(run, { name: 'Rui' });
            await run.ask('POST /members', { body: { name: 'Sam', email: 'sam@team.example' } });
            const gone = await settle(run, { name: 'Tia' });
            await run.ask(`PATCH /members/${gone.id}`, { body: { state: 'left' } });
            const browser = new Browser(run);
            const tries = [['rui@team.example', OTHER], ['nobody@team.example', PASSWORD], ['sam@team.example', PASSWORD], ['tia@team.example', PASSWORD], ['rui', PASSWORD]];
            for (const [email, password] of tries) {
                const answer = await browser.signIn(email, password);
                run.expect(`${email} ${password}`, { status: 401, json: { detail: 'That e-mail and password do not belong together.' } }, answer);
                run.expect('no cookie', undefined, answer.headers['set-cookie']);
            }
            for (const [email, password] of [['', PASSWORD], ['rui@team.example', '']])
                run.expect('nothing at all', 422, (await browser.signIn(email, password)).status);
            const signed = await browser.signIn(' RUI@team.example ', PASSWORD);
            run.expect('signed in', { status: 201, json: { member_id: rui.id, current: true }, headers: { location: undefined } }, { ...signed, headers: { location: signed.headers.location } });
            run.expect('who', { name: 'Rui' }, (await browser.ask('GET /me')).json);
            run.expect('two places', { count: 2, items: [{ id: signed.json.id, current: true }, { current: false }] }, (await browser.ask('GET /sessions')).json);
            const former = { ...browser.jar };
            await browser.signIn('rui@team.example', PASSWORD);
            const again = new Browser(run);
            again.jar = former;
            run.expect('the session before is over', 401, (await again.ask('GET /me')).status);
            run.expect('still two', 2, (await browser.ask('GET /sessions')).json.count);
        }),
    },
    {
        name: 'sessions are listed and ended, one’s own by anybody and all by owners',
        steps: steps(async (run) => {
            const rui = await settle(run, { name: 'Rui' });
            const sam = await settle(run, { name: 'Sam', role: 'reader' });
            const olga = await settle(run, { name: 'Olga2', role: 'owner' });
            const [ruis] = (await rui.browser.ask('GET /sessions')).json.items;
            run.expect('only their own', 1, (await rui.browser.ask('GET /sessions')).json.count);
            run.expect('asked for themselves', 1, (await rui.browser.ask(`GET /sessions?member=${rui.id}`)).json.count);
            run.expect('another’s are nobody’s', 404, (await rui.browser.ask(`GET /sessions?member=${sam.id}`)).status);
            run.expect('owners see all', 3, (await olga.browser.ask('GET /sessions')).json.count);
            run.expect('of one', { count: 1, items: [{ member_name: 'Sam', browser: 'Scenario/1.0 (?)' }] }, (await olga.browser.ask(`GET /sessions?member=${sam.id}`)).json);
            const page = await olga.browser.ask('GET /sessions?limit=2');
            run.expect('by page', { items: [{ member_name: 'Olga2' }, { member_name: 'Sam' }] }, page.json);
            run.expect('the next', { items: [{ member_name: 'Rui' }], next: null }, (await olga.browser.ask(`GET ${page.json.next}`)).json);
            run.expect('another’s is not found', 404, (await sam.browser.ask(`DELETE /sessions/${ruis.id}`)).status);
            run.expect('it goes on', 200, (await rui.browser.ask('GET /me')).status);
            run.expect('an owner ends it', 204, (await olga.browser.ask(`DELETE /sessions/${ruis.id}`)).status);
            run.expect('it is over', { status: 401, json: { detail: 'You are signed out. Sign in again.' } }, await rui.browser.ask('GET /me'));
            const out = await sam.browser.ask('DELETE /me/session');
            run.expect('signed out', 204, out.status);
            run.expect('the cookie is forgotten', true, /^kith=; .*Max-Age=0;/.test(out.headers['set-cookie'][0]));
            sam.browser.jar.kith = 'x';
            run.expect('out', 401, (await sam.browser.ask('GET /me')).status);
        }),
    },
    {
        name: 'a new password ends every session and token but the one that asked',
        steps: steps(async (run) => {
            const rui = await settle(run, { name: 'Rui' });
            const elsewhere = new Browser(run);
            await elsewhere.signIn(rui.email, PASSWORD);
            const token = await rui.browser.ask('POST /tokens', { body: { name: 'laptop' } });
            const change = (current, password, browser = rui.browser) => browser.ask('PUT /me/password', { body: { current, password } });
            run.expect('a common one', { status: 422, json: { errors: [{ pointer: '/password' }] } }, await change(PASSWORD, 'qwertyuiop12'));
            run.expect('a wrong one', { status: 422, json: { errors: [{ pointer: '/current', detail: 'This is not your password.' }] } }, await change(OTHER, 'a third of all lamps'));
            const changed = await change(PASSWORD, OTHER);
            run.expect('changed', { status: 200, json: { member_name: 'Rui', current: true } }, changed);
            run.expect('this browser stays', 200, (await rui.browser.ask('GET /me')).status);
            run.expect('the other is out', 401, (await elsewhere.ask('GET /me')).status);
            run.expect('the token has ended', 401, (await run.ask('GET /me', { as: token.json.secret })).status);
            run.expect('the former password', 401, (await elsewhere.signIn(rui.email, PASSWORD)).status);
            run.expect('the new one', 201, (await elsewhere.signIn(rui.email, OTHER)).status);
            const reset = await run.ask(`POST /members/${rui.id}/link`);
            run.expect('a reset', 'reset', reset.json.sort);
            const used = await new Browser(run).ask('POST /links/use', { body: { secret: secretOf(reset.json.url), password: PASSWORD } });
            run.expect('used', 201, used.status);
            run.expect('all others are out', [401, 401], [(await rui.browser.ask('GET /me')).status, (await elsewhere.ask('GET /me')).status]);
            run.expect('the host has no password', 409, (await hostAsk(run)).status);
        }),
    },
    {
        name: 'a change of role or state, and its undo, end sessions and tokens at once',
        steps: steps(async (run) => {
            const rui = await settle(run, { name: 'Rui', role: 'owner' });
            const token = await rui.browser.ask('POST /tokens', { body: { name: 'x', scopes: ['read', 'write'] } });
            const ends = async (says, act) => {
                const browser = new Browser(run);
                run.expect(`${says}: in`, 201, (await browser.signIn(rui.email, PASSWORD)).status);
                const made = await browser.ask('POST /tokens', { body: { name: 'y' } });
                const answer = await act();
                run.expect(says, 200, answer.status);
                run.expect(`${says}: out`, [401, 401], [(await browser.ask('GET /me')).status, (await run.ask('GET /me', { as: made.json.secret })).status]);
                return answer;
            };
            const lowered = await ends('a lower role', () => run.ask(`PATCH /members/${rui.id}`, { body: { role: 'member' } }));
            run.expect('the older token, too', 401, (await run.ask('GET /me', { as: token.json.secret })).status);
            const change = lowered.headers['kith-change'];
            const browser = new Browser(run);
            await browser.signIn(rui.email, PASSWORD);
            const grab = await browser.ask(`POST /changes/${change}/undo`);
            run.expect('nobody takes back what took their role', { status: 403, json: { detail: /Only an owner/ } }, grab);
            run.expect('a member still', 'member', (await browser.ask('GET /me')).json.role);
            const undone = await ends('its undo', () => run.ask(`POST /changes/${change}/undo`));
            run.expect('undone by an owner', 200, undone.status);
            await run.ask(`PATCH /members/${rui.id}`, { body: { state: 'left' } });
            run.expect('who left cannot sign in', 401, (await new Browser(run).signIn(rui.email, PASSWORD)).status);
        }),
    },
    {
        name: 'an undo never leaves nobody who is an owner',
        steps: steps(async (run) => {
            const made = await run.ask('POST /members', { body: { name: 'Rui', role: 'owner' } });
            const token = await run.ask('POST /tokens', { body: { member_id: made.json.id, name: 'x', scopes: ['read', 'write', 'admin'] } });
            const left = await run.ask(`PATCH /members/${run.template.olga.id}`, { as: token.json.secret, body: { role: 'member' } });
            run.expect('another owner is there', 200, left.status);
            const raised = await run.ask('POST /members', { as: token.json.secret, body: { name: 'Sam', role: 'member' } });
            const owner = await run.ask(`PATCH /members/${raised.json.id}`, { as: token.json.secret, body: { role: 'owner' } });
            await run.ask(`PATCH /members/${made.json.id}`, { as: token.json.secret, body: { name: 'Rui C.' } });
            const gone = await run.kith.ask('PATCH', `/api/v1/members/${made.json.id}`, { token: token.json.secret, body: { role: 'reader' } });
            run.expect('the first may go', 200, gone.status);
            const sams = await command(run, ['token', 'create', '--member', 'Sam', '--scopes', 'read,write,admin', '--data', run.kith.data]);
            const undo = await run.ask(`POST /changes/${owner.headers['kith-change']}/undo`, { as: sams });
            run.expect('the last owner', { status: 409, json: { detail: /nobody who is an owner/ } }, undo);
            run.kith.secret = sams;
        }),
    },
    {
        name: 'everybody makes and withdraws tokens of their own, and owners those of all',
        steps: steps(async (run) => {
            const rui = await settle(run, { name: 'Rui' });
            const sam = await settle(run, { name: 'Sam', role: 'reader' });
            const made = await rui.browser.ask('POST /tokens', { body: { name: 'laptop', scopes: ['read'] } });
            run.expect('made', { status: 201, json: { member_id: rui.id, scopes: ['read'], secret: anything } }, made);
            for (const body of [{ name: 'x', member_id: sam.id }, { name: 'x', member_name: 'Sam' }, { name: 'x', member_name: 'Newcomer' }])
                run.expect('for another', { status: 403, json: { detail: /Only an owner/ } }, await rui.browser.ask('POST /tokens', { body }));
            run.expect('beyond the role', { status: 422 }, await sam.browser.ask('POST /tokens', { body: { name: 'x', scopes: ['write'] } }));
            run.expect('a token makes none', { status: 403, json: { detail: /Sign in with your password/ } }, await run.ask('POST /tokens', { as: made.json.secret, body: { name: 'x' } }));
            const listed = await rui.browser.ask('GET /tokens');
            run.expect('their own, without secrets', { count: 1, items: [{ id: made.json.id, name: 'laptop', secret: absent }] }, listed.json);
            run.expect('another’s are nobody’s', 404, (await rui.browser.ask(`GET /tokens?member=${sam.id}`)).status);
            run.expect('not found', 404, (await sam.browser.ask(`DELETE /tokens/${made.json.id}`)).status);
            await run.ask('GET /me', { as: made.json.secret });
            const used = await until(async () => (await run.ask(`GET /tokens?member=${rui.id}`)).json.items[0].last_used_at);
            run.expect('when it was used', moment, used);
            const page = await run.ask('GET /tokens?limit=1');
            run.expect('all of them', true, page.json.count > 1 && page.json.next !== null);
            run.expect('the next page', true, (await run.ask(`GET ${page.json.next}`)).json.items.length > 0);
            run.expect('withdrawn', 204, (await rui.browser.ask(`DELETE /tokens/${made.json.id}`)).status);
            run.expect('it has ended', 401, (await run.ask('GET /me', { as: made.json.secret })).status);
            run.expect('twice', 404, (await rui.browser.ask(`DELETE /tokens/${made.json.id}`)).status);
            const sams = await sam.browser.ask('POST /tokens', { body: { name: 'x' } });
            run.expect('by an owner', 204, (await run.ask(`DELETE /tokens/${sams.json.id}`)).status);
        }),
    },
    {
        name: 'everybody changes their own name, language and time zone, and nothing else',
        steps: steps(async (run) => {
            const sam = await settle(run, { name: 'Sam', role: 'reader' });
            const changed = await sam.browser.ask('PATCH /me', { body: { name: 'Sam B.', language: 'pt', time_zone: 'Europe/Lisbon' }, send: { 'Idempotency-Key': 'k1' } });
            run.expect('changed', { status: 200, json: { name: 'Sam B.', language: 'pt', time_zone: 'Europe/Lisbon', role: 'reader' } }, changed);
            for (const body of [{ role: 'owner' }, { email: 'x@y.example' }, { state: 'active' }, { scopes: ['admin'] }, { id: sam.id }])
                run.expect(JSON.stringify(body), 422, (await sam.browser.ask('PATCH /me', { body })).status);
            run.expect('a reader still', 'reader', (await sam.browser.ask('GET /me')).json.role);
            run.expect('nothing at all', { status: 200, json: { name: 'Sam B.' } }, await sam.browser.ask('PATCH /me', { body: {} }));
        }),
    },
    {
        name: 'too many wrong passwords are refused, but not to a browser that was in before',
        steps: steps(async (run) => {
            const rui = await settle(run, { name: 'Rui' });
            const stranger = new Browser(run);
            const statuses = [];
            let last;
            for (let tries = 0; tries < 14; tries++) {
                last = await stranger.signIn(rui.email, `${OTHER} ${tries}`);
                statuses.push(last.status);
            }
            run.expect('ten reach the password', [...Array(10).fill(401), ...Array(4).fill(429)], statuses);
            run.expect('how long to wait', { status: 429, headers: { 'retry-after': /^[1-9]\d?$/ }, json: { detail: /Wait a minute/ } }, last);
            run.expect('nor the right one', 429, (await stranger.signIn(rui.email, PASSWORD)).status);
            const own = new Browser(run);
            own.jar = { 'kith-browser': rui.browser.jar['kith-browser'] };
            run.expect('their own browser', 201, (await own.signIn(rui.email, PASSWORD)).status);
            const sam = await settle(run, { name: 'Sam' });
            const foreign = new Browser(run);
            foreign.jar = { 'kith-browser': sam.browser.jar['kith-browser'] };
            run.expect('a browser of somebody else', 429, (await foreign.signIn(rui.email, PASSWORD)).status);
            run.expect('others sign in', 201, (await new Browser(run).signIn(sam.email, PASSWORD)).status);
        }),
    },
    {
        name: 'a call with our cookie counts only from our own page',
        steps: steps(async (run) => {
            const rui = await settle(run, { name: 'Rui' });
            const own = `http://127.0.0.1:${run.kith.port}`;
            const jar = cookie(rui.browser.jar);
            const write = (send) => run.ask('POST /people', { as: null, body: { name: 'Ada' }, send: { Cookie: jar, ...send } });
            const read = (send) => run.ask('GET /me', { as: null, send: { Cookie: jar, ...send } });
            for (const [send, status] of [
                [{}, 403], [{ Origin: own }, 201], [{ 'Sec-Fetch-Site': 'same-origin' }, 201],
                [{ Origin: own, 'Sec-Fetch-Site': 'same-origin' }, 201], [{ Origin: own, 'Sec-Fetch-Site': 'cross-site' }, 403],
                [{ Origin: 'null' }, 403], [{ Origin: 'http://evil.example' }, 403], [{ Origin: `${own}.evil.example` }, 403],
                [{ Origin: 'http://127.0.0.1' }, 403], [{ Origin: 'http://127.0.0.1:1' }, 403], [{ Origin: `${own}/` }, 403],
                [{ Origin: '' }, 403], [{ Origin: 'file://' }, 403], [{ Origin: own.slice(7) }, 403], [{ Origin: `ftp${own.slice(4)}` }, 403],
                [{ 'Sec-Fetch-Site': 'same-site' }, 403], [{ 'Sec-Fetch-Site': 'none' }, 403], [{ 'Sec-Fetch-Site': '' }, 403],
                [{ Origin: 'http://evil.example', 'Sec-Fetch-Site': 'same-origin' }, 403],
            ])
                run.expect(`a write with ${JSON.stringify(send)}`, status, (await write(send)).status);
            for (const [send, status] of [[{}, 200], [{ 'Sec-Fetch-Site': 'none' }, 200], [{ 'Sec-Fetch-Site': 'same-origin' }, 200], [{ 'Sec-Fetch-Site': 'cross-site' }, 403], [{ 'Sec-Fetch-Site': 'same-site' }, 403], [{ Origin: 'http://evil.example' }, 403]])
                run.expect(`reading with ${JSON.stringify(send)}`, status, (await read(send)).status);
            const other = { Origin: 'http://evil.example', 'Sec-Fetch-Site': 'cross-site' };
            run.expect('a page elsewhere signs nobody in', 403, (await run.ask('POST /sessions', { as: null, body: { email: rui.email, password: PASSWORD }, send: other })).status);
            run.expect('a token is never sent by itself', 201, (await run.ask('POST /people', { body: { name: 'Bob' }, send: other })).status);
            const both = await run.ask('GET /me', { as: 'reader', send: { Cookie: jar } });
            run.expect('a token before a cookie', 'Olga', both.json.name);
            run.expect('a wrong token is not made up for', 401, (await run.ask('GET /me', { as: null, send: { Cookie: jar, Authorization: 'Bearer kith_x' } })).status);
        }),
    },
    {
        name: 'whoever comes in, is refused, goes and changes a secret leaves a row in the audit log',
        steps: steps(async (run) => {
            const rui = await settle(run, { name: 'Rui' });
            const browser = new Browser(run);
            await browser.signIn('nobody@team.example', PASSWORD);
            await browser.signIn(rui.email, OTHER);
            const signed = await browser.signIn(rui.email, PASSWORD);
            const token = (await browser.ask('POST /tokens', { body: { name: 'laptop' } })).json;
            await browser.ask('POST /kinds', { body: { name: 'walk' } });
            await browser.ask('GET /me', { send: { 'Sec-Fetch-Site': 'cross-site' } });
            await browser.ask(`DELETE /tokens/${token.id}`);
            await browser.ask('PUT /me/password', { body: { current: OTHER, password: OTHER } });
            await browser.ask('PUT /me/password', { body: { current: PASSWORD, password: OTHER } });
            await browser.ask('DELETE /me/session');
            const wanted = [
                ['link made', 'member', 'link'], ['member let in by a link', 'member', 'member', rui.id, 'from 127.0.0.1'],
                ['was not let in', 'stranger', null, null, 'from 127.0.0.1'], ['was not let in', 'stranger', 'member', rui.id, 'from 127.0.0.1'],
                ['signed in', 'member', 'session', signed.json.id, 'from 127.0.0.1'], ['token made', 'member', 'token', token.id],
                ['was refused', 'member', null, null, 'POST /api/v1/kinds'], ['was refused', 'member', null, null, 'GET /api/v1/me'],
                ['token withdrawn', 'member', 'token', token.id], ['was not let in', 'member', 'member', rui.id],
                ['password changed', 'member', 'session'], ['signed out', 'member', 'session'],
            ];
            const audit = await until(async () => {
                const { json } = await run.ask('GET /audit?limit=50');
                return json.items[0].verb === 'signed out' && json;
            });
            const told = audit.items.reverse().slice(-wanted.length);
            wanted.forEach(([verb, actor, kind, about, words], at) => run.expect(`row ${at}`, {
                verb, actor, ...(kind === null ? { subject: null } : { subject: { kind, ...(about ? { id: about } : {}) } }), ...(words ? { words } : {}),
            }, told[at]));
            run.expect('nothing that was typed', false, JSON.stringify(audit).includes('nobody@team.example'));
        }),
    },
    {
        name: 'whoever is shut out is out of what they have begun as well',
        steps: steps(async (run) => {
            const rui = await settle(run, { name: 'Rui', role: 'owner' });
            const token = (await rui.browser.ask('POST /tokens', { body: { name: 'x', scopes: ['read', 'write', 'admin'] } })).json.secret;
            const begun = [
                ['PATCH', `/api/v1/members/${rui.id}`, JSON.stringify({ role: 'owner' })],
                ['POST', '/api/v1/tokens', JSON.stringify({ name: 'kept' })],
                ['POST', '/api/v1/people', JSON.stringify({ name: 'Late Ada' })],
            ].map(([method, target, body]) => holdBack(run, method, target, body, token));
            await Promise.all(begun.map((one) => one.begun));
            await run.ask(`PATCH /members/${rui.id}`, { body: { role: 'member' } });
            for (const one of begun)
                run.expect('out', '401', await one.end());
            run.expect('a member', 'member', (await run.ask(`GET /members/${rui.id}`)).json.role);
            run.expect('no token', 0, (await run.ask(`GET /tokens?member=${rui.id}`)).json.count);
            run.expect('nobody', 0, (await run.ask('GET /search?q=Late%20Ada&only=people')).json.people_count.count);
        }),
    },
    {
        name: 'nobody gives a browser an allowance by a cookie that they made up, nor loses the address they sign in with',
        steps: steps(async (run) => {
            const rui = await settle(run, { name: 'Rui' });
            for (const made of ['abc', 'A'.repeat(43), 'x'.repeat(3000)]) {
                const browser = new Browser(run);
                browser.jar = { 'kith-browser': made };
                await browser.signIn(rui.email, PASSWORD);
                run.expect('a new one', true, browser.jar['kith-browser'] !== made && browser.jar['kith-browser'].length === 43);
            }
            const own = rui.browser.jar['kith-browser'];
            await rui.browser.signIn(rui.email, PASSWORD);
            run.expect('one’s own stays', own, rui.browser.jar['kith-browser']);
            run.expect('the address stays', 409, (await run.ask(`PATCH /members/${rui.id}`, { body: { email: null } })).status);
            run.expect('another one', 200, (await run.ask(`PATCH /members/${rui.id}`, { body: { email: 'other@team.example' } })).status);
        }),
    },
    {
        name: 'a session is no token, and a cookie twice is none',
        steps: steps(async (run) => {
            const rui = await settle(run, { name: 'Rui' });
            const { kith } = rui.browser.jar;
            const status = async (send) => (await run.ask('GET /me', { as: null, send })).status;
            run.expect('as bearer', 401, await status({ Authorization: `Bearer ${kith}` }));
            run.expect('as it is', 200, await status({ Cookie: `a=b; kith=${kith}; c=d` }));
            run.expect('twice', 401, await status({ Cookie: `kith=${kith}; kith=${kith}` }));
            run.expect('by another name', 401, await status({ Cookie: `Kith=${kith}` }));
            run.expect('of https', 401, await status({ Cookie: `__Host-kith=${kith}` }));
            run.expect('cut short', 401, await status({ Cookie: `kith=${kith.slice(0, -1)}` }));
            run.expect('empty', 401, await status({ Cookie: 'kith=' }));
        }),
    },
];

// A request whose body waits for its last byte. `end` sends it, and gives the status.
function holdBack(run, method, target, body, token) {
    const socket = net.connect({ host: '127.0.0.1', port: run.kith.port });
    const head = `${method} ${target} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
    const answered = new Promise((resolve, reject) => {
        let text = '';
        socket.on('data', (more) => (text += more));
        socket.on('end', () => resolve(text.split(' ')[1]));
        socket.on('error', reject);
    });
    const begun = new Promise((resolve) => socket.write(head + body.slice(0, -1), () => setTimeout(resolve, 100)));
    return { begun, end: () => (socket.write(body.slice(-1)), answered) };
}

// The host's own socket knows no member.
async function hostAsk(run) {
    const { request } = await import('node:http');
    return new Promise((resolve, reject) => {
        const body = JSON.stringify({ current: PASSWORD, password: OTHER });
        const sent = request({ socketPath: `${run.kith.data}/kith.sock`, method: 'PUT', path: '/api/v1/me/password', headers: { Host: 'kith', 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) } }, (response) => {
            response.resume();
            response.on('end', () => resolve({ status: response.statusCode }));
        });
        sent.on('error', reject);
        sent.end(body);
    });
}

async function command(run, words) {
    const { command: runs } = await import('../../support/kith.mjs');
    const done = await runs(words);
    run.expect(words.join(' '), 0, done.status);
    return done.stdout.trim();
}

async function until(look) {
    for (const end = Date.now() + 5000; ;) {
        const found = await look();
        if (found || Date.now() > end)
            return found;
    }
}
