// Secrets are nowhere but where they belong: every kind of them is used, and then looked for, in any
// writing, in the data folder, in a copy of it, in the log and in the list of processes.
//     KITH_BIN=build/dev/kith node tests/faults/canary.mjs
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { command, Kith } from '../support/kith.mjs';

const PASSWORD = 'canary-four-brass-lamps';
const SECOND = 'canary-a-quiet-ferry-hums';
const WRONG = 'canary-wrong-horse-battery';
const MISPLACED = 'canary-typed-into-the-wrong-field';
const SEEN = 'Wilhelmina Canaryseen';
let passed = 0;
let failed = 0;

function check(says, holds) {
    console.log(`${holds ? 'ok' : 'FAILED'} ${says}`);
    holds ? passed++ : failed++;
}

const cookies = (answer) => Object.fromEntries((answer.headers['set-cookie'] ?? []).map((line) => {
    const [pair] = line.split(';');
    return [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
}));

// Uses every kind of secret, and gives what must be found nowhere, by what it is.
async function useAll(kith) {
    const own = `http://127.0.0.1:${kith.port}`;
    const ask = (method, target, body, jar = {}) => kith.ask(method, `/api/v1${target}`, {
        token: null, body, headers: { Origin: own, Cookie: Object.entries(jar).map((pair) => pair.join('=')).join('; ') || null },
    });
    const setUp = kith.link.split('#')[1];
    const first = await ask('POST', '/links/use', { secret: setUp, password: PASSWORD, name: 'Olga', email: 'olga@x.example' });
    const jar = cookies(first);
    await ask('POST', '/people', { name: SEEN }, jar);
    const token = (await ask('POST', '/tokens', { name: 'x', scopes: ['read', 'write', 'admin'] }, jar)).json.secret;
    await kith.ask('GET', '/api/v1/people', { token });
    await kith.ask('GET', '/api/v1/people', { token: `${token}x` });
    const rui = (await ask('POST', '/members', { name: 'Rui', email: 'rui@x.example' }, jar)).json;
    const invitation = (await ask('POST', `/members/${rui.id}/link`, undefined, jar)).json.url.split('#')[1];
    const unused = (await ask('POST', '/members', { name: 'Sam', email: 'sam@x.example' }, jar)).json;
    const open = (await ask('POST', `/members/${unused.id}/link`, undefined, jar)).json.url.split('#')[1];
    const his = cookies(await ask('POST', '/links/use', { secret: invitation, password: SECOND }));
    await ask('POST', '/sessions', { email: 'olga@x.example', password: WRONG });
    await ask('POST', '/sessions', { email: MISPLACED, password: PASSWORD });
    await ask('POST', '/sessions', { email: 'rui@x.example', password: `${SECOND}${'x'.repeat(2000)}` });
    await ask('PUT', '/me/password', { current: WRONG, password: SECOND }, jar);
    await ask('GET', `/people?token=${token}`);
    const made = await command(['token', 'create', '--name', 'Olga', '--data', kith.data]);
    const reset = await command(['member', 'reset-password', 'Rui', '--data', kith.data]);
    return {
        'the set-up link': setUp, 'an invitation': invitation, 'an open invitation': open,
        'a reset link': reset.stdout.split('#')[1].trim(), 'a password': PASSWORD, 'a second password': SECOND,
        'a wrong password': WRONG, 'a password in the place of the address': MISPLACED,
        'a session': jar.kith, 'another session': his.kith, 'a browser': jar['kith-browser'],
        'a token': token.slice('kith_'.length), 'a token of the command line': made.stdout.trim().slice('kith_'.length),
    };
}

// As text, as bytes of a secret, in hexadecimal and in base64.
function writings(secret) {
    const text = Buffer.from(secret);
    const all = [text, Buffer.from(text.toString('hex')), Buffer.from(text.toString('base64').replace(/=+$/, '').slice(0, -1))];
    if (/^[\w-]{43}$/.test(secret)) {
        const bytes = Buffer.from(secret, 'base64url');
        all.push(bytes, Buffer.from(bytes.toString('hex')), Buffer.from(bytes.toString('base64')));
    }
    return all;
}

function files(folder) {
    return readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}

function places(kith) {
    const found = files(kith.data).map((name) => [path.relative(kith.data, name), readFileSync(name)]);
    const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((id) => {
        try {
            return [`process ${id}`, readFileSync(`/proc/${id}/cmdline`)];
        } catch {
            return [`process ${id}`, Buffer.alloc(0)];
        }
    }).filter(([name]) => name !== `process ${process.pid}`);
    const environment = readFileSync(`/proc/${kith.child.pid}/environ`);
    return [...found, ['the log', Buffer.from(kith.errors)], ['its environment', environment], ...processes];
}

const kith = await Kith.start();
try {
    const secrets = await useAll(kith);
    const log = statSync(path.join(kith.data, 'kith.db-wal'));
    check(`something is in the write-ahead log (${log.size} bytes)`, log.size > 0);
    const copy = await command(['backup', path.join(kith.data, 'copy.db'), '--data', kith.data]);
    check('a copy is made', copy.status === 0);
    const all = places(kith);
    check('what is no secret is found', all.filter(([, bytes]) => bytes.includes(SEEN)).length >= 2);
    check('the log tells of what was done', kith.errors.includes('"route":"/links/use"'));
    for (const [name, secret] of Object.entries(secrets)) {
        const where = all.filter(([, bytes]) => writings(secret).some((writing) => bytes.includes(writing))).map(([place]) => place);
        check(`${name} is nowhere${where.length ? `, but in ${where.join(', ')}` : ''}`, where.length === 0 && secret.length > 10);
    }
} finally {
    for (const wrong of await kith.stop())
        check(wrong, false);
}
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed ? 1 : 0;
