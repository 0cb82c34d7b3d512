// kill -9 under 8 writers over HTTP: while they write, while what they wrote is carried into the
// database file, while a big body is written, and during an import. After each kill: what was
// acknowledged is there exactly once, what was not is sent again with its key and then is there exactly
// once, and `kith doctor` finds every index equal to the rows.
//
// ROUNDS (50) says how often, SEED which chances are taken, FLAGS what else the server is started
// with, KEEP=1 that the folder stays. Ends with "N passed, N failed".
import { createHash } from 'node:crypto';
import { mkdtempSync, openSync, readSync, closeSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Kith, command } from '../support/kith.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 50);
const FLAGS = (process.env.FLAGS ?? '').split(' ').filter(Boolean);
const WRITERS = 8;
const CHECKPOINT_MS = 4000; // within which one begins, when nobody writes or 64 MB were written
const IMPORT_MS = 120000;
// The first three are all that the fast suite has time for.
const KINDS_OF_ROUND = ['writing', 'idle', 'import', 'writing', 'big', 'writing', 'idle', 'writing',
    'import', 'writing'];

const folder = mkdtempSync(path.join(tmpdir(), 'kith-kill-'));
const data = path.join(folder, 'data');
const figures = {
    rounds: 0, kills: 0, during_checkpoint: 0, with_unsaved_log: 0, acknowledged: 0, unanswered: 0,
    replayed: 0, done_anew: 0, imports: 0, imports_interrupted: 0, import_records: 0, doctor_runs: 0,
};
const failures = [];
const lost = new Set(); // markers of what was acknowledged and is not there
let passed = 0;

let chanceState = Number(process.env.SEED ?? Date.now() % 1000000);
const seed = chanceState;

function chance() {
    chanceState = (chanceState + 0x6d2b79f5) | 0;
    let t = Math.imul(chanceState ^ (chanceState >>> 15), chanceState | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

const between = (least, most) => least + chance() * (most - least);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function fail(sentence) {
    failures.push(sentence);
    if (failures.length <= 20)
        console.log(`FAILED: ${sentence}`);
}

function check(fine, sentence) {
    if (fine)
        passed++;
    else
        fail(sentence);
}

// What is asked of every single write counts as one check a look.
function checkEach(faults) {
    if (faults.length === 0)
        passed++;
    faults.forEach(fail);
}

// ---- the server ---------------------------------------------------------------------------------

let secret;

async function start(where) {
    const kith = await Kith.start({ data: where, flags: ['--quiet', ...FLAGS] });
    kith.secret = secret;
    return kith;
}

// Ends it at once, by its process id, and looks at what SQLite left behind.
async function kill(kith) {
    kith.child.kill('SIGKILL');
    await kith.ended;
    kith.agent.destroy();
    figures.kills++;
    const log = stateOfLog(kith.data);
    if (log.attempted > log.carried)
        figures.during_checkpoint++;
    if (log.frames > log.carried)
        figures.with_unsaved_log++;
}

// From the wal-index (sqlite.org/walformat.html, section 2): a checkpoint that has begun and not ended
// has attempted more frames than it has carried into the database.
function stateOfLog(where) {
    const header = Buffer.alloc(136);
    try {
        const file = openSync(path.join(where, 'kith.db-shm'), 'r');
        readSync(file, header, 0, 136, 0);
        closeSync(file);
    } catch {
        return { frames: 0, carried: 0, attempted: 0 };
    }
    return {
        frames: header.readUInt32LE(16),
        carried: header.readUInt32LE(96),
        attempted: header.readUInt32LE(128),
    };
}

async function askDoctor(where, when) {
    const told = await command(['doctor', '--data', where]);
    figures.doctor_runs++;
    check(told.status === 0, `kith doctor ${when}: ${told.stdout}${told.stderr}`);
}

// ---- what the writers write ---------------------------------------------------------------------

// Every write that was ever asked for, by its marker: a word that nothing else in the logbook holds.
const writes = new Map();
const patches = new Map(); // by conversation: its summaries as asked for, in order
let nextMarker = 0;

const someone = () => {
    const number = Math.floor(chance() * 200);
    return { name: `Person ${number}`, handles: [{ kind: 'email', value: `p${number}@choir.example` }] };
};

function newWrite(sort, method, target, bodyOf, more = {}) {
    const marker = `marker${(nextMarker++).toString(36)}x`;
    const write = { marker, sort, method, target, body: JSON.stringify(bodyOf(marker)), ...more };
    write.key = `key-${marker}`;
    writes.set(marker, write);
    return write;
}

const words = 'the rehearsal was long and everybody asked about the list of members again '.split(' ');

function prose(bytes) {
    const parts = [];
    for (let length = 0; length < bytes;) {
        const word = words[Math.floor(chance() * words.length)];
        parts.push(word);
        length += word.length + 1;
    }
    return parts.join(' ');
}

function newConversation(bytes) {
    return newWrite('conversation', 'POST', '/api/v1/conversations', (marker) => ({
        kind: 'call',
        people: [someone()],
        minutes: 12,
        body: `We spoke of ${marker}. ${prose(bytes)} #theme${marker.length}\n\n> their own words\n\n` +
            `! told us fact-${marker}\n[ ] send promise-${marker} by Friday\n`,
    }));
}

function nextWrite(own, bytes) {
    const dice = chance();
    const last = own.conversations.at(-1);
    if (!last || dice < 0.55)
        return newConversation(bytes);
    if (dice < 0.7)
        return newWrite('promise', 'POST', '/api/v1/promises',
            (marker) => ({ person_id: last.person, text: `promise ${marker}` }));
    if (dice < 0.8)
        return newWrite('fact', 'POST', '/api/v1/facts',
            (marker) => ({ person_id: last.person, text: `fact ${marker}` }));
    const write = newWrite('patch', 'PATCH', `/api/v1/conversations/${last.id}`,
        (marker) => ({ summary: `summary ${marker}` }), { conversation: last.id });
    patches.set(last.id, [...(patches.get(last.id) ?? []), write]);
    return write;
}

async function send(kith, write) {
    const answer = await kith.ask(write.method, write.target,
        { body: write.body, headers: { 'Idempotency-Key': write.key } });
    if (answer.status !== 201 && answer.status !== 200)
        throw new Error(`${write.method} ${write.target}: ${answer.status} ${answer.text}`);
    write.acknowledged = true;
    write.id = answer.json.id;
    return answer;
}

// Writes until the server is gone, or until told to rest. A refusal is a fault of this test.
async function writeOn(kith, own, round) {
    while (!round.resting && !round.over) {
        const write = nextWrite(own, round.bytes);
        try {
            const answer = await send(kith, write);
            figures.acknowledged++;
            if (write.sort === 'conversation')
                own.conversations.push({ id: write.id, person: answer.json.people[0].id });
        } catch (error) {
            figures.unanswered++;
            check(!kith.alive || round.over || /ECONN|socket hang up|EPIPE/.test(error.message),
                `A writer was refused: ${error.message}`);
            return;
        }
    }
}

// ---- looking ------------------------------------------------------------------------------------

const exported = (where) => command(['export', '--data', where]);

// How often each marker stands in the records of its sort, read from a whole export.
function countMarkers(text) {
    const counts = { conversation: new Map(), promise: new Map(), fact: new Map(), patch: new Map() };
    const captured = { fact: new Map(), promise: new Map() };
    const add = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
    const found = (line, pattern) => pattern.exec(line)?.[1];
    for (const line of text.split('\n')) {
        const sort = found(line, /^\{"(conversation|promise|fact)":/);
        if (!sort)
            continue;
        const record = JSON.parse(line)[sort];
        const words = sort === 'conversation' ? record.body : record.text;
        const marker = found(words, /(?:^|[^-])(marker\w+x)/);
        const told = found(words, /(?:fact|promise)-(marker\w+x)/);
        if (marker)
            add(counts[sort], marker);
        else if (told)
            add(captured[sort], told);
        if (sort === 'conversation' && record.summary)
            counts.patch.set(record.id, found(record.summary, /(marker\w+x)/));
    }
    return { counts, captured };
}

function timesThere({ counts }, write) {
    if (write.sort === 'patch')
        return counts.patch.get(write.conversation) === write.marker ? 1 : 0;
    return counts[write.sort].get(write.marker) ?? 0;
}

// A later patch of the same conversation hides an earlier one.
const isHidden = (write) => write.sort === 'patch' && patches.get(write.conversation).at(-1) !== write;

async function look(where, when) {
    const told = await exported(where);
    check(told.status === 0, `kith export ${when}: ${told.stderr}`);
    const seen = countMarkers(told.stdout);
    const faults = [];
    for (const write of writes.values()) {
        if (isHidden(write))
            continue;
        const { sort, marker, acknowledged } = write;
        const times = timesThere(seen, write);
        if (acknowledged && times === 0)
            lost.add(marker);
        if (acknowledged ? times !== 1 : times > 1)
            faults.push(`${when}: ${sort} ${marker} was ${acknowledged ? '' : 'not '}acknowledged, and is there ${times} times`);
        const parts = ['fact', 'promise'].map((part) => seen.captured[part].get(marker) ?? 0);
        if (sort === 'conversation' && parts.some((part) => part !== times))
            faults.push(`${when}: ${marker} is there ${times} times, its fact and promise ${parts}`);
    }
    // Of several patches that were not answered, the last that was done is seen.
    for (const [conversation, asked] of patches) {
        const summary = seen.counts.patch.get(conversation);
        const last = asked.findLastIndex((write) => write.acknowledged);
        if (last >= 0 && !asked.slice(last).some((write) => write.marker === summary))
            faults.push(`${when}: the summary of ${conversation} went back to ${summary}`);
    }
    checkEach(faults);
    return seen;
}

// Sends again what was never answered: told again when it is there, done when it is not.
async function sendAgain(kith, seen, when) {
    const faults = [];
    for (const write of writes.values()) {
        if (write.acknowledged)
            continue;
        const wasThere = timesThere(seen, write) === 1;
        const answer = await send(kith, write).catch((error) => error);
        if (answer instanceof Error) {
            faults.push(`${when}: sent again, ${answer.message}`);
            continue;
        }
        const replayed = answer.headers['idempotency-replayed'] === 'true';
        if (replayed !== wasThere)
            faults.push(`${when}: ${write.marker} ${wasThere ? 'was' : 'was not'} there, and the answer ${replayed ? 'was a repeat' : 'was none'}`);
        figures[replayed ? 'replayed' : 'done_anew']++;
    }
    checkEach(faults);
}

// ---- rounds ---------------------------------------------------------------------------------------

// Waits until a checkpoint is under way, and a little longer.
async function checkpointBegins(step) {
    for (const end = Date.now() + CHECKPOINT_MS; Date.now() < end;) {
        const log = stateOfLog(data);
        if (log.attempted > log.carried)
            return pauseHere(between(0, 2));
        await step();
    }
}

// Holds this thread, for waits that a timer is too coarse for.
function pauseHere(ms) {
    for (const end = performance.now() + ms; performance.now() < end;);
}

const momentOf = {
    writing: (round, all) => Promise.race([all, pause(between(50, 1200))]),
    // So much is written that the log is carried over while everybody goes on writing.
    big: () => checkpointBegins(() => pause(1)),
    // All of them rest: the log is carried over as soon as nobody has asked for anything for a while.
    async idle(round, all) {
        await pause(between(150, 500));
        round.resting = true;
        await all;
        await checkpointBegins(() => pauseHere(0.1));
    },
};

async function roundOfWriters(kind) {
    const kith = await start(data);
    const round = { resting: false, over: false, bytes: kind === 'big' ? 48000 : 300 };
    const owns = Array.from({ length: WRITERS }, () => ({ conversations: [] }));
    const all = Promise.all(owns.map((own) => writeOn(kith, own, round)));
    await momentOf[kind](round, all);
    round.over = true;
    await kill(kith);
    await all;
}

async function settle(number, kind) {
    if (number % 10 === 9 || number === ROUNDS - 1)
        await askDoctor(data, `after round ${number} (${kind}), before anything is started`);
    const kith = await start(data);
    const seen = await look(data, `round ${number} (${kind})`);
    await sendAgain(kith, seen, `round ${number} (${kind})`);
    await look(data, `round ${number} (${kind}), sent again`);
    const wrong = await kith.stop();
    check(wrong.length === 0, wrong.join('\n'));
}

const hashOf = (text) => createHash('sha256').update(text).digest('hex');

async function importState(kith, id) {
    const answer = await kith.ask('GET', `/api/v1/imports/${id}`);
    return answer.json ?? {};
}

// Takes an export into a fresh folder, with up to three kills on the way; it goes on by itself.
async function roundOfImport(number) {
    const fresh = path.join(folder, `import${number}`);
    const { stdout: lines } = await exported(data);
    let kith = await Kith.start({ data: fresh, flags: ['--quiet', ...FLAGS] });
    const own = kith.secret = await kith.token('Owner');
    const sent = await kith.ask('POST', '/api/v1/imports?format=kith', {
        body: lines,
        headers: { 'Content-Type': 'application/x-ndjson', 'Idempotency-Key': `import-${number}` },
    });
    check(sent.status === 202, `round ${number}: the import was refused: ${sent.text}`);
    figures.imports++;
    const records = lines.split('\n').length;
    for (let kills = 0; kills < 3; kills++) {
        await pause(between(0, 40 + records / 40));
        const before = await importState(kith, sent.json.id);
        await kill(kith);
        if (before.state === 'waiting' || before.state === 'running')
            figures.imports_interrupted++;
        kith = await Kith.start({ data: fresh, flags: ['--quiet', ...FLAGS] });
        kith.secret = own;
        if (before.state === 'done')
            break;
    }
    let state = await importState(kith, sent.json.id);
    for (const end = Date.now() + IMPORT_MS; ['waiting', 'running'].includes(state.state) && Date.now() < end;) {
        await pause(50);
        state = await importState(kith, sent.json.id);
    }
    check(state.state === 'done', `round ${number}: the import did not go on: ${JSON.stringify(state)}`);
    figures.import_records += state.done_rows ?? 0;
    const { stdout: again } = await exported(fresh);
    check(hashOf(again) === hashOf(lines), `round ${number}: the export of the import has other bytes`);
    const wrong = await kith.stop({ keep: true });
    check(wrong.length === 0, wrong.join('\n'));
    await askDoctor(fresh, `after import round ${number}`);
    if (!process.env.KEEP)
        rmSync(fresh, { recursive: true, force: true });
}

async function main() {
    const first = await Kith.start({ data, flags: ['--quiet'] });
    secret = await first.token('Owner');
    await first.stop();
    for (let number = 0; number < ROUNDS; number++) {
        const kind = KINDS_OF_ROUND[number % KINDS_OF_ROUND.length];
        if (kind === 'import') {
            await roundOfImport(number);
        } else {
            await roundOfWriters(kind);
            await settle(number, kind);
        }
        figures.rounds++;
        if (failures.length > 200)
            break;
    }
    await askDoctor(data, 'at the end');
    figures.megabytes = Math.round(statSync(path.join(data, 'kith.db')).size / 1e6);
}

const begun = Date.now();
try {
    await main();
} catch (error) {
    check(false, `The test itself broke: ${error.stack}`);
}
figures.lost = lost.size;
figures.seconds = Math.round((Date.now() - begun) / 1000);
console.log(`seed ${seed}: ${Object.entries(figures).map(([name, count]) => `${count} ${name.replaceAll('_', ' ')}`).join(', ')}`);
if (process.env.KEEP)
    console.log(`The folder is ${folder}`);
else
    rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length ? 1 : 0);
