// A full disk: writing is answered 507, reading, exporting and deleting go on, and when there is room again
// Kith writes again by itself. Needs a small file system: FOLDER names an empty one of some 24 MB, else
// one is mounted, which only root may. Ends with "N passed, N failed, N skipped".
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, rmdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { command, Kith } from '../support/kith.mjs';

const DELETED = 50;
const HEALS_MS = 20000;
const mounted = !process.env.FOLDER;
const folder = process.env.FOLDER ?? mkdtempSync(path.join(tmpdir(), 'kith-full-'));
if (mounted && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24M', 'kith-full', folder]).status !== 0) {
    rmdirSync(folder);
    console.log('No file system can be mounted here. Name one by FOLDER.\n0 passed, 0 failed, 1 skipped');
    process.exit(0);
}

let passed = 0;
let failed = 0;

function check(good, says, told) {
    if (good) {
        passed++;
        return;
    }
    failed++;
    console.log(`FAILED: ${says}: ${JSON.stringify(told)}`);
}

const OWNER = 'ruth@team.example';
const PASSWORD = 'four brass lamps shine';
const data = path.join(folder, 'data');
const filler = path.join(folder, 'filler');
const reserve = path.join(data, 'kith.reserve');
const kith = await Kith.start({ data, flags: ['--quiet'] });
kith.secret = await kith.token('Olga');
const link = { secret: kith.link.split('#')[1], password: PASSWORD, name: 'Ruth', email: OWNER };
const joined = await kith.ask('POST', '/api/v1/links/use', { token: null, body: link });
check(joined.status === 201, 'an owner with a password', joined.text);
const log = (name, words) => kith.ask('POST', '/api/v1/conversations', {
    body: { kind: 'call', body: words, people: [{ name }] },
});
const rows = async (verb) => (await kith.ask('GET', `/api/v1/audit?verb=${verb}&limit=200`)).json.items;
const statusOf = async (...asked) => (await kith.ask(...asked)).status;

const logged = [];
for (let i = 0; i < DELETED; i++)
    logged.push((await log(`Person ${i}`, 'some words '.repeat(100))).json.id);
check(statSync(reserve).blocks * 512 >= 4 << 20, 'the reserve holds its room', statSync(reserve));

spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=64k']); // ends where the disk does
let answer = { status: 201 };
for (let i = 0; i < 400 && answer.status === 201; i++)
    answer = await log(`Other ${i}`, 'many words '.repeat(5000));
check(answer.status === 507, 'writing on a full disk', answer);
const ready = await kith.ask('GET', '/readyz');
check(ready.status === 503 && ready.json.state.includes('the disk is full'), 'readyz', ready.json);

const deleted = [];
for (const id of logged)
    deleted.push(await statusOf('DELETE', `/api/v1/conversations/${id}`));
check(deleted.every((status) => status === 204), 'deleting on a full disk', deleted);
check((await statusOf('GET', '/api/v1/people')) === 200, 'reading on a full disk');
const exported = await kith.ask('GET', '/api/v1/export');
check(exported.status === 200 && exported.text.trim().split('\n').at(-1).includes('"end"'), 'exporting on a full disk');
check((await statusOf('POST', '/api/v1/people', { body: { name: 'Ada' } })) === 507, 'writing after deleting');
const signed = await kith.ask('POST', '/api/v1/sessions', { token: null, body: { email: OWNER, password: PASSWORD } });
check(signed.status === 201, 'signing in on a full disk', signed.text);
const session = { Cookie: (signed.headers['set-cookie'] ?? [''])[0].split(';')[0], Origin: `http://127.0.0.1:${kith.port}` };
const out = await kith.ask('DELETE', '/api/v1/me/session', { token: null, headers: session });
check(out.status === 204, 'signing out on a full disk', out.text);
check((await rows('signed%20in')).length === 1, 'the row of signing in on a full disk');
check((await rows('logbook%20exported')).length === 1, 'the row of an export on a full disk');
const of = (await rows('conversation%20deleted')).map(({ subject }) => subject.id);
check(of.length === DELETED && new Set(of).size === DELETED, 'one row each of those deleted on a full disk', of);

rmSync(filler);
const until = Date.now() + HEALS_MS;
while ((await statusOf('GET', '/readyz')) !== 200 && Date.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 100));
check((await statusOf('GET', '/readyz')) === 200, 'it is ready when there is room again');
check((await statusOf('POST', '/api/v1/people', { body: { name: 'Ada' } })) === 201, 'writing when there is room again');
check(statSync(reserve).size === 4 << 20, 'the reserve is there again', readdirSync(data));
const wrong = await kith.stop({ keep: true });
check(wrong.length === 0, 'stopping', wrong);
const told = kith.errors.split('\n').filter((line) => line.includes('can be written') || line.includes('cannot be written'));
check(told.length === 2, 'the log tells its begin and its end once', told);
const well = await command(['doctor', '--data', data]);
check(well.status === 0, 'the doctor', well);

rmSync(data, { recursive: true });
if (mounted) {
    execFileSync('umount', [folder]);
    rmdirSync(folder);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
