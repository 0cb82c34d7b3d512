// Finding as somebody types: makes queries of every kind out of what a logbook holds, has bench-search
// ask them, and prints CPU time by kind as a table: node bench/search.mjs DATABASE… [--queries 300]
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: asked, positionals: databases } = parseArgs({
    allowPositionals: true,
    options: { queries: { type: 'string', default: '300' }, json: { type: 'boolean', default: false } },
});
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const OF_EACH = Number(asked.queries);

function run(program, words, input) {
    const done = spawnSync(program, words, { encoding: 'utf8', input, maxBuffer: 1 << 30 });
    if (done.status !== 0)
        throw new Error(`${program}: ${done.stderr || done.error}`);
    return done.stdout;
}

const query = (database, sql) => run('sqlite3', ['-readonly', '-noheader', '-json', database, sql]);
const rows = (database, sql) => JSON.parse(query(database, sql) || '[]');

// The same in every run.
function chance(seed) {
    let state = seed;
    return (below) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
    };
}
const pick = (random, list) => list[random(list.length)];

const NATIVE = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]/u;

// What a logbook holds: words by how often they come, texts, names, handles, ids.
function sample(database) {
    const { last } = rows(database, 'SELECT max(rowid) AS last FROM person')[0];
    const texts = rows(database, `SELECT body FROM conversation WHERE id % (1 + (SELECT max(id) FROM conversation) / 20000) = 0
        ORDER BY id LIMIT 20000`).map((row) => row.body);
    const people = rows(database, `SELECT hex(p.uid) AS id, p.name, p.handles FROM person p
        WHERE p.id % (1 + ${last} / 4000) = 0 ORDER BY p.id LIMIT 4000`);
    const counted = new Map();
    for (const text of texts)
        for (const word of new Set(text.toLowerCase().match(/[a-zà-ÿ]{2,}/gu) ?? []))
            counted.set(word, (counted.get(word) ?? 0) + 1);
    const by = (least, most) => [...counted].filter(([, times]) => times >= least * texts.length && times < most * texts.length)
        .map(([word]) => word);
    const handles = people.flatMap((person) => JSON.parse(person.handles));
    const native = new Set(people.flatMap((person) => [...person.name].filter((sign) => NATIVE.test(sign))));
    texts.forEach((text) => [...text].forEach((sign) => NATIVE.test(sign) && native.add(sign)));
    return {
        texts, people,
        rare: by(0, 0.0005), middling: by(0.002, 0.02), common: by(0.08, 1), all: [...counted.keys()],
        names: people.map((person) => person.name),
        emails: handles.filter((handle) => handle.kind === 'email').map((handle) => handle.value),
        phones: handles.filter((handle) => handle.kind === 'phone').map((handle) => handle.value.replace(/\D/g, '')),
        native: [...native],
        tags: rows(database, 'SELECT hex(uid) AS id FROM tag LIMIT 50').map((row) => row.id),
        themes: rows(database, `SELECT hex(t.uid) AS id FROM theme t JOIN theme_state s ON s.theme = t.id
            ORDER BY s.people DESC LIMIT 50`).map((row) => row.id),
    };
}

const uuid = (hex) => hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

function slip(random, word) {
    const at = 1 + random(word.length - 2);
    return pick(random, [
        word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2),
        word.slice(0, at) + word.slice(at + 1),
        `${word.slice(0, at)}q${word.slice(at + 1)}`,
    ]);
}

function cut(random, text, letters) {
    const start = random(Math.max(1, text.length - letters));
    return text.slice(start, start + letters);
}

const kinds = {
    'rare word': (has, random) => [`${pick(random, has.rare)} `],
    'middling word': (has, random) => [`${pick(random, has.middling)} `],
    'common word': (has, random) => [`${pick(random, has.common)} `],
    ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((letters) => [`prefix of ${letters}`, (has, random) => {
        // As often as people type it: words as often as they come in texts, and names.
        const long = (word) => word.length >= letters;
        const words = random(3) ? (pick(random, has.texts).toLowerCase().match(/[a-zà-ÿ]+/gu) ?? ['the']).filter(long) :
            pick(random, has.names).toLowerCase().split(/\s+/).filter(long);
        return [(words.length ? pick(random, words) : 'workshops').slice(0, letters)];
    }])),
    phrase: (has, random) => {
        const words = pick(random, has.texts).match(/[a-zà-ÿ]+ [a-zà-ÿ]+/giu) ?? ['of the'];
        return [`"${pick(random, words)}"`];
    },
    'two words': (has, random) => [`${pick(random, has.common)} ${pick(random, has.middling)}`],
    'two common words': (has, random) => [`${pick(random, has.common)} ${pick(random, has.common)}`],
    'word, by person': (has, random) => [pick(random, has.common), uuid(pick(random, has.people).id)],
    'word, by tag': (has, random) => [pick(random, has.middling), '', uuid(pick(random, has.tags))],
    'word, by theme': (has, random) => [pick(random, has.middling), '', '', uuid(pick(random, has.themes))],
    'word, by dates': (has, random) => {
        const month = `202${2 + random(4)}-0${1 + random(9)}-01T00:00:00Z`;
        return [pick(random, has.middling), '', '', '', month, month.replace('-01T', '-28T')];
    },
    'fragment of a name': (has, random) => [cut(random, pick(random, has.names.filter((name) => name.length > 8)), 4)],
    'whole name': (has, random) => [pick(random, has.names)],
    'name, other order': (has, random) => [pick(random, has.names).split(' ').reverse().join(' ')],
    'fragment of an e-mail': (has, random) => [cut(random, pick(random, has.emails), 6)],
    'four digits of a phone': (has, random) => [pick(random, has.phones).slice(-4)],
    'typing error': (has, random) => {
        const names = pick(random, has.names).split(' ').filter((word) => /^[a-z]{5,}$/i.test(word));
        return [slip(random, (names[0] ?? 'Solberg').toLowerCase())];
    },
    'one sign, CJK or Thai': (has, random) => [pick(random, has.native)],
};

const WARMING = 'warming up';

// A connection is asked some of each kind first: it lives as long as the server does.
function measure(database) {
    const has = sample(database);
    const lines = [];
    for (const make of Object.values(kinds)) {
        const random = chance(12);
        for (let i = 0; i < 5; i++)
            lines.push([WARMING, ...make(has, random).map((column) => column ?? '')].join('\t'));
    }
    for (const [kind, make] of Object.entries(kinds)) {
        const random = chance(11);
        for (let i = 0; i < OF_EACH; i++) {
            const columns = make(has, random);
            lines.push([kind, ...columns.map((column) => column ?? '')].join('\t'));
        }
    }
    return run(path.join(root, 'build/bench/bench-search'), [database], `${lines.join('\n')}\n`)
        .trim().split('\n').map(JSON.parse).filter((of) => of.kind !== WARMING);
}

const told = databases.map(measure);
if (asked.json)
    console.log(JSON.stringify(told, null, 1));
const ms = (us) => (us / 1000).toFixed(2).padStart(7);
console.log(`${'CPU ms of one query'.padEnd(24)} ${databases.map(() => '   p50     p99    most  found').join(' | ')} | the slowest`);
Object.keys(kinds).forEach((kind, at) => {
    const cells = told.map((of) => `${ms(of[at].p50_us)} ${ms(of[at].p99_us)} ${ms(of[at].most_us)} ${String(of[at].found).padStart(6)}`);
    console.log(`${kind.padEnd(24)}${cells.join(' | ')} | ${told.map((of) => of[at].slowest).join(' | ')}`);
});
