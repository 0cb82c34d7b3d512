// Runs the scenarios: each against a Kith of its own, everything held against openapi.json.
//     node tests/api/run.mjs [--only WORDS] [--file NAME] [--at-once N]
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { command, Kith } from '../support/kith.mjs';
import { differences, tell } from './match.mjs';
import { checkNumbers } from './numbers.mjs';
import { Contract, outOfReach } from './validate.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const outside = /^\/(api\/v1|healthz|readyz)(\/|$|\?)/;
const placeholder = /\{([a-z]\w*(?:\.[\w$]+)+)\}/gi;
const scopesOf = {
    owner: 'read,write,export,admin',
    reader: 'read',
    writer: 'read,write',
    exporter: 'export',
    admin: 'admin',
};

function argument(name, otherwise) {
    const at = process.argv.indexOf(name);
    return at < 0 ? otherwise : process.argv[at + 1];
}

// A folder with one owner, Olga, and a token for each scope: every scenario starts from a copy.
async function makeTemplate() {
    const folder = mkdtempSync(path.join(tmpdir(), 'kith-template-'));
    const data = path.join(folder, 'data');
    const kith = await Kith.start({ data });
    const tokens = {};
    for (const [name, scopes] of Object.entries(scopesOf))
        tokens[name] = await kith.token('Olga', scopes);
    const me = await kith.ask('GET', '/api/v1/me', { token: tokens.owner });
    const document = await kith.ask('GET', '/api/v1/openapi.json', { token: null });
    const wrong = await kith.stop();
    if (wrong.length)
        throw new Error(wrong.join('\n'));
    return { folder, data, tokens, olga: me.json, document: document.json };
}

// What is written next is written later, by the clock too.
async function nextMillisecond() {
    const now = Date.now();
    while (Date.now() === now)
        await new Promise(setImmediate);
}

class Failure extends Error {}

// What one scenario does and keeps.
export class Run {
    constructor(template, contract) {
        this.template = template;
        this.contract = contract;
        this.kept = { olga: template.olga };
        this.others = [];
        this.keys = 0;
    }

    async start() {
        this.folder = mkdtempSync(path.join(tmpdir(), 'kith-scenario-'));
        const data = path.join(this.folder, 'data');
        cpSync(this.template.data, data, { recursive: true, filter: (name) => !name.endsWith('.sock') });
        this.kith = await Kith.start({ data, flags: ['--quiet'] });
        this.kith.secret = this.template.tokens.owner;
    }

    // The same logbook, served anew with other flags.
    async again(...flags) {
        const { data, secret } = this.kith;
        const wrong = await this.kith.stop();
        if (wrong.length)
            throw new Failure(wrong.join('; '));
        this.kith = await Kith.start({ data, flags: ['--quiet', ...flags] });
        this.kith.secret = secret;
    }

    // A second, empty Kith with an owner of its own: {kith, secret}.
    async another(owner = 'Olga') {
        const kith = await Kith.start({ flags: ['--quiet'] });
        kith.secret = await kith.token(owner);
        this.others.push(kith);
        return kith;
    }

    // Ends the Kith, and gives what the whole of it shows to be wrong.
    async end(failed) {
        const wrong = [];
        if (!failed && this.kith.alive) {
            const numbers = await checkNumbers(this.kith);
            wrong.push(...numbers.wrong);
        }
        wrong.push(...await this.kith.stop());
        for (const other of this.others)
            wrong.push(...await other.stop());
        if (!failed) {
            const doctor = await command(['doctor', '--data', this.kith.data]);
            if (doctor.status !== 0)
                wrong.push(`kith doctor: ${doctor.stdout}${doctor.stderr}`);
        }
        rmSync(this.folder, { recursive: true, force: true });
        return wrong;
    }

    look(words) {
        const [name, ...rest] = words.split('.');
        if (!(name in this.kept))
            throw new Failure(`nothing is kept as ${name}`);
        const found = rest.reduce((value, part) => value?.[part], this.kept[name]);
        if (found === undefined)
            throw new Failure(`nothing is kept as ${words}`);
        return found;
    }

    // Fills in what was kept: a text that is nothing else becomes the value; within an address it is
    // escaped, unless the address begins with it.
    fill(value, escape = (text) => text) {
        if (typeof value === 'string') {
            const whole = /^\{([a-z]\w*(?:\.[\w$]+)+)\}$/i.exec(value);
            if (whole)
                return this.look(whole[1]);
            return value.replace(placeholder, (_, words) => escape(String(this.look(words))));
        }
        if (Array.isArray(value))
            return value.map((item) => this.fill(item));
        if (value && Object.getPrototypeOf(value) === Object.prototype)
            return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.fill(item)]));
        return value;
    }

    tokenOf(name) {
        if (name === null || name === 'nobody')
            return null;
        return this.template.tokens[name] ?? this.fill(name);
    }

    async change() {
        const newest = await this.kith.ask('GET', '/api/v1/changes?limit=1');
        return newest.json?.items?.[0]?.number ?? 0;
    }

    // One request, held against the document. Gives the answer.
    async ask(ask, { as = 'owner', body, bytes, type, send = {}, on = this.kith } = {}) {
        const [method, ...words] = ask.split(' ');
        const told = words.join(' ');
        const wished = told.startsWith('{') ? this.fill(told) : this.fill(told, encodeURIComponent);
        const target = outside.test(wished) ? wished : `/api/v1${wished}`;
        const headers = { ...this.fill(send) };
        if (type !== undefined)
            headers['Content-Type'] = type;
        const payload = bytes ?? (body === undefined ? undefined : JSON.stringify(this.fill(body)));
        const token = on === this.kith ? this.tokenOf(as) : on.secret;
        const answer = await on.ask(method, target, { body: payload, headers, token });
        const text = payload === undefined ? undefined : payload.toString();
        this.lastRequest = { method, target, headers, payload, token };
        const wrong = this.contract.check({ method, target, headers, body: text }, answer);
        if (wrong.length)
            throw new Failure(wrong.join('; '));
        return answer;
    }

    async step(step) {
        if (step.do)
            return step.do(this);
        const writes = !/^(GET|HEAD) /.test(step.ask);
        const send = { ...step.send };
        const mine = !Object.keys(send).some((name) => /^idempotency-key$/i.test(name));
        const repeats = writes && mine && step.is < 400 && step.repeats !== false &&
            this.contract.takes(step.ask, 'Idempotency-Key');
        if (repeats)
            send['Idempotency-Key'] = `scenario-${++this.keys}`;
        const before = writes && step.is >= 400 ? await this.change() : 0;
        const answer = await this.ask(step.ask, { ...step, send });
        const request = this.lastRequest;
        this.check(step, answer);
        this.keep(step.keep, answer);
        if (writes && step.is >= 400 && await this.change() !== before)
            throw new Failure('a refused write left a change behind');
        if (repeats)
            await this.repeat(request, answer);
        if (writes)
            await nextMillisecond();
        if (!writes && answer.status === 200 && answer.headers.etag)
            await this.readAgain(request, answer);
        return answer;
    }

    check(step, answer) {
        const wrong = [];
        if (answer.status !== step.is)
            throw new Failure(`the status is ${answer.status}, not ${step.is}: ${answer.text.slice(0, 400)}`);
        if (step.has !== undefined)
            wrong.push(...differences(this.fill(step.has), answer.json));
        for (const [name, value] of Object.entries(this.fill(step.told ?? {})))
            wrong.push(...differences(value, answer.headers[name.toLowerCase()], `the header ${name}`));
        if (step.faults) {
            const places = (answer.json?.errors ?? []).map((one) => one.pointer ?? one.parameter).sort();
            wrong.push(...differences([...step.faults].sort(), places, 'the places of faults'));
        }
        if (wrong.length)
            throw new Failure(wrong.slice(0, 6).join('; '));
    }

    keep(name, answer) {
        if (!name)
            return;
        this.kept[name] = {
            ...answer.json,
            $etag: answer.headers.etag,
            $location: answer.headers.location,
            $change: answer.headers['kith-change'],
            $text: answer.text,
        };
    }

    // The same write again with the same key is told again, not done again.
    async repeat(request, first) {
        const before = await this.change();
        const again = await this.kith.ask(request.method, request.target,
            { body: request.payload, headers: request.headers, token: request.token });
        const secret = first.json?.secret !== undefined;
        if (secret) {
            if (again.status !== 409)
                throw new Failure(`a repeat that would tell a secret answers ${again.status}, not 409`);
            return;
        }
        const told = { status: again.status, location: again.headers.location, body: again.json };
        const wrong = differences(
            { status: first.status, location: first.headers.location, body: first.json }, told, 'the repeat');
        if (again.headers['idempotency-replayed'] !== 'true')
            wrong.push('the repeat does not say Idempotency-Replayed: true');
        if (await this.change() !== before)
            wrong.push('the repeat left a change behind');
        if (wrong.length)
            throw new Failure(wrong.slice(0, 3).join('; '));
    }

    // What was read and has not changed is not sent again.
    async readAgain(request, first) {
        const headers = { ...request.headers, 'If-None-Match': first.headers.etag };
        const again = await this.kith.ask(request.method, request.target, { headers, token: request.token });
        if (again.status !== 304 || again.bytes.length || again.headers.etag !== first.headers.etag)
            throw new Failure(`read again with its ETag it answers ${again.status} with ` +
                `${again.bytes.length} bytes and the ETag ${again.headers.etag}, not 304 with ${first.headers.etag}`);
    }

    // For scenarios in words of their own.
    expect(says, expected, actual) {
        const wrong = differences(expected, actual);
        if (wrong.length)
            throw new Failure(`${says}: ${wrong.slice(0, 5).join('; ')}`);
    }

    fail(sentence) {
        throw new Failure(sentence);
    }
}

async function runScenario(template, contract, scenario) {
    const run = new Run(template, contract);
    let place = 'starting';
    const wrong = [];
    try {
        await run.start();
        for (const step of scenario.steps) {
            place = step.it ?? step.ask ?? 'a step';
            await run.step(step);
        }
    } catch (error) {
        wrong.push(`${place}: ${error instanceof Failure ? error.message : error.stack}`);
    }
    if (run.kith) {
        try {
            wrong.push(...await run.end(wrong.length > 0));
        } catch (error) {
            wrong.push(`ending: ${error.stack}`);
            run.kith.child.kill('SIGKILL');
        }
    }
    return wrong;
}

async function readScenarios() {
    const only = argument('--only');
    const file = argument('--file');
    const folder = path.join(here, 'scenarios');
    const all = [];
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.mjs')).sort()) {
        if (file && name !== `${file}.mjs`)
            continue;
        const { scenarios } = await import(pathToFileURL(path.join(folder, name)).href);
        for (const scenario of scenarios) {
            if (!only || scenario.name.includes(only))
                all.push({ file: name.replace('.mjs', ''), ...scenario });
        }
    }
    return { all, whole: !only && !file };
}

async function main() {
    const started = Date.now();
    const template = await makeTemplate();
    const contract = new Contract(template.document);
    const { all, whole } = await readScenarios();
    const waiting = [...all];
    let failed = 0;
    let broken = 0;
    const worker = async () => {
        for (let scenario = waiting.shift(); scenario; scenario = waiting.shift()) {
            const from = Date.now();
            const wrong = await runScenario(template, contract, scenario);
            if (process.argv.includes('--times'))
                console.log(`${String(Date.now() - from).padStart(6)} ms  ${scenario.file}: ${scenario.name}`);
            if (!wrong.length)
                continue;
            failed++;
            console.log(`FAILED ${scenario.file}: ${scenario.name}: ${wrong.join(' | ')}`);
        }
    };
    await Promise.all(Array.from({ length: Number(argument('--at-once', 3)) }, worker));
    rmSync(template.folder, { recursive: true, force: true });
    for (const fault of contract.documentFaults) {
        broken++;
        console.log(`FAILED openapi.json: ${fault}`);
    }
    if (whole)
        broken += tellCoverage(contract);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(`${all.length} scenarios in ${seconds} s`);
    console.log(`${all.length - failed} passed, ${failed + broken} failed, 0 skipped`);
    process.exitCode = failed + broken ? 1 : 0;
}

// A route or a field that no scenario used is a failure, told by name.
function tellCoverage(contract) {
    const { missing, excused, stale, offered } = contract.unused();
    for (const name of missing)
        console.log(`FAILED openapi.json: no scenario used ${name}`);
    for (const name of stale)
        console.log(`FAILED validate.mjs: ${name} is excused as not to be had, and was used`);
    for (const name of excused)
        console.log(`out of reach: ${name}: ${outOfReach[name]}`);
    console.log(`${offered - missing.length - excused.length} of ${offered} routes, parameters, ` +
        'headers, statuses and fields of openapi.json were used');
    return missing.length + stale.length;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
    await main();
