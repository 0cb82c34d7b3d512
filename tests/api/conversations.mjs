// The real conversations, loaded by the converter: everybody is found, nothing is missing, every turn
// equals its source. Without KITH_CONVERSATIONS (a file) it is skipped, and says so.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { languageOf } from '../../scripts/convert-conversations.mjs';
import { command, Kith } from '../support/kith.mjs';
import { differences } from './match.mjs';
import { walkList } from './numbers.mjs';

const file = process.env.KITH_CONVERSATIONS;
const script = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../scripts/convert-conversations.mjs');
const kinds = { phone: 'call', 'in person': 'visit', social: 'chat', letter: 'letter', email: 'email', chat: 'chat' };
const moment = (text) => new Date(text).toISOString();

function convert(kith, token) {
    return new Promise((resolve) => execFile(process.execPath, [script, file, '--url', kith.url, '--token', token],
        (error, stdout, stderr) => resolve({ status: error ? error.code : 0, stdout: stdout.trim(), stderr: stderr.trim() })));
}

// What is expected of one conversation as the API tells it.
function expected(told, person) {
    return {
        kind: kinds[told.channel],
        happened_at: moment(told.started_at),
        minutes: Math.round((Date.parse(told.ended_at) - Date.parse(told.started_at)) / 60000),
        people: [{ id: person.id, name: person.name }],
        members: [{ name: told.agent }],
        summary: told.subject,
        body: '',
        turns: told.messages.map(({ at, from, text }) => ({ at: moment(at), side: from === 'agent' ? 'us' : 'customer', who: null, text })),
        source: { system: told.source, id: String(told.source_id) },
    };
}

// One person and all of their conversations, from the address to the last turn.
async function checkPerson(kith, line, wrong) {
    const brief = await kith.ask('GET', `/api/v1/brief?email=${encodeURIComponent(line.email)}`);
    const person = brief.json?.person;
    if (!person) {
        wrong.push(`${line.email} finds nobody`);
        return 0;
    }
    const handles = [{ kind: 'email', value: line.email }, { kind: 'phone', value: line.phone }, { kind: 'star', value: line.external_id }];
    wrong.push(...differences({
        name: line.name, languages: [languageOf(line.locale)], handles, conversations: { count: line.conversations.length, more: false },
    }, person, line.email));
    const timeline = await walkList(kith, `/api/v1/people/${person.id}/timeline?turns=true`, wrong);
    if (timeline.length !== line.conversations.length)
        wrong.push(`${line.email} has ${timeline.length} conversations on the timeline, not ${line.conversations.length}`);
    const bySource = new Map(timeline.map((one) => [`${one.source.system} ${one.source.id}`, one]));
    for (const told of line.conversations) {
        const key = `${told.source} ${told.source_id}`;
        wrong.push(...differences(expected(told, person), bySource.get(key), `${line.email} ${key}`));
        if (bySource.get(key)?.members.length !== 1)
            wrong.push(`${line.email} ${key} has not one member`);
    }
    return line.conversations.reduce((sum, told) => sum + told.messages.length, 0);
}

async function checkAll(kith, lines) {
    const wrong = [];
    let turns = 0;
    const waiting = lines.values();
    await Promise.all(Array.from({ length: 8 }, async () => {
        for (const line of waiting) {
            const compared = await checkPerson(kith, line, wrong);
            turns += compared;
        }
    }));
    const count = async (list) => (await kith.ask('GET', `/api/v1/${list}`)).json;
    const told = lines.flatMap((line) => line.conversations);
    const agents = new Set(told.map(({ agent }) => agent));
    wrong.push(...differences({ count: Math.min(1000, lines.length), more: lines.length > 1000 }, await count('people'), 'people'));
    wrong.push(...differences({ count: Math.min(1000, told.length), more: told.length > 1000 }, await count('conversations'), 'conversations'));
    wrong.push(...differences({ count: agents.size + 1 }, await count('members'), 'members'));
    const spoken = told.reduce((sum, { messages }) => sum + messages.length, 0);
    if (turns !== spoken)
        wrong.push(`${turns} turns were compared, not ${spoken}`);
    const conversations = await walkList(kith, '/api/v1/conversations?limit=200', wrong);
    if (conversations.length !== told.length)
        wrong.push(`${conversations.length} conversations are listed, not ${told.length}`);
    return { wrong, turns, told: told.length };
}

async function main() {
    if (!file || !existsSync(file)) {
        console.log(`SKIPPED the real conversations: set KITH_CONVERSATIONS to their file${file ? ` (${file} is not there)` : ''}.`);
        console.log('0 passed, 0 failed, 1 skipped');
        return;
    }
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
    const kith = await Kith.start({ flags: ['--quiet'] });
    kith.secret = await kith.token('Olga');
    const all = [];
    for (const run of ['first', 'second']) {
        const done = await convert(kith, kith.secret);
        console.log(`${run} run: ${done.stdout}${done.stderr}`);
        if (done.status !== 0)
            all.push(`the ${run} run ends with ${done.status}: ${done.stderr}`);
        const { wrong, turns, told } = await checkAll(kith, lines);
        all.push(...wrong.map((sentence) => `after the ${run} run ${sentence}`));
        console.log(`${run} run: ${lines.length} people by brief?email=, ${told} conversations on timelines, ${turns} turns compared, ${wrong.length} differences`);
    }
    const changes = (await kith.ask('GET', '/api/v1/changes?limit=1')).json.items[0].number;
    const agents = new Set(lines.flatMap((line) => line.conversations.map(({ agent }) => agent)));
    const written = lines.length + lines.reduce((sum, line) => sum + line.conversations.length, 0) + agents.size;
    if (changes > written + 1)
        all.push(`${changes} changes were made, though ${written} and a token were enough`);
    all.push(...await kith.stop({ keep: true }));
    const doctor = await command(['doctor', '--data', kith.data]);
    if (doctor.status !== 0)
        all.push(`kith doctor: ${doctor.stdout}${doctor.stderr}`);
    kith.remove();
    for (const sentence of all.slice(0, 20))
        console.log(`FAILED ${sentence}`);
    console.log(all.length ? `0 passed, 1 failed, 0 skipped (${all.length} differences)` : '1 passed, 0 failed, 0 skipped');
    process.exitCode = all.length ? 1 : 0;
}

await main();
