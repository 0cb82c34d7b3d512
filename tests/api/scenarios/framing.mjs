// Malformed framing over raw sockets: refused, or answered for what it is; no second reader can be made to
// see another request than Kith does, and nothing stays open past its deadline. The rows: ../malformed.mjs.
import { canaryName, groups, token } from '../malformed.mjs';

const get = 'GET /healthz HTTP/1.1\r\nHost: x\r\n';
const post = (headers, body) => `POST /api/v1/people HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}\r\n${body}`;

// Ten seconds for a header or a few bytes of a body, a second until that is seen, and a busy machine.
const LATEST_MS = 17000;
const AT_ONCE = 32;

const rows = Object.entries(groups).flatMap(([group, some]) =>
    some.map(([says, bytes, statuses, how]) => ({ says: `${group}: ${says}`, bytes, statuses, how })));

// Heads and all: an answer in the place of a body would be seen as well.
const statusesIn = (text) => [...text.matchAll(/HTTP\/1\.\d (\d{3}) /g)].map((found) => Number(found[1])).filter((status) => status !== 100);

function bytesOf(run, bytes, number) {
    const secret = run.kith.secret;
    if (secret.length !== token.length)
        run.fail(`a token has ${secret.length} bytes, and the table's ${token.length}`);
    return bytes.replaceAll(token, secret).replaceAll(canaryName, canaryOf(number));
}

const canaryOf = (number) => canaryName.replace('NNN', String(number).padStart(3, '0'));

// Gives what is wrong with one row, or nothing, and how long its connection was open.
async function tryRow(run, { bytes, statuses = [400], how }, number) {
    const began = Date.now();
    const { text, closed } = await run.kith.raw(bytesOf(run, bytes, number), { patience: LATEST_MS, ...how });
    const took = Date.now() - began;
    const told = statusesIn(text);
    let fault = null;
    if (String(told) !== String(statuses))
        fault = `answered [${told}], not [${statuses}]: ${text.slice(0, 300)}`;
    else if (!closed || took > LATEST_MS)
        fault = closed ? `closed after ${took} ms` : 'left open';
    return { fault, took };
}

// Those that stand still until their deadline go first, so that all else happens meanwhile.
async function tryAll(run) {
    const waiting = [...rows.keys()].sort((one, other) => (rows[one].statuses?.length ?? 1) - (rows[other].statuses?.length ?? 1));
    const wrong = [];
    let slowest = 0;
    const worker = async () => {
        for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) {
            const { fault, took } = await tryRow(run, rows[number], number);
            slowest = Math.max(slowest, took);
            if (fault)
                wrong.push(`${rows[number].says}: ${fault}`);
        }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    for (const { name } of (await run.ask('GET /people?limit=200')).json.items)
        wrong.push(`${rows[Number(name.slice(-3))]?.says}: ${name} was made`);
    if (wrong.length)
        run.fail(wrong.join(' | '));
    console.log(`${rows.length} malformed requests: each answered as told, none carried out, all closed, the last after ${(slowest / 1000).toFixed(1)} s`);
}

async function refusedAloud(run, says, bytes) {
    const { answers, closed } = await run.kith.raw(bytes);
    if (answers.length !== 1 || !closed)
        run.fail(`${says}: ${answers.length} answers, ${closed ? 'closed' : 'left open'}`);
    return answers[0];
}

const table = (rows, check) => rows.map(([says, bytes, more]) => ({ it: says, do: (run) => check(run, says, bytes, more) }));

export const scenarios = [
    {
        name: 'nothing that two readers could understand differently gets through',
        steps: [{ it: `${rows.length} malformed requests`, do: tryAll }],
    },
    {
        name: 'the canary is carried out where a request ends before it',
        steps: [{
            do: async (run) => {
                const row = rows.find(({ says }) => says.endsWith('an empty line in front'));
                const { answers } = await run.kith.raw(bytesOf(run, row.bytes.replace('Connection: close\r\n', ''), 0), { until: 2 });
                run.expect('the answers', [200, 201], answers.map((answer) => answer.status));
                run.expect('the list', { count: 1, items: [{ name: canaryOf(0) }] }, (await run.ask('GET /people')).json);
            },
        }],
    },
    {
        name: 'a refusal that Kith itself writes is a problem with Connection: close',
        steps: table([
            ['two equal lengths', post('Content-Length: 2\r\nContent-Length: 2\r\n', '{}')],
            ['a signed length', post('Content-Length: +2\r\n', '{}')],
            ['cookies that do not fit', `${get}Cookie: ${'a'.repeat(9000)}\r\n\r\n`],
            ['a folded line', `${get}X: a\r\n b\r\n\r\n`],
            ['another encoding', post('Transfer-Encoding: gzip\r\n', '')],
            ['no UTF-8', 'GET /api/v1/people/%ff HTTP/1.1\r\nHost: x\r\n\r\n'],
            ['dots', 'GET /api/v1/../../healthz HTTP/1.1\r\nHost: x\r\n\r\n'],
            ['two Hosts', `${get}Host: y\r\n\r\n`],
            ['no Host', 'GET /healthz HTTP/1.1\r\n\r\n'],
            ['a space in the query', 'GET /api/v1/brief?email=a b HTTP/1.1\r\nHost: x\r\n\r\n'],
            ['words behind the version', 'GET /healthz HTTP/1.1 HTTP/1.1\r\nHost: x\r\n\r\n'],
        ], async (run, says, bytes) => {
            const answer = await refusedAloud(run, says, bytes);
            run.expect(says, { status: 400, headers: { connection: /close/i, 'content-type': 'application/problem+json' } }, answer);
            run.expect(says, { type: 'urn:kith:problem:malformed', status: 400, detail: /^[A-Z].*\.$/s }, JSON.parse(answer.body));
        }),
    },
    {
        name: 'a body in chunks is read like any other',
        steps: [{
            do: async (run) => {
                const { answers } = await run.kith.raw(post(`Authorization: Bearer ${run.kith.secret}\r\nTransfer-Encoding: chunked\r\n`, '8\r\n{"name":\r\n6;x=y\r\n "Ada"\r\n1\r\n}\r\n0\r\nX-Trailer: 1\r\n\r\n'), { until: 1 });
                run.expect('made', 201, answers[0].status);
                run.expect('whole', { count: 1, items: [{ name: 'Ada' }] }, (await run.ask('GET /people')).json);
            },
        }],
    },
    {
        name: 'requests sent one behind the other are answered in their order',
        steps: [{
            do: async (run) => {
                const token = `Authorization: Bearer ${run.kith.secret}\r\n`;
                const body = '{"name": "Ada"}';
                const bytes = [`${get}\r\n`, post(`${token}Content-Length: ${body.length}\r\n`, body), `GET /api/v1/people HTTP/1.1\r\nHost: x\r\n${token}\r\n`, `GET /api/v1/nowhere HTTP/1.1\r\nHost: x\r\n${token}\r\n`].join('');
                const { answers } = await run.kith.raw(bytes, { until: 4 });
                run.expect('the answers', [200, 201, 200, 404], answers.map((answer) => answer.status));
                run.expect('the list has who was made before', { count: 1 }, JSON.parse(answers[2].body));
            },
        }],
    },
    {
        name: 'a body that is too long is refused before it is sent, when the client waits to be told',
        steps: [{
            do: async (run) => {
                const { answers } = await run.kith.raw(post(`Authorization: Bearer ${run.kith.secret}\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n`, ''), { until: 1 });
                run.expect('the answer', 413, answers[0].status);
                const stranger = await run.kith.raw(post('Expect: 100-continue\r\nContent-Length: 10\r\n', ''), { until: 1 });
                run.expect('a stranger', 401, stranger.answers[0].status);
            },
        }],
    },
    {
        name: 'after all of it Kith answers as before',
        steps: [
            {
                do: async (run) => {
                    let seed = 11;
                    const chance = (below) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
                    const good = Buffer.from(post(`Authorization: Bearer x\r\nContent-Length: 15\r\n`, '{"name": "Ada"}'));
                    const damaged = () => {
                        const bytes = Buffer.from(good);
                        for (let n = 0; n <= chance(6); n++)
                            bytes[chance(bytes.length)] = chance(256);
                        return bytes;
                    };
                    for (let i = 0; i < 400; i += 20)
                        await Promise.all(Array.from({ length: 20 }, () => run.kith.raw(damaged(), { ends: true, patience: 500 })));
                },
            },
            { ask: 'GET /healthz', is: 200 },
            { ask: 'GET /people', is: 200, has: { count: 0 } },
        ],
    },
];
