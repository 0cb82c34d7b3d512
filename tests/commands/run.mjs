// The commands as somebody at the machine uses them: starting, stopping, copying, moving, refusing.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
    chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync,
    symlinkSync, writeFileSync,
} from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { binary, command, Kith } from '../support/kith.mjs';

process.umask(0o077); // what tests write themselves is as closed as what Kith writes

let passed = 0;
let failed = 0;
const folders = [];

function folder() {
    const made = mkdtempSync(path.join(tmpdir(), 'kith-commands-'));
    folders.push(made);
    return made;
}

async function test(name, run) {
    try {
        await run();
        passed += 1;
    } catch (error) {
        failed += 1;
        console.log(`not ok: ${name}\n${error.stack}`);
        Kith.endAll();
    }
}

function must(good, told) {
    if (!good)
        throw new Error(typeof told === 'string' ? told : JSON.stringify(told, null, 1));
}

// A demo in a folder of its own, closed.
async function demo() {
    const data = path.join(folder(), 'data');
    const made = await command(['demo', '--data', data]);
    must(made.status === 0, made);
    return data;
}

const asNobody = process.getuid() === 0 ? { uid: 65534, gid: 65534 } : {};

// Runs a command with an environment of its own, or as nobody, or with its output going elsewhere.
function ran(words, { env, as = {}, stdio } = {}) {
    return spawnSync(binary(), words, { encoding: 'utf8', env: { ...process.env, ...env }, stdio, ...as });
}

// One sentence on standard error that holds all of these words, and a status that says no.
function mustRefuse(told, ...words) {
    const lines = told.stderr.trim().split('\n');
    must(told.status > 0 && lines.length === 1 && words.every((word) => lines[0].includes(word)), { told, words });
}

function sql(data, text) {
    execFileSync('sqlite3', [path.join(data, 'kith.db'), text]);
}

// What a query gives, as a list of rows.
function asked(data, query) {
    const told = execFileSync('sqlite3', ['-json', path.join(data, 'kith.db'), query], { encoding: 'utf8' });
    return told.trim() ? JSON.parse(told) : [];
}

const auditOf = (data) => asked(data, `SELECT a.actor || ' ' || a.verb || coalesce(': ' || w.words, '') AS told FROM audit a
    LEFT JOIN audit_words w ON w.number = a.number ORDER BY a.number`).map(({ told }) => told);

function damage(file) {
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 4096 * 3, 4096 * 8);
    writeFileSync(file, bytes);
}

async function exported(data, ...words) {
    const ran = await command(['export', '--data', data, ...words]);
    must(ran.status === 0, ran);
    return ran.stdout;
}

async function isWell(data) {
    const ran = await command(['doctor', '--data', data]);
    must(ran.status === 0 && ran.stdout.includes('is well'), ran);
}

await test('help names every command and setting', async () => {
    const { status, stdout } = await command(['help']);
    const words = ['serve', 'demo', 'member', 'token', 'export', 'import', 'backup', 'verify', 'restore', 'doctor',
        'check', 'routes', 'openapi', 'healthcheck', '--data', 'KITH_LISTEN'];
    must(status === 0 && words.every((word) => stdout.includes(word)), stdout);
});

await test('a command asked for help tells its own row and its own settings', async () => {
    const wanted = ['kith serve', '--listen', 'KITH_THREADS'];
    for (const words of [['help', 'serve'], ['serve', '--help'], ['serve', '--listen', 'x', '-h'], ['-h', 'serve']]) {
        const told = await command(words);
        must(told.status === 0 && wanted.every((word) => told.stdout.includes(word)), told);
        must(!told.stdout.includes('kith backup'), told);
    }
    const backup = await command(['backup', '--help']);
    must(backup.stdout.includes('--data') && !backup.stdout.includes('--listen'), backup);
    must((await command(['help'])).stdout.includes('create --name NAME'), 'token create --name');
    mustRefuse(await command(['help', 'dance']), 'dance', 'kith help');
});

await test('help and version never fail on what is set', async () => {
    for (const words of [['help'], ['serve', '--help'], ['version'], ['serve', '--threads', '-h']]) {
        const told = ran(words, { env: { KITH_THREADS: 'abc', KITH_QUIET: 'perhaps' } });
        must(told.status === 0, told);
    }
});

await test('a wrong value is refused with the name of where it came from', async () => {
    const cases = [
        [['serve', '--listen', '127.0.0.1:99999'], {}, '--listen', '99999'],
        [['serve'], { KITH_LISTEN: '127.0.0.1:65536' }, 'KITH_LISTEN', '65536'],
        [['serve', '--threads', '2x'], {}, '--threads', '2x'],
        [['serve'], { KITH_THREADS: ' 2' }, 'KITH_THREADS'],
        [['serve', '--quiet=perhaps'], {}, '--quiet', 'perhaps'],
        [['serve'], { KITH_QUIET: 'perhaps' }, 'KITH_QUIET', 'yes or no'],
        [['serve', '--data='], {}, '--data'],
        [['serve', '--base-url', 'kith.example'], {}, '--base-url', 'https://'],
        [['serve'], { KITH_BASE_URL: 'https://kith.example/?a' }, 'KITH_BASE_URL', 'query'],
        [['serve', '--base-url', 'https://kith.example/api'], {}, '--base-url', '/api', 'another path'],
        [['serve', '--base-url', 'https://kith.example/readyz'], {}, '--base-url', '/readyz'],
        [['check', '--base-url', 'https://ada@kith.example'], {}, '--base-url', 'password'],
        [['export', '--since', 'abc'], {}, '--since', 'abc'],
        [['export', '--since', '-1'], {}, '--since', '-1'],
        [['export', '--since', ''], {}, '--since'],
        [['export', '--since'], {}, '--since'],
        [['export', '--format', 'xml'], {}, '--format', 'xml'],
    ];
    for (const [words, env, ...told] of cases)
        mustRefuse(ran(words, { env: { KITH_DATA: path.join(folder(), 'data'), ...env } }), ...told);
});

await test('no means no, wherever it is said', async () => {
    for (const [words, env] of [[['--quiet=no'], {}], [[], { KITH_QUIET: '0' }], [[], { KITH_QUIET: 'false' }]]) {
        const told = ran(['check', ...words], { env });
        must(told.status === 0 && /--quiet +(no|0|false) /.test(told.stdout), told);
    }
    const kith = await Kith.start({ flags: ['--quiet=no'] });
    await kith.ask('GET', '/healthz');
    must((await kith.stop()).length === 0, kith.errors);
    must(kith.errors.includes('/healthz'), kith.errors);
});

await test('what is missing is told with what to write', async () => {
    mustRefuse(await command(['backup']), 'FILE is missing', 'kith backup FILE');
    mustRefuse(await command(['token', 'create']), '--name NAME is missing', 'kith token create');
    mustRefuse(await command(['token', '--name', 'Ada']), 'create is missing');
});

await test('output that cannot be written is no success', async () => {
    const data = path.join(folder(), 'data');
    for (const words of [['help'], ['token', 'create', '--name', 'Ada', '--data', data], ['export', '--data', data]]) {
        const told = spawnSync('sh', ['-c', '"$0" "$@" >/dev/full', binary(), ...words], { encoding: 'utf8' });
        mustRefuse(told, 'written');
    }
});

await test('an unknown command and an unknown flag are told in one sentence', async () => {
    for (const words of [['dance'], ['serve', '--loudly'], ['serve', '--threads', 'many']]) {
        const ran = await command(words);
        must(ran.status !== 0 && ran.stderr.trim().split('\n').length === 1, ran);
    }
});

await test('check tells every setting and where it came from', async () => {
    const { stdout } = await command(['check', '--data', '/nowhere']);
    must(/--data +\/nowhere +from flag/.test(stdout) && /--listen +\S+ +from default/.test(stdout), stdout);
});

await test('the address that people open is told when it is another than where Kith listens', async () => {
    const base = ['--base-url', 'https://Kith.example:443/kith/'];
    const { stdout } = await command(['check', ...base]);
    must(/--base-url +https:\/\/Kith\.example:443\/kith\/ +from flag/.test(stdout), stdout);
    for (const [flags, told] of [[base, 'https://kith.example/kith/'], [['--listen', '0.0.0.0:0'], 'http://127.0.0.1:'], [[], null]]) {
        const kith = await Kith.start({ flags });
        must((await kith.stop()).length === 0, kith.errors);
        const opens = /^People open it at (\S+)$/m.exec(kith.told)?.[1];
        must(told ? opens.startsWith(told) : opens === undefined, kith.told);
        must(kith.errors.includes(`"opens":"${opens ?? kith.url}"`), kith.errors);
    }
});

await test('routes and openapi tell the same paths', async () => {
    const routes = (await command(['routes'])).stdout.trim().split('\n');
    const { paths } = JSON.parse((await command(['openapi'])).stdout);
    const told = routes.map((line) => line.trim().split(/\s+/)).map(([method, , at]) => `${method} ${at}`);
    const described = Object.entries(paths).flatMap(([at, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${at}`));
    must(told.sort().join() === described.sort().join(), { told, described });
});

await test('the demo fills an empty logbook once and leaves it well', async () => {
    const data = await demo();
    const again = await command(['demo', '--data', data]);
    must(again.status === 0 && again.stdout.includes('nothing was added'), again);
    const lines = (await exported(data)).trim().split('\n');
    const { counts } = JSON.parse(lines.at(-1)).end;
    must(counts.person >= 12 && counts.conversation >= 80 && counts.fact > 0 && counts.promise > 0, counts);
    await isWell(data);
});

await test('a demo that was killed halfway is whole after the next one', async () => {
    const whole = JSON.parse((await exported(await demo())).trim().split('\n').at(-1)).end.counts;
    for (const wait_ms of [60, 150, 300]) {
        const data = path.join(folder(), 'data');
        const child = spawn(binary(), ['demo', '--data', data], { stdio: 'ignore' });
        const ended = new Promise((resolve) => child.on('close', resolve));
        const late = setTimeout(() => child.kill('SIGKILL'), wait_ms);
        await ended;
        clearTimeout(late);
        const again = await command(['demo', '--data', data]);
        must(again.status === 0, again);
        const { counts } = JSON.parse((await exported(data)).trim().split('\n').at(-1)).end;
        must(JSON.stringify(counts) === JSON.stringify(whole), { counts, whole });
        await isWell(data);
    }
});

await test('demo and restore are refused while Kith runs', async () => {
    const kith = await Kith.start({ data: await demo() });
    const copy = path.join(folder(), 'copy.db');
    must((await command(['backup', copy, '--data', kith.data])).status === 0, 'backup');
    for (const words of [['demo'], ['restore', copy], ['doctor', '--rebuild']])
        mustRefuse(await command([...words, '--data', kith.data]), 'Another Kith', 'Stop it first');
    must((await kith.stop()).length === 0, kith.errors);
});

await test('commands reach a Kith in a folder with a long path', async () => {
    const data = path.join(folder(), 'a'.repeat(80), 'b'.repeat(80), 'data');
    mkdirSync(path.dirname(data), { recursive: true });
    must((await command(['token', 'create', '--name', 'Ada', '--data', data])).status === 0, 'stopped');
    const kith = await Kith.start({ data });
    kith.secret = await kith.token('Ada');
    must((await kith.ask('GET', '/api/v1/me')).status === 200, 'running');
    must((await command(['healthcheck', '--data', data])).status === 0, 'healthcheck');
    must((await kith.stop()).length === 0, kith.errors);
    must(!existsSync(path.join(data, 'kith.sock')), 'the socket is left');
});

await test('the page is served from a folder while somebody works on it', async () => {
    const assets = folder();
    writeFileSync(path.join(assets, 'index.html'), '<p>one');
    writeFileSync(path.join(assets, 'app.js'), 'let a;');
    symlinkSync('/etc/passwd', path.join(assets, 'passwd.txt'));
    const kith = await Kith.start({ flags: ['--assets', assets] });
    const page = await kith.ask('GET', '/people/anybody');
    must(page.status === 200 && page.text === '<p>one' && page.headers['cache-control'] === 'no-cache', page);
    must(page.headers['content-security-policy'].includes("default-src 'none'"), page.headers);
    writeFileSync(path.join(assets, 'index.html'), '<p>another');
    must((await kith.ask('GET', '/')).text === '<p>another', 'the page that was there before');
    const script = await kith.ask('GET', '/app.js');
    must(script.headers['content-type'].startsWith('text/javascript') && script.text === 'let a;', script);
    const known = await kith.ask('GET', '/app.js', { headers: { 'If-None-Match': script.headers.etag } });
    must(known.status === 304, known);
    for (const at of ['/none.js', '/passwd.txt', '/..%2f..%2fetc%2fpasswd.x', '//etc/passwd.x', '/api/v1/none']) {
        const told = await kith.ask('GET', at);
        must(told.status >= 400 && !told.text.includes('root:'), told);
    }
    must((await kith.stop()).length === 0, kith.errors);
    mustRefuse(await command(['serve', '--assets', path.join(assets, 'none')]), '--assets', 'index.html');
});

await test('the data folder and the socket are for their own user only', async () => {
    const kith = await Kith.start({ data: path.join(folder(), 'data') });
    must((statSync(kith.data).mode & 0o777) === 0o700, 'the folder');
    must((statSync(path.join(kith.data, 'kith.sock')).mode & 0o777) === 0o600, 'the socket');
    const wrong = await kith.stop();
    must(wrong.length === 0, wrong);
});

// What others than the owner may do something with, sockets too.
function openToOthers(folder) {
    return execFileSync('find', [folder, '-not', '-type', 'l', '-perm', '/077'], { encoding: 'utf8' });
}

await test('whatever Kith writes is for its own user only, however the shell is set', async () => {
    const data = path.join(folder(), 'data');
    const freely = (words) => spawnSync('sh', ['-c', 'umask 000; exec "$0" "$@"', binary(), ...words], { encoding: 'utf8' });
    must(freely(['demo', '--data', data]).status === 0, 'demo');
    must(freely(['export', '--data', data]).status === 0, 'export');
    const kith = await Kith.start({ data, under: ['sh', '-c', 'umask 000; exec "$0" "$@"'] });
    kith.secret = await kith.token('Lieve Vandamme');
    const half = await new Promise((resolve) => {
        const socket = net.connect({ host: '127.0.0.1', port: kith.port }, () => {
            socket.write(`POST /api/v1/imports?format=kith HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${kith.secret}\r\n`
                + 'Content-Type: application/x-ndjson\r\nContent-Length: 100000\r\n\r\n{"half"');
            resolve(socket);
        });
    });
    for (let tries = 0; tries < 500 && readdirSync(path.join(data, 'spool')).length === 0; tries += 1)
        await new Promise((resolve) => setTimeout(resolve, 20));
    must(readdirSync(path.join(data, 'spool')).length === 1, 'there is no body in the spool');
    must((await kith.ask('POST', '/api/v1/people', { body: { name: 'Ada' } })).status === 201, 'a write');
    must(existsSync(path.join(data, 'kith.db-wal')), 'there is no log of writes');
    must(freely(['doctor', '--data', data]).status === 0, 'doctor');
    must(openToOthers(data) === '', openToOthers(data));
    half.destroy();
    must((await kith.stop()).length === 0, kith.errors);
    const copy = path.join(path.dirname(data), 'copy.db');
    must(freely(['backup', copy, '--data', data]).status === 0, 'backup');
    must(freely(['restore', copy, '--data', path.join(path.dirname(data), 'other')]).status === 0, 'restore');
    sql(data, 'PRAGMA user_version = 3'); // of an older Kith, which is copied first
    freely(['serve', '--data', data, '--listen', '127.0.0.1:0']);
    must(readdirSync(path.join(data, 'copies')).length === 1, 'there is no copy');
    must(openToOthers(path.dirname(data)) === '', openToOthers(path.dirname(data)));
});

await test('a data folder that was open to others is closed, and the log says so', async () => {
    const data = await demo();
    for (const [name, mode] of [['', 0o755], ['kith.db', 0o644], ['kith.lock', 0o664], ['copies', 0o755], ['spool', 0o777]])
        chmodSync(path.join(data, name), mode);
    const kith = await Kith.start({ data });
    must(openToOthers(data) === '', openToOthers(data));
    must((await kith.stop()).length === 0, kith.errors);
    must(kith.errors.includes('"warning"') && kith.errors.includes('open to other users'), kith.errors);
    const again = await Kith.start({ data });
    must((await again.stop()).length === 0, again.errors);
    must(!again.errors.includes('open to other users'), again.errors);
    const empty = path.join(folder(), 'data');
    mkdirSync(empty);
    chmodSync(empty, 0o755);
    must((await command(['demo', '--data', empty])).status === 0, 'an empty one');
    must(openToOthers(empty) === '', openToOthers(empty));
});

await test('a folder that is not all its own is never closed to others, but refused', async () => {
    const shared = folder();
    writeFileSync(path.join(shared, 'theirs.txt'), 'theirs', { mode: 0o644 });
    mkdirSync(path.join(shared, 'spool'));
    chmodSync(path.join(shared, 'spool'), 0o755);
    chmodSync(shared, 0o755);
    for (const words of [['serve', '--listen', '127.0.0.1:0'], ['demo'], ['token', 'create', '--name', 'Ada']])
        mustRefuse(await command([...words, '--data', shared]), shared, 'chmod 700');
    must((statSync(shared).mode & 0o777) === 0o755, 'the folder was changed');
    must((statSync(path.join(shared, 'spool')).mode & 0o777) === 0o755, 'what is in it was changed');
    must(!existsSync(path.join(shared, 'kith.db')), 'a logbook was begun');
    chmodSync(shared, 0o700);
    must((await command(['demo', '--data', shared])).status === 0, 'closed by hand');
});

await test('no secret is ever taken from the command line', async () => {
    const names = (await command(['help'])).stdout.match(/(?<=^ {2}kith )[a-z]+/gm);
    must(names.includes('token') && names.length > 10, names);
    for (const name of names) {
        const { stdout } = await command(['help', name]);
        must(!/--[\w-]*(pass|secret|token|key)/i.test(stdout), stdout);
    }
    const data = path.join(folder(), 'data');
    for (const flag of ['--password', '--secret', '--token'])
        mustRefuse(await command(['token', 'create', '--name', 'Ada', flag, 'x'.repeat(20), '--data', data]), 'is not understood');
});

await test('a second Kith on the same folder says so', async () => {
    const kith = await Kith.start({ data: path.join(folder(), 'data') });
    const second = await command(['serve', '--data', kith.data, '--listen', '127.0.0.1:0']);
    must(second.status === 1 && second.stderr.includes(kith.data) && second.stderr.includes('--data'), second);
    must((await kith.stop()).length === 0, kith.errors);
});

await test('a port that is taken is told with its address', async () => {
    const kith = await Kith.start();
    const second = await command(['serve', '--data', path.join(folder(), 'x'), '--listen',
        `127.0.0.1:${kith.port}`]);
    must(second.status === 1 && second.stderr.includes(String(kith.port)), second);
    must((await kith.stop()).length === 0, kith.errors);
});

await test('a newer database is refused with its path', async () => {
    const data = await demo();
    execFileSync('sqlite3', [path.join(data, 'kith.db'), 'PRAGMA user_version = 999']);
    const copy = path.join(folder(), 'copy.db');
    for (const words of [['serve'], ['doctor'], ['export'], ['backup', copy], ['demo']])
        mustRefuse(await command([...words, '--data', data]), 'newer', data);
    const file = path.join(data, 'kith.db');
    mustRefuse(await command(['verify', file]), 'newer', file);
    mustRefuse(await command(['restore', file, '--data', path.join(folder(), 'data')]), 'newer', file);
});

await test('an older database is copied and proved, and exported when serve has been there', async () => {
    const data = await demo();
    const copy = path.join(folder(), 'copy.db');
    sql(data, 'PRAGMA user_version = 0');
    must((await command(['backup', copy, '--data', data])).status === 0, 'backup');
    must((await command(['verify', copy])).status === 0, 'verify');
    mustRefuse(await command(['export', '--data', data]), 'older', data, 'kith serve');
});

await test("another program's database is refused with its path", async () => {
    const data = folder();
    execFileSync('sqlite3', [path.join(data, 'kith.db'), 'CREATE TABLE other (a)']);
    const copy = path.join(folder(), 'copy.db');
    for (const words of [['serve'], ['doctor'], ['export'], ['backup', copy]])
        mustRefuse(await command([...words, '--data', data]), 'another program', data);
    const file = path.join(data, 'kith.db');
    mustRefuse(await command(['verify', file]), 'another program', file);
    mustRefuse(await command(['restore', file, '--data', path.join(folder(), 'data')]), 'another program', file);
});

await test('what is no database is told with its path and a cure', async () => {
    const data = folder();
    writeFileSync(path.join(data, 'kith.db'), 'This is no database. '.repeat(1000));
    for (const words of [['serve'], ['doctor'], ['doctor', '--rebuild'], ['export'], ['backup', path.join(data, 'copy')]])
        mustRefuse(await command([...words, '--data', data]), data, 'kith restore FILE');
    mustRefuse(await command(['verify', path.join(data, 'kith.db')]), data, 'no database');
});

await test('a folder without permission is told with its path and a cure', async () => {
    const data = folder();
    chmodSync(data, 0o500);
    const inside = path.join(data, 'inside');
    mustRefuse(ran(['serve', '--data', inside], { as: asNobody }), inside, '--data');
});

await test('a logbook that may not be read is told from one that is not there', async () => {
    const data = await demo();
    const file = path.join(folder(), 'file');
    writeFileSync(file, '');
    mustRefuse(await command(['export', '--data', path.join(data, 'none')]), 'There is no logbook', 'kith serve');
    mustRefuse(await command(['export', '--data', file]), file, 'is no folder');
    mustRefuse(await command(['serve', '--data', file, '--listen', '127.0.0.1:0']), file, '--data');
    if (process.getuid() !== 0)
        return;
    chmodSync(path.dirname(data), 0o755);
    const closed = ran(['export', '--data', data], { as: asNobody });
    mustRefuse(closed, data, 'may not read', 'chown');
    for (const [name, mode] of [['', 0o755], ['kith.db', 0o644], ['copies', 0o755], ['spool', 0o755]])
        chmodSync(path.join(data, name), mode);
    for (const words of [['export'], ['backup', '/tmp/none/copy.db']])
        mustRefuse(ran([...words, '--data', data], { as: asNobody }), data, 'to the user that runs Kith');
});

await test('a read-only database is told with a cure', async () => {
    const data = await demo();
    if (process.getuid() !== 0)
        return;
    execFileSync('chown', ['-R', '65534:65534', data]);
    chmodSync(path.dirname(data), 0o755);
    execFileSync('chown', ['root:root', path.join(data, 'kith.db')]);
    for (const mode of [0o600, 0o644]) {
        chmodSync(path.join(data, 'kith.db'), mode);
        const told = ran(['serve', '--data', data, '--listen', '127.0.0.1:0'], { as: asNobody });
        mustRefuse(told, path.join(data, 'kith.db'), 'Give it');
    }
});

await test('a token is made while Kith runs and while it is stopped', async () => {
    const kith = await Kith.start({ data: path.join(folder(), 'data') });
    const running = await kith.token('Ada');
    must((await kith.ask('GET', '/api/v1/me', { token: running })).status === 200, 'running');
    must((await kith.stop({ keep: true })).length === 0, kith.errors);
    const stopped = await kith.token('Ada', 'read');
    const again = await Kith.start({ data: kith.data });
    const me = await again.ask('GET', '/api/v1/me', { token: stopped });
    must(me.status === 200 && me.json.name === 'Ada' && me.json.scopes.join() === 'read', me);
    must((await again.stop()).length === 0, again.errors);
});

await test('a token for a blank name, or for a name that two members bear, is refused in words', async () => {
    const data = path.join(folder(), 'data');
    for (const name of ['', '  ']) {
        const ran = await command(['token', 'create', '--member', name, '--data', data]);
        must(ran.status === 1 && ran.stderr.includes('needs a name'), ran);
    }
    const kith = await Kith.start({ data });
    kith.secret = await kith.token('Ada');
    for (let i = 0; i < 2; i += 1)
        must((await kith.ask('POST', '/api/v1/members', { body: { name: 'Twin' } })).status === 201, 'a twin');
    const ran = await command(['token', 'create', '--member', 'Twin', '--data', data]);
    must(ran.status === 1 && ran.stderr.includes('Several members are called Twin'), ran);
    must((await kith.stop()).length === 0, kith.errors);
});

// Uses a link as the page does, and gives the cookies that a browser would keep.
async function useLink(kith, told, password = 'four brass lamps shine', more = {}) {
    const secret = /#([\w-]{43})\s*$/m.exec(told)[1];
    const used = await kith.ask('POST', '/api/v1/links/use', { token: null, body: { secret, password, ...more } });
    must(used.status === 201, used.text);
    return used.headers['set-cookie'].map((line) => line.split(';')[0]).join('; ');
}
const isIn = async (kith, cookie) => (await kith.ask('GET', '/api/v1/me', { token: null, headers: { Cookie: cookie } })).status === 200;

await test('members are added, listed, let out and let in again, running or stopped', async () => {
    const data = path.join(folder(), 'data');
    const member = (...words) => command(['member', ...words, '--data', data]);
    const first = await member('add', '--name', 'Olga', '--email', 'olga@x.example', '--role', 'owner');
    must(first.status === 0 && first.stdout.includes('/join#'), first);
    const kith = await Kith.start({ data });
    const cookie = await useLink(kith, first.stdout);
    must(await isIn(kith, cookie), 'Olga is in');
    const second = await member('add', '--name', 'Rui', '--email', 'rui@x.example', '--role', 'reader');
    const his = await useLink(kith, second.stdout);
    const listed = await member('list');
    must(/^owner +active +olga@x\.example +Olga$/m.test(listed.stdout) && /^reader +active +rui@x\.example +Rui$/m.test(listed.stdout), listed);
    must((await member('disable', 'rui@X.example')).status === 0 && !(await isIn(kith, his)), 'Rui is out');
    mustRefuse(await member('reset-password', 'Rui'), 'has left');
    must((await member('enable', 'rui')).status === 0, 'enabled');
    const reset = await member('reset-password', 'Olga');
    must(await isIn(kith, cookie), 'a link alone ends nothing');
    const anew = await useLink(kith, reset.stdout, 'a quiet ferry hums at six');
    must(await isIn(kith, anew) && !(await isIn(kith, cookie)), 'only the new one is in');
    must((await kith.stop({ keep: true })).length === 0, kith.errors);
    for (const [words, ...told] of [
        [['add', '--name', 'X'], '--email'], [['add', '--email', 'x@x.example'], '--name'], [[], 'What to do'],
        [['disable'], 'Whom'], [['disable', 'Nobody'], 'no member Nobody'], [['disable', 'Olga'], 'only active owner'],
        [['add', '--name', 'Y', '--email', 'olga@x.example'], 'Another member'], [['list', 'x'], 'not understood'],
    ])
        mustRefuse(await member(...words), ...told);
    await isWell(data);
});

await test('tokens are listed and withdrawn', async () => {
    const data = path.join(folder(), 'data');
    const kith = await Kith.start({ data });
    const secret = await kith.token('Ada', 'read,export');
    await kith.ask('GET', '/api/v1/me', { token: secret });
    const listed = await command(['token', 'list', '--data', data]);
    const [, id] = /^([0-9a-f-]{36}) +Ada +made on the command line +read,export /m.exec(listed.stdout) ?? [];
    must(id && !listed.stdout.includes(secret), listed);
    must((await command(['token', 'withdraw', id, '--data', data])).status === 0, 'withdrawn');
    must((await kith.ask('GET', '/api/v1/me', { token: secret })).status === 401, 'it has ended');
    mustRefuse(await command(['token', 'withdraw', id, '--data', data]), 'no such token');
    mustRefuse(await command(['token', 'withdraw', '--data', data]), 'ID is missing');
    must((await kith.stop()).length === 0, kith.errors);
});

await test('nobody stays in over a restore, and links of before are void', async () => {
    const data = path.join(folder(), 'data');
    const kith = await Kith.start({ data });
    const cookie = await useLink(kith, kith.told, undefined, { name: 'Olga', email: 'olga@x.example' });
    const open = await command(['member', 'add', '--name', 'Rui', '--email', 'rui@x.example', '--data', data]);
    const token = await kith.token('Olga');
    const copy = path.join(folder(), 'copy.db');
    must((await command(['backup', copy, '--data', data])).status === 0, 'backup');
    must((await kith.stop({ keep: true })).length === 0, kith.errors);
    const elsewhere = path.join(folder(), 'data');
    const restored = await command(['restore', copy, '--data', elsewhere]);
    must(restored.status === 0 && restored.stdout.includes('signs in again'), restored);
    const other = await Kith.start({ data: elsewhere });
    must(!(await isIn(other, cookie)), 'Olga is out');
    const secret = /#([\w-]{43})/.exec(open.stdout)[1];
    must((await other.ask('POST', '/api/v1/links/look', { token: null, body: { secret } })).status === 404, 'the link is void');
    must((await other.ask('GET', '/api/v1/me', { token })).status === 200, 'tokens hold');
    const signed = await other.ask('POST', '/api/v1/sessions', { token: null, body: { email: 'olga@x.example', password: 'four brass lamps shine' } });
    must(signed.status === 201, signed.text);
    must((await other.stop()).length === 0, other.errors);
});

await test('SIGTERM finishes the writes that were taken', async () => {
    const kith = await Kith.start({ data: path.join(folder(), 'data'), flags: ['--commit-delay-ms', '150'] });
    kith.secret = await kith.token('Ada');
    const sent = [];
    for (let i = 0; i < 20; i += 1)
        sent.push(kith.ask('POST', '/api/v1/people', { body: { name: `Person ${i}` } }).catch((error) => error));
    await kith.ask('GET', '/api/v1/me');
    kith.child.kill('SIGTERM');
    const answers = await Promise.all(sent);
    const wrong = await kith.stop({ keep: true });
    must(wrong.length === 0, wrong);
    const told = answers.filter((answer) => answer.status === 201).length;
    const { counts } = JSON.parse((await exported(kith.data)).trim().split('\n').at(-1)).end;
    const refused = answers.filter((answer) => answer.status === 503 || answer instanceof Error).length;
    must(told + refused === 20 && counts.person === told && told > 0, { told, refused, counts });
    await isWell(kith.data);
});

await test('healthcheck tells a running Kith from a stopped one', async () => {
    const kith = await Kith.start({ data: path.join(folder(), 'data') });
    const up = await command(['healthcheck', '--data', kith.data]);
    must(up.status === 0, up);
    must((await kith.stop({ keep: true })).length === 0, kith.errors);
    const down = await command(['healthcheck', '--data', kith.data]);
    must(down.status === 1 && down.stderr.includes(kith.data), down);
});

await test('a backup of a running Kith is whole, replaces nothing, and is restored as it was', async () => {
    const data = await demo();
    const kith = await Kith.start({ data });
    const copy = path.join(folder(), 'copy.db');
    const made = await command(['backup', copy, '--data', data]);
    must(made.status === 0, made);
    const again = await command(['backup', copy, '--data', data]);
    must(again.status === 1 && again.stderr.includes('never replaces'), again);
    must((await kith.stop({ keep: true })).length === 0, kith.errors);
    must((await command(['verify', copy])).status === 0, 'verify');
    const elsewhere = path.join(folder(), 'data');
    const restored = await command(['restore', copy, '--data', elsewhere]);
    must(restored.status === 0, restored);
    must((await exported(elsewhere)) === (await exported(data)), 'the restored logbook differs');
    await isWell(elsewhere);
    const twice = await command(['restore', copy, '--data', elsewhere]);
    must(twice.status === 1 && twice.stderr.includes(elsewhere), twice);
});

// Who and what is found for these. What was said in one moment may come in any order.
async function found(data) {
    const told = [];
    const made = await command(['token', 'create', '--name', 'finder', '--scopes', 'read', '--data', data]);
    must(made.status === 0, made);
    const kith = await Kith.start({ data });
    for (const typed of ['teresa', 'tersea', 'magal', 'roll call', '"notebook for every"', 'sopr', '#roll-call', 'kind:call before:2030', '合']) {
        const { json } = await kith.ask('GET', `/api/v1/search?q=${encodeURIComponent(typed)}&limit=200`, { token: made.stdout.trim() });
        const ids = [...json.people, ...json.words, ...json.themes].map((one) => one.fact_id ?? one.promise_id ?? one.conversation_id ?? one.id);
        told.push([json.people_count.count, json.words_count.count, json.themes_count.count, ...ids.sort()]);
    }
    must((await kith.stop({ keep: true })).length === 0, kith.errors);
    return told;
}

await test('search finds the same in what was imported and in what was restored', async () => {
    const data = await demo();
    const copy = path.join(folder(), 'copy.db');
    const [imported, restored] = [folder(), folder()].map((place) => path.join(place, 'data'));
    must((await command(['backup', copy, '--data', data])).status === 0, 'backup');
    must((await command(['restore', copy, '--data', restored])).status === 0, 'restore');
    const file = path.join(folder(), 'all.ndjson');
    writeFileSync(file, await exported(data));
    must((await command(['import', file, '--data', imported])).status === 0, 'import');
    const first = await found(data);
    must(first.slice(0, -1).every(([people, words]) => people + words > 0), first);
    must(JSON.stringify(await found(restored)) === JSON.stringify(first), 'the restored one finds something else');
    must(JSON.stringify(await found(imported)) === JSON.stringify(first), 'the imported one finds something else');
});

await test('a damaged copy is found', async () => {
    const data = await demo();
    const copy = path.join(folder(), 'copy.db');
    must((await command(['backup', copy, '--data', data])).status === 0, 'backup');
    damage(copy);
    must((await command(['verify', copy])).status === 1, 'verify');
    const elsewhere = path.join(folder(), 'data');
    must((await command(['restore', copy, '--data', elsewhere])).status === 1, 'restore');
    must(!existsSync(elsewhere), 'a folder was made for a damaged copy');
});

await test('a restore that fails halfway leaves no logbook', async () => {
    const data = await demo();
    sql(data, 'DROP TABLE counter');
    const elsewhere = path.join(folder(), 'data');
    const told = await command(['restore', path.join(data, 'kith.db'), '--data', elsewhere]);
    must(told.status === 1, told);
    must(readdirSync(elsewhere).every((name) => !name.startsWith('kith.db')), readdirSync(elsewhere));
});

await test('what a killed restore left is not in the way', async () => {
    const data = await demo();
    const elsewhere = folder();
    for (const name of ['kith.db.unfinished', 'kith.db.unfinished-wal', 'kith.db.unfinished.unfinished'])
        writeFileSync(path.join(elsewhere, name), 'half a copy');
    const told = await command(['restore', path.join(data, 'kith.db'), '--data', elsewhere]);
    must(told.status === 0, told);
    must((await exported(elsewhere)) === (await exported(data)), 'the restored logbook differs');
    must(readdirSync(elsewhere).every((name) => !name.includes('unfinished')), readdirSync(elsewhere));
});

await test('a log that was left behind does not get into what is restored', async () => {
    const data = await demo();
    const elsewhere = folder();
    writeFileSync(path.join(elsewhere, 'kith.db-wal'), 'of the logbook that was moved away');
    mustRefuse(await command(['restore', path.join(data, 'kith.db'), '--data', elsewhere]), elsewhere, 'kith.db-wal');
});

await test('a backup that cannot be made names the file that was asked for and the cure', async () => {
    const data = await demo();
    const copy = path.join(folder(), 'none', 'copy.db');
    const told = await command(['backup', copy, '--data', data]);
    mustRefuse(told, copy, 'Make the folder first');
    must(!told.stderr.includes('unfinished'), told);
});

await test('export, import into an empty Kith, export again: the same bytes', async () => {
    const data = await demo();
    const file = path.join(folder(), 'export.ndjson');
    writeFileSync(file, await exported(data));
    const elsewhere = path.join(folder(), 'data');
    const taken = await command(['import', file, '--data', elsewhere]);
    must(taken.status === 0, taken);
    must((await exported(elsewhere)) === readFileSync(file, 'utf8'), 'the bytes differ');
    await isWell(elsewhere);
    const full = await command(['import', file, '--data', elsewhere]);
    must(full.status === 1 && full.stderr.trim().length > 0, full);
});

await test('import reads a pipe as well as a file', async () => {
    const text = await exported(await demo());
    for (const name of ['-', '/dev/stdin']) {
        const elsewhere = path.join(folder(), 'data');
        const taken = await command(['import', name, '--data', elsewhere], { input: text });
        must(taken.status === 0, taken);
        must((await exported(elsewhere)) === text, 'the bytes differ');
        must(readdirSync(path.join(elsewhere, 'spool')).length === 0, 'the spool is not empty');
    }
    const fifo = path.join(folder(), 'fifo');
    const elsewhere = path.join(folder(), 'data');
    execFileSync('mkfifo', [fifo]);
    const writer = spawn('sh', ['-c', 'cat >"$0"', fifo]);
    writer.stdin.end(text);
    const taken = await command(['import', fifo, '--data', elsewhere]);
    must(taken.status === 0 && (await exported(elsewhere)) === text, taken);
});

await test('import makes nothing for a file that cannot be read', async () => {
    const elsewhere = path.join(folder(), 'data');
    mustRefuse(await command(['import', folder(), '--data', elsewhere]), 'is a folder', 'kith export');
    mustRefuse(await command(['import', path.join(folder(), 'none'), '--data', elsewhere]), 'cannot be read');
    must(!existsSync(elsewhere), 'a data folder was made');
    const nothing = await command(['import', '-', '--data', elsewhere], { input: '' });
    must(nothing.status === 1 && nothing.stderr.trim().split('\n').length === 1, nothing);
});

await test('a cut export is refused and leaves nothing behind', async () => {
    const text = await exported(await demo());
    const file = path.join(folder(), 'cut.ndjson');
    writeFileSync(file, text.slice(0, text.length * 0.7));
    const elsewhere = path.join(folder(), 'data');
    const taken = await command(['import', file, '--data', elsewhere]);
    must(taken.status === 1 && taken.stderr.includes('cut off'), taken);
    const { counts } = JSON.parse((await exported(elsewhere)).trim().split('\n').at(-1)).end;
    must(counts.person === 0 && counts.conversation === 0, counts);
});

await test('the doctor finds a planted fault, and rebuilding cures it', async () => {
    const data = await demo();
    const faults = ['UPDATE person_state SET conversations = conversations + 1 WHERE person = 1',
        'DELETE FROM quote_theme WHERE theme = 1'];
    for (const fault of faults)
        execFileSync('sqlite3', [path.join(data, 'kith.db'), fault]);
    const found = await command(['doctor', '--data', data]);
    must(found.status === 1 && found.stdout.trim().split('\n').length >= 3, found);
    const cured = await command(['doctor', '--rebuild', '--data', data]);
    must(cured.status === 0, cured);
    await isWell(data);
});

await test('the doctor looks while Kith runs, and leaves no copy behind', async () => {
    const data = await demo();
    sql(data, 'UPDATE person_state SET conversations = conversations + 1 WHERE person = 1');
    const kith = await Kith.start({ data });
    const found = await command(['doctor', '--data', data]);
    must(found.status === 1 && found.stdout.includes('person_state'), found);
    must(readdirSync(path.join(data, 'copies')).length === 0, readdirSync(path.join(data, 'copies')));
    must((await kith.stop()).length === 0, kith.errors);
    must((await command(['doctor', '--rebuild', '--data', data])).status === 0, 'rebuild');
    const again = await Kith.start({ data });
    await isWell(data);
    must((await again.stop()).length === 0, again.errors);
});

// A logbook with five rows in its audit log.
async function audited() {
    const data = await demo();
    for (const name of ['Ada', 'Bob'])
        must((await command(['token', 'create', '--name', name, '--data', data])).status === 0, name);
    await exported(data, '--since', '1');
    must(auditOf(data).length === 5, auditOf(data));
    return data;
}

await test('the doctor tells which row of the audit log was changed, and that it was cut off', async () => {
    const data = await audited();
    const swap = 'UPDATE audit SET number = 9 WHERE number = 2; UPDATE audit SET number = 2 WHERE number = 3; UPDATE audit SET number = 3 WHERE number = 9';
    const faults = [
        ...['at = at - 1', "actor = 'stranger'", 'member = 1', "verb = 'x'", "subject = 'person'", 'subject_uid = randomblob(16)',
            "commitment = 'x'", "hash = 'x'"].map((set) => [`UPDATE audit SET ${set} WHERE number = 3`, 'Row 3 of the audit log was changed']),
        ['UPDATE audit SET number = 33 WHERE number = 3', 'Row 3 of the audit log is missing'],
        ['DELETE FROM audit WHERE number = 3', 'Row 3 of the audit log is missing'],
        [swap, 'Row 2 of the audit log was changed'],
        ['DELETE FROM audit WHERE number = 5', 'The audit log was cut off: rows 5 to 5 are missing'],
        ["UPDATE audit_words SET words = 'x' WHERE number = 3", 'The words of row 3 of the audit log'],
    ];
    for (const [fault, words] of faults) {
        const other = path.join(folder(), 'data');
        cpSync(data, other, { recursive: true });
        sql(other, fault);
        const told = await command(['doctor', '--data', other]);
        must(told.status === 1 && told.stdout.includes(words) && !told.stdout.includes('is well'), { fault, told });
    }
    await isWell(data);
});

await test('words of the audit log can be erased, and the chain is whole', async () => {
    const data = await audited();
    sql(data, 'DELETE FROM audit_words WHERE number IN (1, 3)');
    await isWell(data);
});

await test('a changed audit log is told of a copy too, which can be restored all the same', async () => {
    const data = await audited();
    const copy = path.join(folder(), 'copy.db');
    sql(data, "UPDATE audit SET verb = 'x' WHERE number = 2");
    must((await command(['backup', copy, '--data', data])).status === 0, 'backup');
    const told = await command(['verify', copy]);
    must(told.status === 1 && told.stdout.includes('Row 2 of the audit log was changed') && told.stdout.includes('can be restored'), told);
    const elsewhere = path.join(folder(), 'data');
    must((await command(['restore', copy, '--data', elsewhere])).status === 0, 'restore');
    const doctor = await command(['doctor', '--data', elsewhere]);
    must(doctor.status === 1 && doctor.stdout.includes('Row 2') && !doctor.stdout.includes('--rebuild'), doctor);
    must(auditOf(elsewhere).at(-1) === 'host restored from a copy', auditOf(elsewhere));
});

await test('a restore goes on with the chain of the copy', async () => {
    const data = await audited();
    const copy = path.join(folder(), 'copy.db');
    const elsewhere = path.join(folder(), 'data');
    must((await command(['backup', copy, '--data', data])).status === 0, 'backup');
    must((await command(['restore', copy, '--data', elsewhere])).status === 0, 'restore');
    must(auditOf(elsewhere).join() === [...auditOf(data), 'host restored from a copy'].join(), auditOf(elsewhere));
    await isWell(elsewhere);
});

// BLAKE2b of 256 bits of the hash before and the row as a JSON array: nothing of ours is needed.
await test('anybody can follow the chain with sqlite3 and b2sum', async () => {
    const data = await audited();
    const rows = asked(data, `SELECT hash, json_array(number, at, actor, member, verb, subject, quote(subject_uid), commitment)
        AS bytes FROM audit ORDER BY number`);
    let before = '';
    for (const { hash, bytes } of rows) {
        const sum = execFileSync('b2sum', ['-l', '256'], { input: before + bytes, encoding: 'utf8' });
        must(sum.startsWith(`${hash} `), { hash, sum, bytes });
        before = hash;
    }
    must(rows.length === 5, rows);
});

await test('an export is written down by whoever makes it, running or stopped', async () => {
    const data = await demo();
    await exported(data);
    await exported(data, '--format', 'json', '--since', '3');
    const refused = await command(['export', '--since', '999999', '--data', data]);
    mustRefuse(refused, 'There is no change 999999');
    const stopped = ['host logbook exported', 'host logbook exported: since 3, json'];
    must(auditOf(data).join() === stopped.join(), auditOf(data));
    const alone = await exported(data);
    const kith = await Kith.start({ data });
    must(await exported(data) === alone, 'the running Kith gives other bytes');
    await exported(data, '--format', 'json', '--since', '3');
    mustRefuse(await command(['export', '--since', '999999', '--data', data]), 'There is no change 999999');
    must((await kith.stop()).length === 0, kith.errors);
    must(auditOf(data).join() === [...stopped, stopped[0], ...stopped].join(), auditOf(data));
    await isWell(data);
});

// Under a limit for the length of files that the log reaches soon, and that keeps it from becoming shorter.
await test('an export that cannot be written down is refused in one sentence, and reading goes on', async () => {
    const data = await demo();
    const made = await command(['token', 'create', '--name', 'Zoe', '--scopes', 'read,export', '--data', data]);
    const under = ['sh', '-c', 'trap "" XFSZ; exec prlimit --fsize=40000:40000 "$@"', 'sh'];
    const kith = await Kith.start({ data, under, flags: ['--quiet'] });
    kith.secret = made.stdout.trim();
    let told = await kith.ask('GET', '/api/v1/export');
    let given = 0;
    for (; told.status === 200 && given < 20; given += 1)
        told = await kith.ask('GET', '/api/v1/export');
    must(told.status === 503 && /^Nothing is given out before [^.]+\. Try again\.$/.test(told.json.detail), told.status);
    const refused = await command(['export', '--data', data]);
    mustRefuse(refused, 'Nothing is given out before');
    must(refused.stdout === '', 'something was given out');
    must((await kith.ask('GET', '/api/v1/people')).status === 200, 'reading');
    must((await kith.stop()).length === 0, kith.errors);
    must(auditOf(data).filter((row) => row.includes('exported')).length === given, { given, rows: auditOf(data) });
    await isWell(data);
});

await test('an export that Kith cut off when it stopped is no success', async () => {
    const kith = await Kith.start({ data: path.join(folder(), 'data') });
    kith.secret = await kith.token('Ada');
    const body = 'many words '.repeat(5000);
    for (let i = 0; i < 80; i += 1)
        must((await kith.ask('POST', '/api/v1/conversations', { body: { people: [{ name: `P${i}` }], body } })).status === 201, 'logged');
    const child = spawn(binary(), ['export', '--data', kith.data], { stdio: ['ignore', 'pipe', 'pipe'] });
    let told = '';
    child.stderr.setEncoding('utf8').on('data', (text) => (told += text));
    const ended = new Promise((resolve) => child.on('close', resolve));
    await new Promise((resolve) => child.stdout.once('readable', resolve)); // it has begun, and nobody reads on
    must((await kith.stop()).length === 0, kith.errors);
    child.stdout.resume();
    const status = await ended;
    must(status === 1 && told.includes('cut off') && told.trim().split('\n').length === 1, { status, told });
});

await test('a damaged file is what the doctor finds, and nothing is derived from it', async () => {
    const data = await demo();
    const file = path.join(data, 'kith.db');
    damage(file);
    const before = readFileSync(file);
    for (const words of [['doctor'], ['doctor', '--rebuild']]) {
        const told = await command([...words, '--data', data]);
        mustRefuse(told, `The database file ${file} is damaged. Restore the newest good copy: kith restore FILE`);
        must(!told.stdout.includes('--rebuild'), told);
    }
    must(readFileSync(file).equals(before), 'the damaged file was written to');
});

// Seconds that a process has computed for so far.
function computed(pid) {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
}

function connect(port, count) {
    return Promise.all(Array.from({ length: count }, () => new Promise((resolve) => {
        const socket = net.connect({ host: '127.0.0.1', port });
        socket.on('connect', () => resolve(socket));
        socket.on('error', () => resolve(socket));
    })));
}

await test('with few open files Kith takes fewer connections, does not spin, and answers again', async () => {
    const kith = await Kith.start({ under: ['prlimit', '--nofile=120:120'] });
    const sockets = await connect(kith.port, 200);
    const before = computed(kith.child.pid);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const spent = computed(kith.child.pid) - before;
    must(spent < 0.3, `${spent} s of 1.5 s were computed`);
    if (process.getuid() === 0) // nobody else may look into Kith
        must(readdirSync(`/proc/${kith.child.pid}/fd`).length < 120, 'too many files are open');
    sockets.forEach((socket) => socket.destroy());
    must((await kith.ask('GET', '/readyz')).status === 200, 'it does not answer');
    must((await kith.stop()).length === 0, kith.errors);
    must(kith.errors.includes('few open files'), kith.errors);
});

await test('Kith raises its limit of open files as far as it may', async () => {
    const kith = await Kith.start({ under: ['prlimit', '--nofile=200:11000'] });
    const limits = readFileSync(`/proc/${kith.child.pid}/limits`, 'utf8');
    must(/Max open files +10256 +11000/.test(limits), limits);
    must((await kith.stop()).length === 0, kith.errors);
    must(!kith.errors.includes('few open files'), kith.errors);
});

await test('one address may hold so many connections and no more, unless it is told otherwise', async () => {
    const held = async (flags) => {
        const kith = await Kith.start({ flags });
        const sockets = await connect(kith.port, 12);
        const answers = await Promise.all(sockets.map((socket) => new Promise((resolve) => {
            socket.once('data', () => resolve(true));
            socket.once('close', () => resolve(false));
            if (socket.destroyed) // it was closed before anybody listened
                return resolve(false);
            socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
        })));
        sockets.forEach((socket) => socket.destroy());
        must((await kith.stop()).length === 0, kith.errors);
        return answers.filter(Boolean).length;
    };
    must((await held(['--connections-per-address', '5'])) === 5, 'five');
    must((await held(['--connections-per-address', '0'])) === 12, 'no limit');
    const proxies = ['--trusted-proxy', '10.0.0.0/8,127.0.0.1'];
    must((await held(['--connections-per-address', '5', ...proxies])) === 12, 'a trusted proxy');
});

await test('what a trusted proxy sends for one address is limited, and told when to try again', async () => {
    const kith = await Kith.start({ flags: ['--trusted-proxy', '127.0.0.1', '--connections-per-address', '1'] });
    const secret = await kith.token('Olga');
    const [open] = await connect(kith.port, 1);
    open.write('POST /api/v1/people HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.7\r\n' +
        `Authorization: Bearer ${secret}\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{"name":`);
    const health = (address) => kith.ask('GET', '/healthz', { headers: { 'X-Forwarded-For': address } });
    let refused = await health('192.0.2.7');
    for (const until = Date.now() + 10000; refused.status === 200 && Date.now() < until;)
        refused = await health('192.0.2.7'); // until the server has begun with the first
    must(refused.status === 429 && refused.headers['retry-after'] === '1', refused);
    must(refused.json.type === 'urn:kith:problem:too-many' && refused.json.detail.startsWith('Your address has 1'), refused);
    must((await health('192.0.2.8')).status === 200, 'another address');
    const made = new Promise((resolve) => open.once('data', (bytes) => resolve(bytes.toString())));
    open.write(' "Ada"}');
    must((await made).startsWith('HTTP/1.1 201 '), await made);
    open.destroy();
    must((await kith.stop()).length === 0, kith.errors);
});

await test('what is no address of a proxy is refused at the start', async () => {
    for (const wrong of ['proxy.example', '127.0.0.1:80', '0.0.0.0/0']) {
        mustRefuse(await command(['serve', '--data', folder(), '--trusted-proxy', wrong]),
            `--trusted-proxy: "${wrong}" is no address or network of a proxy: write them as`);
    }
});

for (const made of folders)
    rmSync(made, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
