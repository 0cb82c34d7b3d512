// Members and their tokens; who is asking.
import { anything, counts, id, moment } from '../match.mjs';

const rui = { ask: 'POST /members', body: { name: 'Rui', email: 'rui@team.example' }, is: 201, keep: 'rui' };
const ada = { ask: 'POST /people', body: { name: 'Ada' }, is: 201, keep: 'ada' };
const future = new Date(Date.now() + 86400000).toISOString();

export const scenarios = [
    {
        name: 'a member is read back with every field that was sent',
        steps: [
            {
                ask: 'POST /members', is: 201, keep: 'rui', told: { Location: /^\/api\/v1\/members\// },
                body: { name: 'Rui', email: 'rui@team.example', role: 'reader', state: 'active', language: 'pt-BR', time_zone: 'America/Sao_Paulo' },
                has: { id, name: 'Rui', email: 'rui@team.example', role: 'reader', state: 'active', language: 'pt-BR', time_zone: 'America/Sao_Paulo', conversations: counts(0), revision: 1, created_at: moment, updated_at: moment },
            },
            { ask: 'GET /members/{rui.id}', is: 200, has: { name: 'Rui', role: 'reader' } },
            {
                ask: 'PATCH /members/{rui.id}', is: 200,
                body: { name: 'Rui Costa', email: 'costa@team.example', role: 'member', state: 'left', language: 'en', time_zone: 'Europe/Lisbon' },
                has: { name: 'Rui Costa', email: 'costa@team.example', role: 'member', state: 'left', language: 'en', time_zone: 'Europe/Lisbon', revision: 2 },
            },
            { ask: 'PATCH /members/{rui.id}', body: { email: null, language: null, time_zone: null }, is: 200, has: { email: null, language: null, time_zone: null } },
        ],
    },
    {
        name: 'a name alone makes a member who is active',
        steps: [{ ask: 'POST /members', body: { name: 'Sam' }, is: 201, has: { role: 'member', state: 'active', email: null } }],
    },
    {
        name: 'an address belongs to one member only',
        steps: [
            rui,
            { ask: 'POST /members', body: { name: 'Sam', email: 'RUI@team.example' }, is: 409 },
            { ask: 'PATCH /members/{olga.id}', body: { email: 'rui@team.example' }, is: 409 },
            { ask: 'GET /members', is: 200, has: { count: 2, items: [{ name: 'Olga' }, { name: 'Rui' }] } },
            { it: 'by page', ask: 'GET /members?limit=1', is: 200, keep: 'first', has: { count: 2, items: [{ name: 'Olga' }] } },
            { it: 'the next page', ask: 'GET {first.next}', is: 200, has: { count: 2, next: null, items: [{ name: 'Rui' }] } },
        ],
    },
    {
        name: 'the last owner can neither leave nor get another role',
        steps: [
            { ask: 'PATCH /members/{olga.id}', body: { role: 'member' }, is: 409 },
            { ask: 'PATCH /members/{olga.id}', body: { state: 'left' }, is: 409 },
            { ask: 'POST /members', body: { name: 'Rui', role: 'owner' }, is: 201, keep: 'rui' },
            { ask: 'POST /tokens', body: { member_id: '{rui.id}', name: 'x', scopes: ['read'] }, is: 201, keep: 'ruis' },
            { ask: 'PATCH /members/{olga.id}', body: { role: 'member' }, is: 200, repeats: false, has: { role: 'member' } },
            { it: 'a change of role ends every token at once', as: 'owner', ask: 'GET /me', is: 401 },
            { do: (run) => (run.kith.secret = run.kept.ruis.secret) },
        ],
    },
    {
        name: 'the name of a member stays on what they wrote after they left',
        steps: [
            rui, ada,
            { ask: 'POST /tokens', body: { member_id: '{rui.id}', name: 'laptop' }, is: 201, keep: 'token' },
            { ask: 'POST /conversations', as: '{token.secret}', body: { people: ['{ada.id}'], body: 'Hi.' }, is: 201, keep: 'call', has: { logged_by_name: 'Rui', members: [{ name: 'Rui' }] } },
            { ask: 'PATCH /members/{rui.id}', body: { state: 'left', name: 'Rui C.' }, is: 200 },
            { it: 'the token ends at once', ask: 'GET /me', as: '{token.secret}', is: 401 },
            { ask: 'GET /conversations/{call.id}', is: 200, has: { logged_by_name: 'Rui C.', logged_by: '{rui.id}', members: [{ name: 'Rui C.' }] } },
            { it: 'no new one while they are away', ask: 'POST /tokens', body: { member_id: '{rui.id}', name: 'laptop' }, is: 422, faults: ['/member_id'] },
            { ask: 'PATCH /members/{rui.id}', body: { state: 'active' }, is: 200 },
            { it: 'what has ended stays so', ask: 'GET /me', as: '{token.secret}', is: 401 },
            { ask: 'POST /tokens', body: { member_id: '{rui.id}', name: 'laptop' }, is: 201, keep: 'again' },
            { ask: 'GET /me', as: '{again.secret}', is: 200, has: { name: 'Rui C.' } },
        ],
    },
    {
        name: 'a token tells its secret once, and the answer says who it is for',
        steps: [
            rui,
            {
                ask: 'POST /tokens', is: 201, keep: 'token', body: { member_id: '{rui.id}', name: 'laptop', scopes: ['read', 'export'], expires_at: future },
                told: { 'Cache-Control': 'no-store' },
                has: { id, member_id: '{rui.id}', member_name: 'Rui', name: 'laptop', scopes: ['read', 'export'], expires_at: future, last_used_at: null, created_at: moment, secret: /^kith_[\w-]{43}$/ },
            },
            { ask: 'GET /me', as: '{token.secret}', is: 200, has: { id: '{rui.id}', name: 'Rui', email: 'rui@team.example', role: 'member', scopes: ['read', 'export'] } },
            { it: 'by name, and without scopes', ask: 'POST /tokens', body: { member_name: 'rui', name: 'phone' }, is: 201, has: { member_id: '{rui.id}', scopes: ['read', 'write'], expires_at: null, secret: anything } },
            { it: 'somebody new becomes a member', ask: 'POST /tokens', body: { member_name: 'Sam', name: 'phone' }, is: 201, has: { member_name: 'Sam' } },
            { ask: 'GET /members', is: 200, has: { count: 3 } },
        ],
    },
    {
        name: 'a token is refused with all its faults',
        steps: [
            rui,
            ...['', '  '].map((member_name) => ({ it: `"${member_name}"`, ask: 'POST /tokens', body: { name: 'x', member_name }, is: 422, faults: ['/member_name'] })),
            { it: 'an unknown member', ask: 'POST /tokens', body: { name: 'x', member_id: '01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11' }, is: 422, faults: ['/member_id'] },
            { it: 'scopes that are none, and an end in the past', ask: 'POST /tokens', body: { name: 'x', member_name: 'Rui', scopes: ['read', 'fly'], expires_at: '2020-01-01T00:00:00Z' }, is: 422, faults: ['/scopes/1', '/expires_at'] },
            { it: 'no scope at all', ask: 'POST /tokens', body: { name: 'x', member_name: 'Rui', scopes: [] }, is: 422, faults: ['/scopes'] },
            { it: 'more than the role allows', ask: 'POST /tokens', body: { name: 'x', member_name: 'Rui', scopes: ['read', 'admin'] }, is: 422, faults: ['/scopes/1'] },
            { ask: 'POST /members', body: { name: 'rui' }, is: 201 },
            { it: 'a name that two bear', ask: 'POST /tokens', body: { name: 'x', member_name: 'Rui' }, is: 422, faults: ['/member_name'] },
            { it: 'the address of one of them', ask: 'POST /tokens', body: { name: 'x', member_name: 'rui@team.example' }, is: 201, has: { member_id: '{rui.id}' } },
        ],
    },
    {
        name: 'a token ends at its time',
        steps: [{
            do: async (run) => {
                const ends = Date.now() + 400;
                const made = await run.ask('POST /tokens', { body: { member_name: 'Olga', name: 'short', expires_at: new Date(ends).toISOString() } });
                let answer = await run.ask('GET /me', { as: made.json.secret });
                run.expect('before', 200, answer.status);
                while (Date.now() <= ends)
                    answer = await run.kith.ask('GET', '/healthz');
                answer = await run.ask('GET /me', { as: made.json.secret });
                run.expect('after', 401, answer.status);
            },
        }],
    },
];
