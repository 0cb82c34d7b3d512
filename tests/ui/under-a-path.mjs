// The page behind a proxy that serves Kith under a path: one that takes the path away, one that
// passes it: node tests/ui/under-a-path.mjs [NAMES OF TESTS]
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { command, Kith } from '../support/kith.mjs';
import { Proxy } from '../support/proxy.mjs';
import { ownerOf } from './owner.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const usual = [
    'the_door_leads', 'signing_out_in_one_tab', 'a_session_that_ends', 'a_link_to_a_new_password', 'menu_is_worked', 'a_person_has_the_brief', 'every_number_opens', 'a_draft_survives',
    'a_log_with_marks', 'a_log_is_taken_back', 'somebody_new', 'escape_closes', 'what_is_not_there',
];
const chosen = process.argv.slice(2);

function run(words, env) {
    const child = spawn(process.execPath, words, { env: { ...process.env, ...env }, stdio: 'inherit' });
    return new Promise((resolve) => child.on('close', resolve));
}

async function isRedirected(proxy) {
    const answer = await fetch(proxy.url, { redirect: 'manual' });
    const good = answer.status >= 301 && answer.headers.get('location') === `${proxy.path}/`;
    return good ? [] : [`${proxy.path} answers ${answer.status} and leads to ${answer.headers.get('location')}.`];
}

async function lookThrough(proxy) {
    const folder = mkdtempSync(path.join(tmpdir(), 'kith-ui-'));
    const data = path.join(folder, 'data');
    const made = await command(['demo', '--data', data]);
    if (made.status !== 0)
        throw new Error(made.stderr);
    const kith = await Kith.start({ data, flags: ['--quiet', '--base-url', proxy.url] });
    const wrong = [];
    try {
        proxy.port = kith.port;
        const names = chosen.length ? chosen : usual;
        const env = { KITH_URL: proxy.url, ...await ownerOf(kith) };
        const code = await run([path.join(here, 'run.mjs'), ...names], env);
        wrong.push(...(code ? ['Some tests failed.'] : []), ...await isRedirected(proxy));
    } finally {
        wrong.push(...await kith.stop());
        rmSync(folder, { recursive: true });
    }
    return [...wrong, ...proxy.strays.map((stray) => `${stray} was asked for outside of ${proxy.path}.`)];
}

for (const strips of [true, false]) {
    const proxy = await Proxy.start('/kith', { strips });
    console.log(`a proxy that ${strips ? 'takes the path away' : 'passes the path'}`);
    try {
        for (const sentence of await lookThrough(proxy)) {
            console.log(`not ok ${sentence}\n0 passed, 1 failed`);
            process.exitCode = 1;
        }
    } finally {
        await proxy.stop();
    }
}
