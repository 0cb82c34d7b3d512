// Debian's sqlmap over every parameter of every route: in the path, the query and the body. By hand, for
// it takes a quarter of an hour; loopback only.
//     KITH_BIN=build/release/kith node tests/faults/sqlmap.mjs [--only WORDS]
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { Kith } from '../support/kith.mjs';

const { values: asked } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const AT_ONCE = 2;
const finding = /(parameter .* (is|might be|appears to be) .*(injectable|vulnerable)|identified the following injection|fetched data logged)/;
const reached = /(all tested parameters do not appear to be injectable|does not seem to be injectable)/;

// A value that a field takes, told by its schema.
function sample(schema, document, depth = 0) {
    if (schema?.$ref)
        return sample(document.components.schemas[schema.$ref.split('/').pop()], document, depth + 1);
    const type = Array.isArray(schema?.type) ? schema.type[0] : schema?.type;
    if (schema?.enum)
        return schema.enum.find((one) => one !== null) ?? 'x';
    if (schema?.oneOf || schema?.anyOf)
        return sample((schema.oneOf ?? schema.anyOf)[0], document, depth + 1);
    if (type === 'object')
        return depth > 3 ? {} : Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, one]) => [name, sample(one, document, depth + 1)]));
    if (type === 'array')
        return depth > 3 ? [] : [sample(schema.items, document, depth + 1)];
    if (type === 'integer' || type === 'number')
        return 1;
    if (type === 'boolean')
        return true;
    const formats = { uuid: '01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11', 'date-time': '2026-11-25T00:00:00Z', date: '2026-11-25', email: 'a@x.example' };
    return formats[schema?.format] ?? 'abc';
}

function requestsOf(document, kith, token, person) {
    const all = [];
    for (const [template, methods] of Object.entries(document.paths)) {
        for (const [method, operation] of Object.entries(methods)) {
            const parameters = operation.parameters ?? [];
            const query = parameters.filter((one) => one.in === 'query')
                .map((one) => `${one.name}=${encodeURIComponent(sample(one.schema, document))}`).join('&');
            const body = operation.requestBody?.content && Object.values(operation.requestBody.content)[0];
            const json = body?.schema ? JSON.stringify(sample(body.schema, document)) : null;
            const target = template.replace('{id}', `${person}*`).replace('{n}', '1*') + (query ? `?${query}` : '');
            if (!query && !json && !target.includes('*'))
                continue;
            const lines = [`${method.toUpperCase()} ${target} HTTP/1.1`, `Host: 127.0.0.1:${kith.port}`, `Authorization: Bearer ${token}`];
            if (json)
                lines.push(`Content-Type: application/${method === 'patch' ? 'merge-patch+json' : 'json'}`);
            all.push({ name: `${method.toUpperCase()} ${template}`, text: `${lines.join('\r\n')}\r\n\r\n${json ?? ''}` });
        }
    }
    return all.filter(({ name }) => name.includes(asked.only));
}

function sqlmap(folder, at, { text }) {
    const file = path.join(folder, `${at}.txt`);
    writeFileSync(file, text);
    const words = ['-r', file, '--batch', '--dbms=sqlite', '--level=2', '--risk=1', '--technique=BEUS', '--ignore-code=401,403,404,409,412,422,429', '--timeout=10', '--retries=1',
        '--disable-coloring', '--flush-session', '--output-dir', path.join(folder, `out${at}`), '--skip=Authorization,User-Agent,Referer,Host'];
    return new Promise((resolve) => {
        // Without a terminal it would read its targets from standard input.
        const child = spawn('script', ['-qec', ['sqlmap', ...words].join(' '), '/dev/null'], { stdio: ['ignore', 'pipe', 'pipe'] });
        let told = '';
        child.stdout.on('data', (more) => (told += more));
        child.stderr.on('data', (more) => (told += more));
        child.on('close', () => resolve(told));
    });
}

const kith = await Kith.start({ flags: ['--quiet', '--connections-per-address', '0'] });
const folder = mkdtempSync(path.join(tmpdir(), 'kith-sqlmap-'));
let passed = 0;
const wrong = [];
try {
    const token = await kith.token('Olga');
    kith.secret = token;
    const person = (await kith.ask('POST', '/api/v1/people', { body: { name: 'Ada' } })).json.id;
    const document = (await kith.ask('GET', '/api/v1/openapi.json')).json;
    // A call that ends the token or changes the owner would end the run.
    const left = requestsOf(document, kith, token, person).map((one, at) => ({ ...one, at }));
    const worker = async () => {
        for (let one = left.shift(); one; one = left.shift()) {
            const told = await sqlmap(folder, one.at, one);
            const found = told.split('\n').filter((line) => finding.test(line));
            const tested = reached.test(told);
            console.log(`${found.length ? 'FAILED' : tested ? 'ok' : 'odd'} ${one.name}${found.length ? `: ${found[0]}` : ''}`);
            if (found.length || !tested)
                wrong.push(`${one.name}: ${(found[0] ?? told.split('\n').filter((line) => /CRITICAL|ERROR/.test(line))[0] ?? 'nothing was tested')}`);
            else
                passed++;
        }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
} finally {
    wrong.push(...await kith.stop());
    rmSync(folder, { recursive: true, force: true });
}
wrong.forEach((sentence) => console.log(`FAILED ${sentence}`));
console.log(`${passed} passed, ${wrong.length} failed, 0 skipped`);
process.exitCode = wrong.length ? 1 : 0;
