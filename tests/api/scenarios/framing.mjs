// Malformed framing over raw sockets: 400 and close wherever Kith can see it, and no second reader can
// be made to see another request than Kith does.

const get = 'GET /healthz HTTP/1.1\r\nHost: x\r\n';
const post = (headers, body) => `POST /api/v1/people HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}\r\n${body}`;
const smuggled = 'GET /api/v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n';

// libmicrohttpd 0.9.75 writes the head of its own refusal twice when it cannot read a Content-Length: the
// second head comes where the body should. It is one answer still, and the connection is closed behind it.
const headTwice = { heads: 2 };

const headsIn = (text) => (text.match(/^HTTP\/1\.\d \d{3} /gm) ?? []).length;

async function refused(run, says, bytes, { status = [400], answers = 1, heads = answers, ends = false } = {}) {
    const { answers: told, closed, text } = await run.kith.raw(bytes, { ends });
    if (headsIn(text) > heads)
        run.fail(`${says}: ${headsIn(text)} status lines: ${text.slice(0, 400)}`);
    const good = told.length <= answers && closed && told.every((answer) => status.includes(answer.status));
    if (!good)
        run.fail(`${says}: ${told.length} answers (${told.map((answer) => answer.status)}), ${closed ? 'closed' : 'left open'}: ${text.slice(0, 200)}`);
    return told;
}

async function refusedAloud(run, says, bytes, more) {
    const told = await refused(run, says, bytes, more);
    if (told.length !== 1)
        run.fail(`${says}: no answer`);
    return told[0];
}

const table = (rows, check) => rows.map(([says, bytes, more]) => ({ it: says, do: (run) => check(run, says, bytes, more) }));

export const scenarios = [
    {
        name: 'two ways to tell a length, or one that is none, are refused and the connection closed',
        steps: table([
            ['both lengths', post('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${smuggled}`)],
            ['both, the other way round', post('Transfer-Encoding: chunked\r\nContent-Length: 5\r\n', `0\r\n\r\n${smuggled}`)],
            ['two lengths', post('Content-Length: 2\r\nContent-Length: 3\r\n', `{}x${smuggled}`)],
            ['two equal lengths', post('Content-Length: 2\r\nContent-Length: 2\r\n', `{}${smuggled}`)],
            ['a list of lengths', post('Content-Length: 2, 2\r\n', `{}${smuggled}`), headTwice],
            ['a signed length', post('Content-Length: +2\r\n', `{}${smuggled}`), headTwice],
            ['a negative length', post('Content-Length: -2\r\n', `{}${smuggled}`), headTwice],
            ['a hexadecimal length', post('Content-Length: 0x2\r\n', `{}${smuggled}`), headTwice],
            ['an empty length', post('Content-Length: \r\n', `{}${smuggled}`), headTwice],
            ['a length in words', post('Content-Length: two\r\n', `{}${smuggled}`), headTwice],
            ['a length with a blank in it', post('Content-Length: 1 2\r\n', `{}${smuggled}`), headTwice],
            ['a length beyond all', post(`Content-Length: ${'9'.repeat(40)}\r\n`, '{}'), { status: [400, 413], ...headTwice }],
            ['another encoding', post('Transfer-Encoding: gzip\r\n', `{}${smuggled}`), { status: [400, 501] }],
            ['chunked and another', post('Transfer-Encoding: gzip, chunked\r\n', `0\r\n\r\n${smuggled}`)],
            ['chunked twice', post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${smuggled}`)],
            ['chunked with a sign behind', post('Transfer-Encoding: chunked;\r\n', `0\r\n\r\n${smuggled}`)],
            ['chunked with a letter of another kind', post('Transfer-Encoding: \x0bchunked\r\n', `0\r\n\r\n${smuggled}`)],
            ['chunked in HTTP/1.0', post('Transfer-Encoding: chunked\r\n', `0\r\n\r\n${smuggled}`).replace('HTTP/1.1', 'HTTP/1.0')],
        ], refused),
    },
    {
        name: 'a header that two readers could read differently is refused and the connection closed',
        steps: table([
            ['no Host', 'GET /healthz HTTP/1.1\r\n\r\n'],
            ['two Hosts', `${get}Host: y\r\n\r\n`],
            ['a blank before the colon', `${get}Content-Length : 5\r\n\r\nhello`],
            ['a name that is none', `${get}Na(me: x\r\n\r\n`],
            ['a NUL in a name', `${get}X\0Y: a\r\n\r\n`],
            ['a bare carriage return in a value', `${get}X-Y: a\rTransfer-Encoding: chunked\r\n\r\n`],
            ['a control character in a value', `${get}X-Y: a\x01b\r\n\r\n`],
            ['a line without a colon', `${get}hello\r\n\r\n`],
            ['too many headers', `${get}${Array.from({ length: 80 }, (_, i) => `X-${i}: 1\r\n`).join('')}\r\n`, { status: [400, 431] }],
            ['a header too long', `${get}X-Y: ${'a'.repeat(70000)}\r\n\r\n`, { status: [400, 431] }],
        ], refused),
    },
    {
        name: 'a first line that is none is refused and the connection closed',
        steps: table([
            ['another version', 'GET /healthz HTTP/2.0\r\nHost: x\r\n\r\n', { status: [400, 505] }],
            ['HTTP/0.9', 'GET /healthz\r\n\r\n', { status: [400, 505], ends: true }],
            ['no version at all', 'GET /healthz HTTP\r\nHost: x\r\n\r\n', { status: [400, 505] }],
            ['words behind', 'GET /healthz HTTP/1.1 x\r\nHost: x\r\n\r\n', { status: [400, 505] }],
            ['a method that is none', 'G(T /healthz HTTP/1.1\r\nHost: x\r\n\r\n'],
            ['a path without a slash', 'GET healthz HTTP/1.1\r\nHost: x\r\n\r\n'],
            ['an address of elsewhere', 'GET http://evil.example/healthz HTTP/1.1\r\nHost: x\r\n\r\n'],
            ['dots', 'GET /api/v1/../../healthz HTTP/1.1\r\nHost: x\r\n\r\n'],
            ['escaped dots', 'GET /api/v1/%2e%2e/%2E%2E/healthz HTTP/1.1\r\nHost: x\r\n\r\n'],
            ['a bad escape', 'GET /api/v1/people/%zz HTTP/1.1\r\nHost: x\r\n\r\n'],
            ['an escaped NUL', 'GET /api/v1/people/%00 HTTP/1.1\r\nHost: x\r\n\r\n'],
            ['no UTF-8', 'GET /api/v1/people/%ff HTTP/1.1\r\nHost: x\r\n\r\n'],
            ['a path too long', `GET /${'a'.repeat(9000)} HTTP/1.1\r\nHost: x\r\n\r\n`, { status: [400, 414] }],
            ['nonsense', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', { status: [400, 505] }],
            ['a mail', 'EHLO x\r\nMAIL FROM: <a@b>\r\n\r\n', { status: [400, 505] }],
        ], refused),
    },
    {
        name: 'a refusal that Kith itself writes is a problem with Connection: close',
        steps: table([
            ['two equal lengths', post('Content-Length: 2\r\nContent-Length: 2\r\n', '{}')],
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
        name: 'chunks that are none are refused, and nothing is made of them',
        steps: [
            ...table([
                ['no size', 'x\r\n{}\r\n0\r\n\r\n'], ['a negative size', '-2\r\n{}\r\n0\r\n\r\n'], ['a size beyond all', 'fffffffffffffffff\r\n{}\r\n0\r\n\r\n'],
                ['a size with 0x', '0x2\r\n{}\r\n0\r\n\r\n'], ['more than the size', '2\r\n{}{}\r\n0\r\n\r\n'],
            ].map(([says, chunks]) => [says, (run) => post(`Authorization: Bearer ${run.kith.secret}\r\nTransfer-Encoding: chunked\r\n`, chunks)]),
            (run, says, bytes) => refused(run, says, bytes(run), { status: [400, 413, 422] })),
            { it: 'nobody was made', ask: 'GET /people', is: 200, has: { count: 0 } },
        ],
    },
    {
        name: 'a header without a name is passed over, and hides nothing',
        steps: [{
            do: async (run) => {
                const { answers } = await run.kith.raw(`${get}: Content-Length: 5\r\n\r\n`, { until: 1 });
                run.expect('the answer', [200], answers.map((answer) => answer.status));
            },
        }],
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
        name: 'a client that leaves in the middle leaves nothing behind',
        steps: [
            {
                do: async (run) => {
                    const token = `Authorization: Bearer ${run.kith.secret}\r\n`;
                    for (const bytes of ['GET', 'GET /healthz HTTP/1.1\r\nHo', post(`${token}Content-Length: 100\r\n`, '{"name": "Ada"}'), post(`${token}Transfer-Encoding: chunked\r\n`, '5\r\n{"nam')])
                        await run.kith.raw(bytes, { ends: true });
                },
            },
            { it: 'nobody was made', ask: 'GET /people', is: 200, has: { count: 0 } },
        ],
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
