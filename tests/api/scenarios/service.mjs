// Whether it lives, who asks, and what the API is.
import { anything, long, number } from '../match.mjs';

export const scenarios = [
    {
        name: 'anybody may ask whether Kith lives and works',
        steps: [
            { ask: 'GET /healthz', as: 'nobody', is: 200, has: { state: 'ok' } },
            { ask: 'GET /readyz', as: 'nobody', is: 200, has: { state: 'ok', secure: false, writable: true, waiting: number, writes: number, slowest_commit_us: number, index_cpu_us: number, wal_bytes: anything, merge_debt: anything } },
        ],
    },
    {
        name: 'anybody may read what the API is, and it is told the same by the command line',
        steps: [{
            do: async (run) => {
                const { command } = await import('../../support/kith.mjs');
                const answer = await run.ask('GET /openapi.json', { as: 'nobody' });
                run.expect('the answer', { status: 200 }, answer);
                const told = await command(['openapi']);
                run.expect('the command', JSON.parse(told.stdout), answer.json);
            },
        }],
    },
    {
        name: 'who asks is told with role and scopes',
        steps: [
            { ask: 'GET /me', is: 200, has: { id: '{olga.id}', name: 'Olga', email: null, role: 'owner', scopes: ['read', 'write', 'export', 'admin'] } },
            { it: 'an address of their own', ask: 'PATCH /members/{olga.id}', body: { email: 'olga@team.example' }, is: 200 },
            { ask: 'GET /me', as: 'reader', is: 200, has: { email: 'olga@team.example', scopes: long(1) } },
        ],
    },
    {
        name: 'HEAD answers as GET does, without a body',
        steps: ['/people', '/kinds', '/me', '/healthz', '/changes'].map((path) => ({
            it: path,
            do: async (run) => {
                const get = await run.ask(`GET ${path}`);
                const head = await run.ask(`HEAD ${path}`);
                run.expect('the answer', {
                    status: 200, length: 0, etag: get.headers.etag, type: get.headers['content-type'], bytes: get.headers['content-length'],
                }, { status: head.status, length: head.bytes.length, etag: head.headers.etag, type: head.headers['content-type'], bytes: head.headers['content-length'] });
            },
        })),
    },
];
