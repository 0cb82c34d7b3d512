// Loads conversations, one person a line, into a Kith through its public API. Running it again adds
// nothing: every write bears an Idempotency-Key made of the person's or the conversation's own id.
//     node scripts/convert-conversations.mjs FILE --url URL --token TOKEN
// The token needs the scopes read, write and admin: agents become members.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import readline from 'node:readline';
import { pathToFileURL } from 'node:url';

const AT_ONCE = 16;
const TRIES = 8;
const kinds = { phone: 'call', 'in person': 'visit', social: 'chat', letter: 'letter', email: 'email', chat: 'chat' };
const sides = { customer: 'customer', agent: 'us' };

class Client {
    constructor(url, token) {
        this.url = new URL(url);
        this.token = token;
        this.web = this.url.protocol === 'https:' ? https : http;
        this.agent = new this.web.Agent({ keepAlive: true, maxSockets: AT_ONCE });
    }

    #once(method, path, key, body) {
        return new Promise((resolve, reject) => {
            const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
            const headers = { Authorization: `Bearer ${this.token}` };
            if (bytes)
                Object.assign(headers, { 'Content-Type': 'application/json', 'Content-Length': bytes.length });
            if (key)
                headers['Idempotency-Key'] = key;
            const request = this.web.request(new URL(path, this.url), { method, headers, agent: this.agent }, (response) => {
                let text = '';
                response.setEncoding('utf8').on('data', (part) => (text += part)).on('error', reject)
                    .on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
            });
            request.on('error', reject);
            request.end(bytes);
        });
    }

    // Asks until there is an answer: a key makes it safe to write again.
    async ask(method, path, key, body) {
        for (let tried = 1; ; tried++) {
            let why;
            try {
                const answer = await this.#once(method, path, key, body);
                if (answer.status < 300)
                    return { ...answer, json: JSON.parse(answer.text) };
                why = `${method} ${path} answers ${answer.status}: ${answer.text}`;
                if (answer.status !== 503)
                    throw Object.assign(new Error(why), { final: true });
            } catch (error) {
                if (error.final || tried === TRIES)
                    throw error;
                why = error.message;
            }
            if (tried === TRIES)
                throw new Error(why);
            await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** tried));
        }
    }

    async all(path) {
        const items = [];
        for (let next = path; next;) {
            const { json } = await this.ask('GET', next);
            items.push(...json.items);
            next = json.next;
        }
        return items;
    }

    close() {
        this.agent.destroy();
    }
}

// At most AT_ONCE of them at a time, in their order.
async function forEach(items, act) {
    const waiting = items.values();
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
        for (const item of waiting)
            await act(item);
    }));
}

async function readLines(file) {
    const people = [];
    for await (const line of readline.createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
        if (line.trim())
            people.push(JSON.parse(line));
    }
    return people;
}

// pt_BR is pt-BR, sr_RS_latin is sr-RS-latin.
export const languageOf = (locale) => locale.replaceAll('_', '-');

// One system's people are known by its name there: STAR is star.
export const systemOf = (source) => source.toLowerCase();

export function personOf(line) {
    const system = systemOf(line.conversations[0]?.source ?? 'import');
    return {
        name: line.name,
        languages: line.locale ? [languageOf(line.locale)] : [],
        handles: [
            ...(line.email ? [{ kind: 'email', value: line.email }] : []),
            ...(line.phone ? [{ kind: 'phone', value: line.phone }] : []),
            { kind: system, value: line.external_id },
        ],
    };
}

export function conversationOf(told, person, members) {
    const kind = kinds[told.channel];
    if (!kind)
        throw new Error(`The channel ${told.channel} of ${told.source} ${told.source_id} is not known.`);
    const ms = Date.parse(told.ended_at) - Date.parse(told.started_at);
    return {
        kind,
        happened_at: told.started_at,
        minutes: Math.round(ms / 60000),
        people: [{ id: person }],
        members: told.agent ? [{ id: members.get(told.agent) }] : [],
        summary: told.subject || null,
        turns: told.messages.map(({ at, from, text }) => ({ at, side: sides[from], text })),
        source: { system: told.source, id: String(told.source_id) },
    };
}

// A key is at most 200 bytes and the same at every run.
const keyOf = (...words) => `convert-${createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 40)}`;

// Members by name; those whom nobody knows are made.
async function findMembers(client, names, counts) {
    const members = new Map((await client.all('/api/v1/members?limit=200')).map(({ name, id }) => [name, id]));
    await forEach(names.filter((name) => !members.has(name)), async (name) => {
        const answer = await client.ask('POST', '/api/v1/members', keyOf('member', name), { name });
        members.set(name, answer.json.id);
        count(counts, 'members', answer);
    });
    return members;
}

function count(counts, what, answer) {
    const again = answer.headers['idempotency-replayed'] === 'true';
    counts[again ? 'again' : what] += 1;
}

export async function convert({ file, url, token, tell = () => {} }) {
    const started = Date.now();
    const counts = { people: 0, members: 0, conversations: 0, turns: 0, again: 0 };
    const client = new Client(url, token);
    try {
        const lines = await readLines(file);
        const told = lines.flatMap((line) => line.conversations);
        const members = await findMembers(client, [...new Set(told.map(({ agent }) => agent).filter(Boolean))], counts);
        await forEach(lines, async (line) => {
            const person = await client.ask('POST', '/api/v1/people', keyOf('person', line.external_id), personOf(line));
            count(counts, 'people', person);
            for (const one of line.conversations) {
                const logged = await client.ask('POST', '/api/v1/conversations', keyOf('conversation', one.source, one.source_id),
                    conversationOf(one, person.json.id, members));
                count(counts, 'conversations', logged);
                counts.turns += one.messages.length;
            }
        });
        const seconds = ((Date.now() - started) / 1000).toFixed(1);
        tell(`${lines.length} people, ${told.length} conversations with ${counts.turns} turns in the file; added ${counts.people} people, ` +
            `${counts.members} members, ${counts.conversations} conversations; ${counts.again} were there already; ${seconds} s`);
        return counts;
    } finally {
        client.close();
    }
}

function argument(name) {
    const at = process.argv.indexOf(name);
    return at < 0 ? undefined : process.argv[at + 1];
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
    const [file, url, token] = [process.argv[2], argument('--url'), argument('--token')];
    if (!file || file.startsWith('--') || !url || !token) {
        console.error('Write: node scripts/convert-conversations.mjs FILE --url http://127.0.0.1:8420 --token kith_…');
        process.exit(2);
    }
    try {
        await convert({ file, url, token, tell: console.log });
    } catch (error) {
        console.error(error.message);
        process.exit(1);
    }
}
