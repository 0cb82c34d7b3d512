// Many connections at once: what each costs the server in memory, and that none of them leaves a file open.
//     KITH_BIN=build/release/kith node tests/faults/connections.mjs        COUNT=N: 10,000
// A build with sanitizers is no measure of memory.
import { readdirSync, readFileSync } from 'node:fs';
import net from 'node:net';

import { Kith } from '../support/kith.mjs';

const count = Number(process.env.COUNT ?? 10000);
// Of private memory, for 10,000 connections; fewer have their part of what is beyond the start.
const MOST_SILENT_MB = 64;
const MOST_USED_MB = 200;
const AT_ONCE = 250;
const ADDRESSES = 4;
const PATIENCE_MS = 30000;

let passed = 0;
let failed = 0;

function must(good, sentence) {
    if (good) {
        passed++;
        return;
    }
    failed++;
    console.log(`FAILED ${sentence}`);
}

function privateMb(pid) {
    const lines = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').matchAll(/^Private_\w+: +(\d+) kB$/gm);
    return [...lines].reduce((sum, [, kb]) => sum + Number(kb), 0) / 1024;
}

const isSanitized = (pid) => readFileSync(`/proc/${pid}/maps`, 'utf8').includes('libasan');
const openFiles = (pid) => readdirSync(`/proc/${pid}/fd`).length;

async function until(holds) {
    const late = Date.now() + PATIENCE_MS;
    while (!holds() && Date.now() < late)
        await new Promise((resolve) => setTimeout(resolve, 20));
    return holds();
}

// A connection, or null when it is refused.
function connect(port, i) {
    return new Promise((resolve) => {
        const socket = net.connect({ host: '127.0.0.1', port, localAddress: `127.0.0.${2 + (i % ADDRESSES)}` });
        socket.on('error', () => resolve(null));
        socket.on('connect', () => resolve(socket));
    });
}

// Does something for each number below `count`, some at once, and gives what came of it.
async function each(make) {
    const made = [];
    let next = 0;
    const worker = async () => {
        for (let i = next++; i < count; i = next++)
            made[i] = await make(i);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return made;
}

function ask(socket, secret) {
    return new Promise((resolve) => {
        socket.once('close', () => resolve(0));
        socket.once('data', (bytes) => resolve(Number(bytes.toString('latin1').slice(9, 12))));
        socket.write(`GET /api/v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${secret}\r\n\r\n`);
    });
}

// Has Kith open all that it reads the database with, and gives how many files are open then.
async function filesAtRest(kith) {
    for (let round = 0; round < 8; round++) {
        const sockets = await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => connect(kith.port, i)));
        await Promise.all(sockets.map((socket) => ask(socket, kith.secret)));
        sockets.forEach((socket) => socket.destroy());
    }
    let before = 0;
    await until(() => before === (before = openFiles(kith.child.pid)));
    return before;
}

// All are open and measured before the first of them is cut: 10 s after it came.
async function hold(kith, says, most, use) {
    kith.secret = await kith.token('Olga');
    const { pid } = kith.child;
    const files = await filesAtRest(kith);
    const memory = privateMb(pid);
    const began = Date.now();
    const sockets = await each((i) => connect(kith.port, i));
    const statuses = use ? await each((i) => (sockets[i] ? use(sockets[i], kith.secret) : 0)) : [];
    await until(() => openFiles(pid) >= files + count);
    const [held, took, after] = [openFiles(pid) - files, Date.now() - began, privateMb(pid)];
    const allowed = memory + (most - memory) * Math.min(1, count / 10000);
    console.log(`${count} connections ${says}: ${held} open after ${took} ms, private memory ${memory.toFixed(1)} MB before, ` +
        `${after.toFixed(1)} MB then, ${((after - memory) * 1024 / count).toFixed(1)} KB each`);
    must(held >= count, `${says}: ${held} of ${count} connections are open`);
    must(statuses.every((status) => status === 200), `${says}: not every request was answered 200`);
    must(after < allowed || isSanitized(pid), `${says}: ${after.toFixed(1)} MB, which is not under ${allowed.toFixed(1)}`);
    sockets.forEach((socket) => socket?.destroy());
    must(await until(() => openFiles(pid) === files), `${says}: ${openFiles(pid) - files} more files are open than before`);
    must((await kith.ask('GET', '/readyz')).status === 200, `${says}: Kith does not answer any more`);
}

for (const words of [['that never send a byte', MOST_SILENT_MB], ['after one request each', MOST_USED_MB, ask]]) {
    const kith = await Kith.start({ flags: ['--quiet', '--connections-per-address', '0'] });
    try {
        await hold(kith, ...words);
    } finally {
        for (const sentence of await kith.stop())
            must(false, sentence);
    }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
