// The commands as somebody at the machine uses them: starting, stopping, copying, moving, refusing.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { binary, command, Kith } from '../support/kith.mjs';

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
    const words = ['serve', 'demo', 'token', 'export', 'import', 'backup', 'verify', 'restore', 'doctor',
        'check', 'routes', 'openapi', 'healthcheck', '--data', 'KITH_LISTEN'];
    must(status === 0 && words.every((word) => stdout.includes(word)), stdout);
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

await test('the data folder and the socket are for their own user only', async () => {
    const kith = await Kith.start({ data: path.join(folder(), 'data') });
    must((statSync(kith.data).mode & 0o777) === 0o700, 'the folder');
    must((statSync(path.join(kith.data, 'kith.sock')).mode & 0o777) === 0o600, 'the socket');
    const wrong = await kith.stop();
    must(wrong.length === 0, wrong);
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
    for (const name of ['serve', 'doctor']) {
        const ran = await command([name, '--data', data]);
        must(ran.status === 1 && ran.stderr.includes('newer') && ran.stderr.includes(data), ran);
    }
});

await test("another program's database is refused with its path", async () => {
    const data = folder();
    execFileSync('sqlite3', [path.join(data, 'kith.db'), 'CREATE TABLE other (a)']);
    const ran = await command(['serve', '--data', data]);
    must(ran.status === 1 && ran.stderr.includes('another program'), ran);
});

await test('a folder without permission is told with its path and a cure', async () => {
    const data = folder();
    chmodSync(data, 0o500);
    const nobody = { uid: 65534, gid: 65534, encoding: 'utf8' };
    const asNobody = process.getuid() === 0;
    const inside = path.join(data, 'inside');
    const ran = spawnSync(binary(), ['serve', '--data', inside], asNobody ? nobody : { encoding: 'utf8' });
    must(ran.status === 1 && ran.stderr.includes(inside) && ran.stderr.includes('--data'), ran);
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

await test('a damaged copy is found', async () => {
    const data = await demo();
    const copy = path.join(folder(), 'copy.db');
    must((await command(['backup', copy, '--data', data])).status === 0, 'backup');
    const bytes = readFileSync(copy);
    bytes.fill(0x5a, 4096 * 3, 4096 * 8);
    writeFileSync(copy, bytes);
    must((await command(['verify', copy])).status === 1, 'verify');
    const elsewhere = path.join(folder(), 'data');
    must((await command(['restore', copy, '--data', elsewhere])).status === 1, 'restore');
    must(!existsSync(path.join(elsewhere, 'kith.db')), 'a damaged copy was kept');
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
    const open = readdirSync(`/proc/${kith.child.pid}/fd`).length;
    must(spent < 0.3, `${spent} s of 1.5 s were computed`);
    must(open < 120, `${open} files are open`);
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
});

for (const made of folders)
    rmSync(made, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
