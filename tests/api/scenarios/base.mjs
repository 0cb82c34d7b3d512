// The address that people open: a path before everything, https, and nothing taken from the request.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { absent, anything, not } from '../match.mjs';
import { checkNumbers } from '../numbers.mjs';
import { makeRich } from '../rich.mjs';

const under = ['--base-url', 'https://kith.example/kith'];
const rich = { it: 'a logbook', do: (run) => makeRich(run) };
const moved = { it: 'served under a path', do: (run) => run.again(...under) };
const people = '/api/v1/people?limit=1';

// A page with one script and one picture, as the build writes them.
function plantPage(run) {
    const folder = path.join(run.folder, 'page');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'index.html'),
        '<html data-base="/"><link href="/icon.svg"><script src="/app.js"></script><p title="a=/b">=/</p>');
    writeFileSync(path.join(folder, 'app.js'), 'let a = "/";');
    return folder;
}

// All that was told while `act` ran: bodies, and the headers that bear addresses.
async function toldWhile(kith, act) {
    const told = [];
    const ask = kith.ask;
    kith.ask = async (...words) => {
        const answer = await ask.apply(kith, words);
        told.push(answer.text, answer.headers.link ?? '', answer.headers.location ?? '');
        return answer;
    };
    await act();
    kith.ask = ask;
    return told;
}

export const scenarios = [
    {
        name: 'under a path every address in every answer bears it, and opens',
        steps: [rich, moved, {
            do: async (run) => {
                let numbers;
                const told = await toldWhile(run.kith, async () => {
                    numbers = await checkNumbers(run.kith, { limit: 2 });
                    await run.kith.ask('GET', '/api/v1/search?q=price');
                    await run.kith.ask('GET', '/api/v1/views');
                });
                run.expect('the numbers', [], numbers.wrong);
                if (numbers.compared < 20)
                    run.fail(`only ${numbers.compared} numbers were compared`);
                const bare = told.filter((text) => /["<]\/api\/v1/.test(text) || text.startsWith('/api'));
                run.expect('answers with an address without the path', [], bare);
                const borne = told.join('\n').match(/["<]\/kith\/api\/v1/g) ?? [];
                if (borne.length < 50)
                    run.fail(`only ${borne.length} addresses were told`);
            },
        }],
    },
    {
        name: 'it is the same logbook whether a proxy takes the path away or passes it',
        steps: [moved, {
            do: async (run) => {
                const key = { 'Idempotency-Key': 'once' };
                const made = await run.kith.ask('POST', '/kith/api/v1/people', { body: { name: 'Ada' }, headers: key });
                const at = `/kith/api/v1/people/${made.json.id}`;
                run.expect('making', { status: 201, headers: { location: at } }, made);
                const again = await run.kith.ask('POST', '/api/v1/people', { body: { name: 'Ada' }, headers: key });
                run.expect('a repeat', { status: 201, headers: { location: at, 'idempotency-replayed': 'true' } }, again);
                const passed = await run.kith.ask('GET', at);
                const stripped = await run.kith.ask('GET', at.replace('/kith', ''));
                run.expect('reading', { status: 200, text: stripped.text, etag: stripped.headers.etag },
                    { status: passed.status, text: passed.text, etag: passed.headers.etag });
                await run.kith.ask('POST', '/api/v1/people', { body: { name: 'Bob' } });
                for (const from of [`/kith${people}`, people]) {
                    const page = await run.kith.ask('GET', from);
                    run.expect('the next page', { headers: { link: `<${page.json.next}>; rel="next"` } }, page);
                    run.expect('its address', /^\/kith\/api\/v1\/people\?limit=1&cursor=/, page.json.next);
                    run.expect('and it opens', { status: 200, json: { next: null } }, await run.kith.ask('GET', page.json.next));
                }
                const openapi = await run.kith.ask('GET', '/kith/api/v1/openapi.json');
                run.expect('where the API is', [{ url: '/kith' }], openapi.json.servers);
                for (const wrong of ['/kith/kith/api/v1/me', '/kithen/api/v1/me', '/KITH/api/v1/me', '/kith//api/v1/me', '/%6bith/api/v1/me'])
                    run.expect(wrong, { status: 404 }, await run.kith.ask('GET', wrong));
            },
        }],
    },
    {
        name: 'the path alone leads to itself with a slash',
        steps: [moved, {
            do: async (run) => {
                const at = { status: 308, headers: { location: '/kith/' }, text: '' };
                run.expect('GET', at, await run.kith.ask('GET', '/kith'));
                run.expect('with a query', at, await run.kith.ask('GET', '/kith?to=//elsewhere.example'));
                run.expect('HEAD', at, await run.kith.ask('HEAD', '/kith'));
                run.expect('POST', { status: 404 }, await run.kith.ask('POST', '/kith'));
            },
        }],
    },
    {
        name: 'what was read under another path is read anew',
        steps: [
            { ask: 'POST /people', body: { name: 'Ada' }, is: 201 },
            {
                do: async (run) => {
                    const before = await run.kith.ask('GET', people);
                    const known = { headers: { 'If-None-Match': before.headers.etag } };
                    run.expect('under none', { status: 304 }, await run.kith.ask('GET', people, known));
                    await run.again(...under);
                    const after = await run.kith.ask('GET', people, known);
                    run.expect('under /kith', { status: 200, headers: { etag: not(before.headers.etag) } }, after);
                    const told = { headers: { 'If-None-Match': after.headers.etag } };
                    await run.again(...under);
                    run.expect('under /kith again', { status: 304 }, await run.kith.ask('GET', people, told));
                    await run.again('--base-url', 'https://kith.example/other');
                    run.expect('under /other', { status: 200 }, await run.kith.ask('GET', people, told));
                },
            },
        ],
    },
    {
        name: 'no address is made of what a request says',
        steps: [moved, {
            do: async (run) => {
                await run.kith.ask('POST', '/api/v1/people', { body: { name: 'Ada' } });
                const headers = {
                    Host: 'evil.example', 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'evil', 'X-Forwarded-Prefix': '/evil',
                    Forwarded: 'host=evil.example;proto=evil', 'X-Original-URL': '/evil', 'X-Rewrite-URL': '/evil',
                };
                const asked = [
                    ['GET', '/kith'], ['GET', people], ['GET', '/api/v1/openapi.json'], ['GET', '/readyz'],
                    ['POST', '/api/v1/people', { body: { name: 'Bob' } }], ['GET', '/api/v1/none'],
                ];
                for (const [method, target, sent] of asked) {
                    const answer = await run.kith.ask(method, target, { ...sent, headers });
                    if (/evil/.test(answer.text + JSON.stringify(answer.headers)))
                        run.fail(`${method} ${target} repeats a header: ${answer.text}`);
                }
            },
        }],
    },
    {
        name: 'over https every answer tells browsers to stay there, and readyz that it is secure',
        steps: [moved, {
            do: async (run) => {
                const stays = { headers: { 'strict-transport-security': 'max-age=31536000' } };
                const asked = [['GET', people, 200], ['GET', people, 401, null], ['GET', '/none', 404], ['DELETE', '/api/v1/me', 405], ['GET', '/kith', 308], ['GET', '/api/v1/export', 200]];
                for (const [method, target, status, token] of asked)
                    run.expect(target, { status, ...stays }, await run.kith.ask(method, target, { token }));
                const { answers: [refused] } = await run.kith.raw('GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n');
                run.expect('what cannot be read', { status: 400, ...stays }, refused);
                run.expect('readyz', { json: { secure: true } }, await run.kith.ask('GET', '/readyz'));
            },
        }],
    },
    {
        name: 'over plain http no answer does, and readyz says that it is plain',
        steps: [{
            do: async (run) => {
                const plain = { status: 200, headers: { 'strict-transport-security': absent }, json: { secure: false } };
                run.expect('without a base URL', plain, await run.kith.ask('GET', '/readyz'));
                await run.again('--base-url', 'http://kith.example/kith');
                run.expect('with a plain one', plain, await run.kith.ask('GET', '/readyz'));
            },
        }],
    },
    {
        name: 'the page has the path in every address of its first document',
        steps: [{
            do: async (run) => {
                await run.again('--assets', plantPage(run));
                const bare = await run.kith.ask('GET', '/');
                run.expect('without a path', { status: 200, text: /data-base="\/".*"\/icon.svg".*"\/app.js"/ }, bare);
                await run.again(...under, '--assets', path.join(run.folder, 'page'));
                const known = { headers: { 'If-None-Match': bare.headers.etag } };
                for (const at of ['/', '/kith/', '/people/anybody', '/kith/people/anybody']) {
                    const page = await run.kith.ask('GET', at, known);
                    run.expect(at, {
                        status: 200,
                        text: '<html data-base="/kith/"><link href="/kith/icon.svg"><script src="/kith/app.js"></script><p title="a=/b">=/</p>',
                        headers: { etag: not(bare.headers.etag), 'content-security-policy': anything },
                    }, page);
                    const again = await run.kith.ask('GET', at, { headers: { 'If-None-Match': page.headers.etag } });
                    run.expect(`${at} again`, { status: 304 }, again);
                }
                for (const at of ['/app.js', '/kith/app.js'])
                    run.expect(at, { status: 200, text: 'let a = "/";' }, await run.kith.ask('GET', at));
                run.expect('the path alone', { status: 308 }, await run.kith.ask('GET', '/kith'));
            },
        }],
    },
];
