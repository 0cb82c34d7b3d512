// A Kith of its own for a test: a fresh folder, a free port, tokens; stopped by its process id.
import { spawn, execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const sanitizerReport = /(AddressSanitizer|LeakSanitizer|ThreadSanitizer|runtime error:|Assertion .* failed)/;
const START_MS = 30000;
const STOP_MS = 30000;
const ANSWER_MS = 60000;
const RAW_MS = 20000;

export function binary() {
    const places = process.env.KITH_BIN
        ? [process.env.KITH_BIN]
        : ['build/dev/kith', 'build/release/kith'].map((place) => path.join(root, place));
    const found = places.find((place) => existsSync(place));
    if (!found)
        throw new Error(`There is no Kith at ${places.join(' or ')}. Build it, or set KITH_BIN.`);
    return path.resolve(found);
}

// Runs a command of the binary to its end.
export function command(words, { input } = {}) {
    return new Promise((resolve) => {
        const child = execFile(binary(), words, { maxBuffer: 1 << 28 }, (error, stdout, stderr) =>
            resolve({ status: error ? (error.code ?? -1) : 0, stdout, stderr }));
        if (input !== undefined)
            child.stdin.end(input);
    });
}

const running = new Set();

export class Kith {
    // Ends those that a failed test has left behind, which would hold up the end of everything.
    static endAll() {
        for (const child of running)
            child.kill('SIGKILL');
    }

    // Gives a Kith that answers. `data` is a folder that is kept; without it one is made and removed.
    // `under` is a program that becomes Kith, with its words.
    static async start({ data, flags = [], under = [] } = {}) {
        const kith = new Kith();
        kith.keeps = Boolean(data);
        kith.data = data ?? mkdtempSync(path.join(tmpdir(), 'kith-'));
        kith.told = '';
        kith.errors = '';
        const [program, ...words] = [...under, binary()];
        kith.child = spawn(
            program,
            [...words, 'serve', '--data', kith.data, '--listen', '127.0.0.1:0', '--threads', '2', ...flags],
            { stdio: ['ignore', 'pipe', 'pipe'] },
        );
        kith.child.stderr.setEncoding('utf8').on('data', (text) => (kith.errors += text));
        running.add(kith.child);
        kith.ended = new Promise((resolve) => kith.child.on('close', (status, signal) => {
            running.delete(kith.child);
            resolve({ status, signal });
        }));
        kith.url = await kith.#firstLine();
        kith.port = Number(new URL(kith.url).port);
        kith.agent = new http.Agent({ keepAlive: true, maxSockets: 32 });
        kith.tokens = {};
        return kith;
    }

    #firstLine() {
        return new Promise((resolve, reject) => {
            const late = setTimeout(
                () => reject(new Error(`Kith does not start.\n${this.errors}`)), START_MS);
            this.child.stdout.setEncoding('utf8').on('data', (more) => {
                this.told += more;
                const line = /^Kith listens on (\S+)\n/m.exec(this.told);
                if (!line)
                    return;
                clearTimeout(late);
                resolve(line[1]);
            });
            this.ended.then(() => {
                clearTimeout(late);
                reject(new Error(`Kith ended before it listened.\n${this.errors}`));
            });
        });
    }

    // The link for the first owner that it printed, or undefined.
    get link() {
        return /^http\S+\/join#\S+$/m.exec(this.told)?.[0];
    }

    // Chooses a password with a link, as its page does. `about` is what the link does not know.
    async join(link, password, about = {}) {
        const body = { secret: link.split('#')[1], password, ...about };
        const answer = await this.ask('POST', '/api/v1/links/use', { body, token: null });
        if (answer.status !== 201)
            throw new Error(`Nobody was let in: ${answer.text}`);
    }

    // A token's secret, made by the command line as somebody on the machine makes it.
    async token(name, scopes = 'read,write,export,admin') {
        const made = await command(
            ['token', 'create', '--name', name, '--scopes', scopes, '--data', this.data]);
        if (made.status !== 0 || !made.stdout.startsWith('kith_'))
            throw new Error(`No token was made: ${made.stdout}${made.stderr}`);
        return made.stdout.trim();
    }

    // One request. A `body` that is no text and no Buffer is sent as JSON. `token` null sends none.
    ask(method, target, { body, headers = {}, token, agent } = {}) {
        const sent = { ...headers };
        const bearer = token === undefined ? this.secret : token;
        if (bearer && !has(sent, 'Authorization'))
            sent.Authorization = `Bearer ${bearer}`;
        let bytes;
        if (body !== undefined) {
            bytes = Buffer.isBuffer(body) || typeof body === 'string'
                ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
            if (!has(sent, 'Content-Type'))
                sent['Content-Type'] = method === 'PATCH'
                    ? 'application/merge-patch+json' : 'application/json';
            if (!has(sent, 'Content-Length') && !has(sent, 'Transfer-Encoding'))
                sent['Content-Length'] = bytes.length;
        }
        for (const name of Object.keys(sent)) {
            if (sent[name] === null)
                delete sent[name];
        }
        return this.#send({ method, path: target, headers: sent, agent: agent ?? this.agent }, bytes);
    }

    #send(options, bytes, again = true) {
        return new Promise((resolve, reject) => {
            const request = http.request(
                { host: '127.0.0.1', port: this.port, timeout: ANSWER_MS, ...options });
            request.on('response', (response) => {
                const parts = [];
                response.on('data', (part) => parts.push(part));
                response.on('error', reject);
                response.on('end', () => resolve(answerOf(response, Buffer.concat(parts))));
            });
            request.on('timeout', () => request.destroy(new Error('There was no answer.')));
            request.on('error', (error) => {
                // A kept connection may be closed by the server just when it is used again.
                const stale = again && request.reusedSocket && error.code === 'ECONNRESET';
                if (stale)
                    resolve(this.#send(options, bytes, false));
                else
                    reject(error);
            });
            if (bytes)
                request.write(bytes);
            request.end();
        });
    }

    // Sends bytes as they are on a connection of their own, and gives all answers on it. `ends` sends
    // FIN behind them; `slowly` sends one at a time; `until` ends the reading before the server closes,
    // `patience` does so without an answer.
    raw(bytes, { ends = false, slowly = false, until, patience } = {}) {
        return new Promise((resolve, reject) => {
            const parts = [];
            const socket = net.connect({ host: '127.0.0.1', port: this.port });
            const done = (closed) => {
                socket.destroy();
                const text = Buffer.concat(parts).toString('latin1');
                resolve({ text, closed, answers: answersIn(text) });
            };
            socket.setTimeout(patience ?? RAW_MS, () =>
                (patience ? done(false) : reject(new Error('There was no answer.'))));
            socket.on('error', (error) =>
                (['ECONNRESET', 'EPIPE'].includes(error.code) ? done(true) : reject(error)));
            socket.on('data', (part) => {
                parts.push(part);
                if (until && answersIn(Buffer.concat(parts).toString('latin1')).length >= until)
                    done(false);
            });
            socket.on('end', () => done(true));
            socket.on('connect', async () => {
                const sent = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes, 'latin1');
                socket.setNoDelay(slowly);
                for (let at = 0; slowly && at < sent.length && !socket.destroyed; at++) {
                    socket.write(sent.subarray(at, at + 1));
                    await new Promise(setImmediate);
                }
                if (!slowly)
                    socket.write(sent);
                if (ends)
                    socket.end();
            });
        });
    }

    get alive() {
        return this.child.exitCode === null && this.child.signalCode === null;
    }

    // Ends it, and tells in sentences what was not as it must be; an empty list is well.
    async stop({ keep = this.keeps } = {}) {
        this.agent?.destroy();
        if (this.alive)
            this.child.kill('SIGTERM');
        const late = setTimeout(() => this.child.kill('SIGABRT'), STOP_MS);
        const { status, signal } = await this.ended;
        clearTimeout(late);
        const wrong = [];
        if (status !== 0)
            wrong.push(`Kith ended with ${signal ?? `status ${status}`}.`);
        const report = sanitizerReport.exec(this.errors);
        if (report)
            wrong.push(this.errors.slice(Math.max(0, report.index - 200), report.index + 3000));
        const broken = this.errors.split('\n').filter((line) => line.includes('a request failed'));
        if (broken.length)
            wrong.push(`Requests broke:\n${broken.slice(0, 5).join('\n')}`);
        if (!keep)
            this.remove();
        return wrong;
    }

    remove() {
        rmSync(this.data, { recursive: true, force: true });
    }
}

function has(headers, name) {
    return Object.keys(headers).some((other) => other.toLowerCase() === name.toLowerCase());
}

function answerOf(response, bytes) {
    const text = bytes.toString('utf8');
    const type = response.headers['content-type'] ?? '';
    let json;
    if (/^application\/(problem\+)?json/.test(type) && bytes.length) {
        try {
            json = JSON.parse(text);
        } catch {
            json = undefined;
        }
    }
    return { status: response.statusCode, headers: response.headers, bytes, text, json };
}

// The answers in what came over a raw connection, each with status, headers and body.
export function answersIn(text) {
    const answers = [];
    let rest = text;
    for (;;) {
        const end = rest.indexOf('\r\n\r\n');
        if (end < 0)
            return answers;
        const [first, ...lines] = rest.slice(0, end).split('\r\n');
        const headers = Object.fromEntries(lines.map((line) => {
            const colon = line.indexOf(':');
            return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
        }));
        const status = Number(first.split(' ')[1]);
        const length = status < 200 ? 0 : Number(headers['content-length'] ?? 0);
        const body = rest.slice(end + 4, end + 4 + length);
        if (body.length < length)
            return answers;
        answers.push({ status, headers, body });
        rest = rest.slice(end + 4 + length);
    }
}
