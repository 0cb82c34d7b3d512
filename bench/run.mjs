// Measures Kith beside what it is built of, in one run on one machine, and judges the ratios.
// See README.md for what each figure means and why it is measured so.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
    cpSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync,
    writeFileSync,
} from 'node:fs';
import { cpus } from 'node:os';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Server, freePort, pause, run, runBeside } from './server.mjs';

const { values: asked } = parseArgs({
    options: {
        small: { type: 'boolean', default: false },
        json: { type: 'string' },
        rounds: { type: 'string' },
        'no-build': { type: 'boolean', default: false },
        only: { type: 'string', default: 'reads,logging,export,start' },
    },
});

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const built = path.join(root, 'build/bench');
const kith = process.env.KITH_BIN ?? path.join(built, 'kith');
const program = (name) => path.join(built, `bench-${name}`);
const size = asked.small
    ? { people: 500, conversations: 5000, rounds: 1, briefs: 2500, timelines: 500, seconds: 1, logged: 500 }
    : { people: 10000, conversations: 200000, rounds: 3, briefs: 40000, timelines: 5000, seconds: 6, logged: 20000 };
size.rounds = Number(asked.rounds ?? size.rounds);
const SEED = 7;
const TURNS = 5; // within a round, of the things that are compared
const READERS = 16;
const WRITERS = 64;
const DELAY_MS = 5;
const place = path.join(root, 'build/bench-data');
const sortOfLogbook = `${size.people}-${size.conversations}-${SEED}-`;
const logbook = path.join(place, sortOfLogbook + hashOfSources());
const work = path.join(place, `work-${process.pid}`);
const data = path.join(work, 'data');
const database = path.join(data, 'kith.db');
const logged = path.join(work, 'logged'); // what is logged into: the other one stays as it was made
const fileOf = (name) => path.join(work, name);
const does = (part) => asked.only.split(',').includes(part);

// Every value that was measured, by name, in the order of the rounds.
const measured = {};
const privatePeaks = {};
let token;

function note(name, value) {
    (measured[name] ??= []).push(value);
    return value;
}

function median(values) {
    const sorted = [...values].sort((one, other) => one - other);
    const middle = Math.floor(sorted.length / 2);
    return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const middle = (name) => (measured[name] ? median(measured[name]) : NaN);

// ---- what is there before anything is measured ---------------------------------------------------

function build() {
    if (asked['no-build'])
        return;
    run('cmake', ['-S', root, '-B', built, '-G', 'Ninja', '-DKITH_PAGE=OFF', '-DKITH_TESTS=OFF',
        '-DKITH_BENCH=ON', '-DCMAKE_BUILD_TYPE=Release']);
    run('ninja', ['-C', built]);
}

// What decides how the generated logbook looks.
function hashOfSources() {
    const schema = readdirSync(path.join(root, 'schema')).sort().map((name) => `schema/${name}`);
    const hash = createHash('sha256');
    for (const source of [...schema, 'bench/generate.c', 'bench/prose.c', 'bench/chance.h'])
        hash.update(readFileSync(path.join(root, source)));
    return hash.digest('hex').slice(0, 12);
}

function generate() {
    mkdirSync(place, { recursive: true });
    if (!existsSync(logbook)) {
        for (const old of readdirSync(place).filter((name) => name.startsWith(sortOfLogbook)))
            rmSync(path.join(place, old), { recursive: true });
        const making = `${logbook}.making`;
        rmSync(making, { recursive: true, force: true });
        process.stdout.write(run(program('generate'), ['--data', making, '--people', size.people,
            '--conversations', size.conversations, '--seed', SEED].map(String)));
        renameSync(making, logbook);
    }
    mkdirSync(work);
    cpSync(logbook, data, { recursive: true });
}

function query(sql) {
    return run('sqlite3', ['-readonly', '-noheader', database, sql]).split('\n').filter(Boolean);
}

const uuid = (hex) => hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const writeLines = (name, lines) => writeFileSync(fileOf(name), `${lines.join('\n')}\n`);

// The order is mixed, and the same in every run.
const MIXED = 'ORDER BY p.id * 7919 % 100003, p.id LIMIT 1000';

function choose() {
    const people = query(`SELECT hex(p.uid) FROM person p ${MIXED}`).map(uuid);
    const talked = query(`SELECT hex(p.uid) FROM person p JOIN person_state s ON s.person = p.id
        WHERE s.conversations >= 50 ${MIXED}`).map(uuid);
    writeLines('brief.ids', people);
    writeLines('timeline.ids', talked);
    writeLines('brief.paths', people.map((id) => `/api/v1/people/${id}/brief`));
    writeLines('timeline.paths', talked.map((id) => `/api/v1/people/${id}/timeline`));
    writeLines('export.paths', ['/api/v1/export']);
    const texts = query(`SELECT json_quote(coalesce(p.sent, p.body)) FROM conversation p ${MIXED}`);
    writeLines('bodies', texts.map((text, at) =>
        `{"kind":"call","people":["${people[at % people.length]}"],"minutes":12,"body":${text}}`));
}

const serve = (flags = [], where = data) => Server.start(kith,
    ['serve', '--data', where, '--listen', '127.0.0.1:0', ...flags], { log: fileOf('log') });

async function makeToken() {
    const made = run(kith, ['token', 'create', '--data', data, '--name', 'Bench', '--scopes',
        'read,write,export,admin']);
    token = made.trim();
}

async function load(server, words) {
    const told = await runBeside(program('load'), ['--port', String(server.port), '--pid',
        String(server.pid), ...words.map(String)]);
    return JSON.parse(told);
}

function rememberMemory(phase, server) {
    server.privateMb();
    privatePeaks[phase] = Math.max(privatePeaks[phase] ?? 0, server.peakMb);
}

// ---- reading --------------------------------------------------------------------------------------

function readInProcess(what, times, sizes = []) {
    const told = run(program('inprocess'), [database, what, String(times), ...sizes],
        { input: readFileSync(fileOf(`${what}.ids`)) });
    return JSON.parse(told);
}

async function readOver(server, lines, times, name, words) {
    const told = await load(server, ['--lines', fileOf(lines), '--connections', READERS, ...words,
        '--requests', times]);
    note(`${name}_cpu_us`, told.cpu_us);
    note(`${name}_p50_us`, told.p50_us);
    note(`${name}_p99_us`, told.p99_us);
    note(`${name}_per_second`, told.per_second);
    note(`${name}_bytes`, told.bytes / told.requests);
    return told;
}

// The bare server is asked as often a second as Kith answered: a server that is asked faster finds many
// requests at each awakening, and its client awake. How little it needs then stands beside.
async function readsOf(server, bare, what, times) {
    const real = await readOver(server, `${what}.paths`, times, what, ['--token', token]);
    const alone = note(`${what}_in_process_us`, readInProcess(what, times).cpu_us);
    const like = await readOver(bare, `${what}.sizes`, times, `${what}_bare`,
        ['--rate', real.per_second]);
    const fast = await readOver(bare, `${what}.sizes`, times, `${what}_bare_fast`, []);
    note(`${what}_ratio`, real.cpu_us / (alone + like.cpu_us));
    note(`${what}_strict_ratio`, real.cpu_us / (alone + fast.cpu_us));
}

async function measureReads() {
    for (const what of ['brief', 'timeline']) {
        readInProcess(what, 1, [fileOf('sizes')]);
        const sizes = readFileSync(fileOf('sizes'), 'utf8').trim().split('\n');
        writeLines(`${what}.sizes`, sizes.map((bytes) => `/${bytes}`));
    }
    const server = await serve();
    const bare = await Server.start(program('bare'), [String(cpus().length)]);
    for (const what of ['brief', 'timeline'])
        await load(server, ['--lines', fileOf(`${what}.paths`), '--token', token, '--requests', 1000]);
    for (let turn = 0; turn < TURNS; turn++) {
        await readsOf(server, bare, 'brief', size.briefs / TURNS);
        await readsOf(server, bare, 'timeline', size.timelines / TURNS);
    }
    rememberMemory('reading', server);
    await bare.stop();
    await server.stop();
}

// ---- logging --------------------------------------------------------------------------------------

async function logWith(name, flags, until = ['--seconds', size.seconds]) {
    const server = await serve(flags, logged);
    const told = await load(server, ['--lines', fileOf('bodies'), '--connections', WRITERS, '--post',
        '/api/v1/conversations', '--token', token, '--keys', ...until]);
    const ready = JSON.parse((await server.get('/readyz')).bytes);
    note(`${name}_slowest_commit_ms`, ready.slowest_commit_us / 1000);
    note(`${name}_index_us`, ready.index_cpu_us / ready.writes);
    note(`${name}_per_second`, told.per_second);
    note(`${name}_p50_us`, told.p50_us);
    note(`${name}_p99_us`, told.p99_us);
    note(`${name}_cpu_us`, told.cpu_us);
    rememberMemory('logging', server);
    await server.stop();
    return told.per_second;
}

async function measureLogging() {
    const delayed = ['--commit-delay-ms', String(DELAY_MS)];
    const alone = ['--batch-jobs', '1'];
    note('logging_delayed_ratio', await logWith('logging_delayed', delayed) /
        await logWith('logging_delayed_alone', [...delayed, ...alone]));
    const sync = JSON.parse(run(program('sync'), [fileOf('sync')]));
    note('fdatasync_per_second', sync.per_second);
    note('fdatasync_p50_us', sync.p50_us);
    note('logging_ratio', await logWith('logging', [], ['--requests', size.logged]) / await logWith('logging_alone', alone));
}

// ---- exporting ------------------------------------------------------------------------------------

// What the export holds, in one statement: conversations with all that hangs on them, in the same order.
// In favour of sqlite3: ids as plain hexadecimal, times as plain numbers, no hash, no line per kind;
// people and companies are left out.
const JOINED = readFileSync(path.join(root, 'bench/joined.sql'), 'utf8');

function secondsSince(begun) {
    return Number(process.hrtime.bigint() - begun) / 1e9;
}

async function timedToNull(words) {
    const begun = process.hrtime.bigint();
    await runBeside(words[0], words.slice(1),
        { stdio: ['ignore', openSync('/dev/null', 'w'), 'inherit'] });
    return secondsSince(begun);
}

function bytesOf(words) {
    return Number(run('bash', ['-c', '"$@" | wc -c', 'bash', ...words]));
}

async function measureExport() {
    const command = [kith, 'export', '--data', data];
    const sqlite = ['sqlite3', '-readonly', '-json', database, JOINED];
    const server = await serve();
    const export_words = ['--lines', fileOf('export.paths'), '--token', token, '--requests', 1];
    const told = await load(server, export_words);
    note('export_megabytes', told.bytes / 1e6);
    note('export_mb_per_second', told.bytes / 1e6 / told.seconds);
    note('export_cpu_s', told.cpu_us / 1e6);
    rememberMemory('export', server);
    const sqlite_bytes = bytesOf(sqlite);
    note('sqlite3_megabytes', sqlite_bytes / 1e6);
    note('sqlite3_mb_per_second', sqlite_bytes / 1e6 / await timedToNull(sqlite));
    note('export_command_mb_per_second', told.bytes / 1e6 / await timedToNull(command));
    const last = (name) => measured[name].at(-1);
    note('export_ratio', last('export_mb_per_second') / last('sqlite3_mb_per_second'));
    note('export_command_ratio', last('export_command_mb_per_second') / last('sqlite3_mb_per_second'));
    note('slow_export_growth_mb', await growthWhileSlow(server));
    await server.stop();
}

// Reads an export at about 3 MB/s for some seconds and gives by how much the server's memory grew.
async function growthWhileSlow(server) {
    await pause(500);
    const before = server.privateMb();
    let most = before;
    const socket = net.connect({ host: '127.0.0.1', port: server.port, highWaterMark: 65536 });
    socket.write(`GET /api/v1/export HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    socket.on('data', () => {
        socket.pause();
        setTimeout(() => socket.resume(), 20);
    });
    for (let waited = 0; waited < (asked.small ? 1000 : 4000); waited += 100) {
        await pause(100);
        most = Math.max(most, server.privateMb());
    }
    socket.destroy();
    rememberMemory('slow export', server);
    return most - before;
}

// ---- starting -------------------------------------------------------------------------------------

async function firstAnswer(port, target, bearer, until) {
    const probe = new Server();
    probe.port = port;
    while (Date.now() < until) {
        const answer = await probe.get(target, bearer).catch(() => null);
        if (answer?.status === 200)
            return;
        await pause(0.5);
    }
    throw new Error('The server does not answer.');
}

async function startOnce(name) {
    const port = await freePort();
    const begun = process.hrtime.bigint();
    const child = spawn(kith, ['serve', '--data', data, '--listen', `127.0.0.1:${port}`, '--quiet'],
        { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('close', resolve));
    await firstAnswer(port, '/healthz', null, Date.now() + 10000);
    note(`${name}_healthz_ms`, secondsSince(begun) * 1000);
    await firstAnswer(port, '/api/v1/people?limit=1', token, Date.now() + 10000);
    note(`${name}_ms`, secondsSince(begun) * 1000);
    child.kill('SIGTERM');
    await ended;
}

async function measureStart() {
    for (let i = 0; i < 5; i++)
        await startOnce('start');
    // The file's pages out of the cache, as after a reboot; others' files stay where they are.
    run('dd', [`if=${database}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore' });
    await startOnce('cold_start');
}

// ---- telling --------------------------------------------------------------------------------------

const results = [];

function judge(what, value, unit, target, met, beside) {
    if (Number.isNaN(value))
        return;
    results.push({ what, value, unit, target, met, beside });
}

const us = (name) => `${middle(name).toFixed(0)} µs`;
const latencies = (name) => `p50 ${us(`${name}_p50_us`)}, p99 ${us(`${name}_p99_us`)}`;
const rate = (name) => `${middle(name).toFixed(0)}/s`;

function judgeReads(what, words) {
    const ratio = middle(`${what}_ratio`);
    judge(`${words}: CPU over (in process + bare)`, ratio, '×', 'at most 1.5', ratio <= 1.5,
        `${us(`${what}_cpu_us`)} over (${us(`${what}_in_process_us`)} + ${us(`${what}_bare_cpu_us`)}; ` +
        `at its fastest ${us(`${what}_bare_fast_cpu_us`)}: ${middle(`${what}_strict_ratio`).toFixed(2)}×); ` +
        `${latencies(what)}, ${rate(`${what}_per_second`)}, ${middle(`${what}_bytes`).toFixed(0)} bytes`);
}

function judgeLogging() {
    const delayed = middle('logging_delayed_ratio');
    judge(`logging, ${WRITERS} connections, ${DELAY_MS} ms a commit: over a batch limit of one`, delayed, '×',
        'at least 8', delayed >= 8,
        `${rate('logging_delayed_per_second')} over ${rate('logging_delayed_alone_per_second')}; ` +
        latencies('logging_delayed'));
    const bare = middle('logging_ratio');
    judge('logging, bare disk: over a batch limit of one', bare, '×', 'aim: 2', null,
        `${rate('logging_per_second')} over ${rate('logging_alone_per_second')}, ${latencies('logging')}, ` +
        `${us('logging_cpu_us')} CPU each, ${us('logging_index_us')} of it for the index; ` +
        `fdatasync ${rate('fdatasync_per_second')}`);
    const slowest = Math.max(...measured.logging_slowest_commit_ms ?? [NaN]);
    judge(`logging ${size.logged}, ${WRITERS} connections: the slowest commit`, slowest, ' ms', 'at most 60',
        slowest <= 60, 'of all rounds');
}

function judgeExport() {
    const ratio = middle('export_ratio');
    const megabytes = `${middle('export_megabytes').toFixed(0)} MB`;
    judge('export over HTTP: bytes a second over sqlite3 -json', ratio, '×', 'at least 1', ratio >= 1,
        `${middle('export_mb_per_second').toFixed(0)} over ${middle('sqlite3_mb_per_second').toFixed(0)} MB/s; ` +
        `${megabytes} against ${middle('sqlite3_megabytes').toFixed(0)} MB`);
    const command = middle('export_command_ratio');
    judge('kith export: bytes a second over sqlite3 -json', command, '×', 'at least 1', command >= 1,
        `${middle('export_command_mb_per_second').toFixed(0)} MB/s`);
    const growth = Math.max(...(measured.slow_export_growth_mb ?? [NaN]));
    judge('slow reader of an export: growth of private memory', growth, ' MB', 'below 2', growth < 2, '');
}

function judgeRest() {
    const most = Math.max(...Object.values(privatePeaks));
    const each = Object.entries(privatePeaks).map(([phase, mb]) => `${phase} ${mb.toFixed(1)}`);
    if (each.length)
        judge('private memory, the most of all', most, ' MB', 'below 48', most < 48, each.join(', '));
    const start = middle('start_ms');
    judge('start to first answer with a token', start, ' ms', 'below 100', start < 100,
        `healthz ${middle('start_healthz_ms').toFixed(0)} ms; cold ${middle('cold_start_ms').toFixed(0)} ms`);
}

function tell() {
    const widths = [Math.max(...results.map((row) => row.what.length)), 10, 12];
    for (const { what, value, unit, target, met, beside } of results) {
        const verdict = met === null || asked.small ? 'told' : met ? 'met' : 'MISSED';
        console.log(`${what.padEnd(widths[0])} ${`${value.toFixed(2)}${unit}`.padStart(widths[1])}  ` +
            `${target.padEnd(widths[2])} ${verdict.padEnd(7)} ${beside}`);
    }
    const judged = results.filter((row) => row.met !== null);
    const met = judged.filter((row) => row.met).length;
    if (asked.json)
        writeFileSync(asked.json, JSON.stringify({ size, results, measured, privatePeaks }, null, 1));
    // A small logbook on a busy machine proves that everything runs, not how fast.
    const missed = asked.small ? 0 : judged.length - met;
    console.log(asked.small ? `${judged.length} passed, 0 failed` : `${met} passed, ${missed} failed`);
    return missed;
}

async function main() {
    build();
    generate();
    choose();
    await makeToken();
    cpSync(data, logged, { recursive: true });
    console.log(`${size.people} people, ${size.conversations} conversations, ` +
        `${(statSync(database).size / 1e6).toFixed(0)} MB; ${cpus().length} cores; medians of ${size.rounds} rounds`);
    for (let round = 0; round < size.rounds; round++) {
        if (does('reads'))
            await measureReads();
        if (does('export'))
            await measureExport();
        if (does('start'))
            await measureStart();
        if (does('logging'))
            await measureLogging();
    }
    judgeReads('brief', 'brief');
    judgeReads('timeline', 'timeline of 50');
    judgeLogging();
    judgeExport();
    judgeRest();
    return tell();
}

try {
    process.exitCode = (await main()) ? 1 : 0;
} finally {
    rmSync(work, { recursive: true, force: true });
}
