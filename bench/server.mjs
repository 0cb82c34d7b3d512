// Programs that are measured: started, asked how much they use, ended by their process id.
import { spawn, spawnSync } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';

const SAMPLE_MS = 50;
const STOP_MS = 40000;

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Runs a program to its end and gives its standard output.
export function run(program, words, options = {}) {
    const done = spawnSync(program, words, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
    if (done.status !== 0)
        throw new Error(`${program} ${words.join(' ')}: ${done.stderr || done.error || done.signal}`);
    return done.stdout ?? '';
}

// The same without blocking, so that a server can be watched meanwhile.
export function runBeside(program, words, options = {}) {
    return new Promise((resolve, reject) => {
        const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'], ...options });
        let text = '';
        child.stdout?.setEncoding('utf8').on('data', (more) => (text += more));
        child.on('error', reject);
        child.on('close', (status) =>
            (status === 0 ? resolve(text) : reject(new Error(`${program} ended with ${status}: ${text}`))));
    });
}

// A free port of the loopback interface; somebody else may take it, which then is told.
export function freePort() {
    return new Promise((resolve) => {
        const listener = net.createServer().listen(0, '127.0.0.1', () => {
            const { port } = listener.address();
            listener.close(() => resolve(port));
        });
    });
}

function fieldOf(text, name) {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text);
    return found ? Number(found[1]) / 1024 : 0;
}

export class Server {
    // Gives a program whose first line tells its address.
    static async start(program, words, { log = '/dev/null' } = {}) {
        const server = new Server();
        server.child = spawn(program, words, { stdio: ['ignore', 'pipe', openSync(log, 'a')] });
        server.pid = server.child.pid;
        server.ended = new Promise((resolve) => server.child.on('close', resolve));
        server.peakMb = 0;
        const line = await new Promise((resolve, reject) => {
            server.child.stdout.setEncoding('utf8').once('data', resolve);
            server.ended.then((status) => reject(new Error(`${program} ended with ${status}`)));
        });
        server.port = Number(/:(\d+)\//.exec(line)[1]);
        server.watch = setInterval(() => server.sample(), SAMPLE_MS);
        return server;
    }

    // Anonymous memory: what the process has for itself. (RssAnon of /proc/PID/status is quick to read;
    // see also privateMb.)
    anonymousMb() {
        try {
            return fieldOf(readFileSync(`/proc/${this.pid}/status`, 'utf8'), 'RssAnon');
        } catch {
            return 0;
        }
    }

    sample() {
        this.peakMb = Math.max(this.peakMb, this.anonymousMb());
    }

    // Private_Clean + Private_Dirty of /proc/PID/smaps, without the mappings that are shared (s): these
    // are the database and its wal-index, whose pages are the kernel's cache of the files. While one
    // process alone maps them they are called private too, and dirty until they are written back.
    // Only root may look so closely; else it is anonymous memory.
    privateMb() {
        if (process.getuid() !== 0)
            return this.anonymousMb();
        let kb = 0;
        let own = false;
        for (const line of readFileSync(`/proc/${this.pid}/smaps`, 'utf8').split('\n')) {
            const permissions = /^[0-9a-f]+-[0-9a-f]+ (\S{4}) /.exec(line);
            if (permissions)
                own = permissions[1][3] === 'p';
            const counted = own && /^Private_(?:Clean|Dirty):\s+(\d+) kB/.exec(line);
            kb += counted ? Number(counted[1]) : 0;
        }
        this.peakMb = Math.max(this.peakMb, kb / 1024);
        return kb / 1024;
    }

    get(path, token) {
        return new Promise((resolve, reject) => {
            const headers = token ? { Authorization: `Bearer ${token}` } : {};
            http.get({ host: '127.0.0.1', port: this.port, path, headers, agent: false }, (answer) => {
                const parts = [];
                answer.on('data', (part) => parts.push(part));
                answer.on('error', reject);
                answer.on('end', () =>
                    resolve({ status: answer.statusCode, bytes: Buffer.concat(parts) }));
            }).on('error', reject);
        });
    }

    async stop() {
        this.privateMb();
        clearInterval(this.watch);
        this.child.kill('SIGTERM');
        const late = setTimeout(() => this.child.kill('SIGKILL'), STOP_MS);
        await this.ended;
        clearTimeout(late);
    }
}
