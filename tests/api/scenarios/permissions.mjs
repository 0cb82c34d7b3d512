// Who may do what: no token, a wrong one, and each scope on each route of openapi.json.
import { anything } from '../match.mjs';

const nobody = '01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11';
const scopes = { read: 'reader', write: 'writer', export: 'exporter', admin: 'admin', self: 'admin' };
// What the tokens of the template may do: one scope each, but a writer reads too.
const may = { reader: ['read'], writer: ['read', 'write'], exporter: ['export'], admin: ['admin', 'self'] };

const target = (template) => template.replace('{id}', nobody).replace('{n}', '999999');

export const scenarios = [
    {
        name: 'every route refuses strangers, wrong tokens and tokens without its scope, before anything else',
        steps: [{
            do: async (run) => {
                let asked = 0;
                for (const { method, template, operation } of run.contract.operations) {
                    const scope = operation['x-scope'];
                    if (!scope)
                        continue;
                    const send = async (token, more = {}) => {
                        asked++;
                        const body = operation.requestBody ? { body: '{"broken', headers: { 'Content-Type': 'application/json' } } : {};
                        return run.kith.ask(method, target(template), { token, ...body, ...more });
                    };
                    const says = `${method} ${template}`;
                    for (const token of [null, 'kith_', 'kith_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'x', ' ', run.template.tokens.owner.slice(0, -1), `${run.template.tokens.owner}x`]) {
                        const answer = await send(token, token === null ? {} : { headers: { Authorization: `Bearer ${token}` } });
                        run.expect(`${says} for ${token}`, { status: 401, json: { type: 'urn:kith:problem:not-known' }, headers: { 'www-authenticate': /^Bearer/ } }, answer);
                    }
                    const basic = await send(null, { headers: { Authorization: `Basic ${Buffer.from(`x:${run.template.tokens.owner}`).toString('base64')}` } });
                    run.expect(`${says} with another scheme`, 401, basic.status);
                    for (const [name, has] of Object.entries(may)) {
                        const answer = await send(run.template.tokens[name]);
                        if (has.includes(scope) && [401, 403].includes(answer.status))
                            run.fail(`${says} refuses a token with ${has} (${answer.status})`);
                        if (!has.includes(scope))
                            run.expect(`${says} for ${name}`, { status: 403, json: { type: 'urn:kith:problem:not-allowed', detail: scope === 'self' ? /Sign in with your password/ : new RegExp(scope) } }, answer);
                    }
                }
                if (asked < 300)
                    run.fail(`only ${asked} requests were made: the document tells too few scopes`);
            },
        }],
    },
    {
        name: 'each scope is needed by some route',
        steps: [{
            do: (run) => run.expect('the scopes', Object.keys(scopes).sort(), [...new Set(run.contract.operations.map(({ operation }) => operation['x-scope']).filter(Boolean))].sort()),
        }],
    },
    {
        name: 'a token is read in any writing of Bearer, and only there',
        steps: [
            { it: 'lower case', ask: 'GET /me', as: null, send: { Authorization: 'bearer {token.secret}' }, is: 200 },
            { it: 'as a parameter', ask: 'GET /me?token={token.secret}', as: null, is: 401 },
            { it: 'as a cookie', ask: 'GET /me', as: null, send: { Cookie: 'kith={token.secret}' }, is: 401 },
        ].reduce((steps, step) => [...steps, step], [{ ask: 'POST /tokens', body: { member_name: 'Rui', name: 'x' }, is: 201, keep: 'token' }]),
    },
    {
        name: 'a reader’s token cannot be made to write, nor a member’s to administer',
        steps: [
            { ask: 'POST /members', body: { name: 'Rui', role: 'reader' }, is: 201, keep: 'rui' },
            { it: 'beyond the role', ask: 'POST /tokens', body: { member_id: '{rui.id}', name: 'x', scopes: ['write'] }, is: 422, faults: ['/scopes/0'] },
            { ask: 'POST /tokens', body: { member_id: '{rui.id}', name: 'x' }, is: 201, keep: 'token', has: { scopes: ['read'] } },
            { ask: 'POST /people', as: '{token.secret}', body: { name: 'x' }, is: 403 },
            { ask: 'GET /people', as: '{token.secret}', is: 200 },
            { it: 'a higher role allows no more to an old token', ask: 'PATCH /members/{rui.id}', body: { role: 'owner' }, is: 200 },
            { ask: 'POST /people', as: '{token.secret}', body: { name: 'x' }, is: 401 },
        ],
    },
    {
        name: 'another role takes away what a token may do at once',
        steps: [
            { ask: 'POST /members', body: { name: 'Rui', role: 'owner' }, is: 201, keep: 'rui' },
            { ask: 'POST /tokens', body: { member_id: '{rui.id}', name: 'x', scopes: ['read', 'write', 'export', 'admin'] }, is: 201, keep: 'token' },
            { ask: 'POST /kinds', as: '{token.secret}', body: { name: 'walk' }, is: 201 },
            { ask: 'PATCH /members/{rui.id}', body: { role: 'member' }, is: 200 },
            { ask: 'POST /kinds', as: '{token.secret}', body: { name: 'ride' }, is: 401 },
            { ask: 'GET /me', as: '{token.secret}', is: 401 },
        ],
    },
    {
        name: 'the member of a write is whose token it was, whatever the body says',
        steps: [
            { ask: 'POST /tokens', body: { member_name: 'Rui', name: 'x' }, is: 201, keep: 'rui' },
            { it: 'said in the body', ask: 'POST /conversations', as: '{rui.secret}', body: { people: [{ name: 'Ada' }], body: 'x', logged_by: '{olga.id}' }, is: 422, faults: ['/logged_by'] },
            { ask: 'POST /conversations', as: '{rui.secret}', body: { people: [{ name: 'Ada' }], body: 'x', promises: [{ text: 'y' }] }, is: 201, has: { logged_by: '{rui.member_id}', promises: [{ by: '{rui.member_id}' }] } },
            { ask: 'GET /changes?limit=1', is: 200, has: { items: [{ member: '{rui.member_id}', at: anything }] } },
        ],
    },
];
