// Drafts: kept for the one who writes them.
import { id, moment } from '../match.mjs';

const first = '01935c1e-7d3a-7c2b-9f00-000000000001';
const second = '01935c1e-7d3a-7c2b-9f00-000000000002';

export const scenarios = [
    {
        name: 'a draft is kept, kept anew, read and dropped, and is no change',
        steps: [
            { ask: 'POST /people', body: { name: 'Ada' }, is: 201, keep: 'ada' },
            { ask: `PUT /drafts/${first}`, body: { content: '{"body":"Her mill\\nopens"}', person_id: '{ada.id}' }, is: 200, told: { 'Cache-Control': 'no-store' }, has: { id: first, person_id: '{ada.id}', conversation_id: null, content: '{"body":"Her mill\\nopens"}', created_at: moment, updated_at: moment } },
            { ask: `PUT /drafts/${first}`, body: { content: 'shorter' }, is: 200, keep: 'kept', has: { content: 'shorter', person_id: null } },
            { ask: `GET /drafts/${first}`, is: 200, has: { content: 'shorter', created_at: '{kept.created_at}' } },
            { ask: `PUT /drafts/${second}`, body: { content: 'x', person_id: '{ada.id}', conversation_id: first }, is: 200 },
            { ask: 'GET /drafts', is: 200, has: { count: 2, items: [{ id: second }, { id: first }] } },
            { it: 'by page', ask: 'GET /drafts?limit=1', is: 200, keep: 'page', has: { items: [{ id: second }] } },
            { it: 'the next page', ask: 'GET {page.next}', is: 200, has: { items: [{ id: first }], next: null } },
            { it: 'about a person', ask: 'GET /drafts?person={ada.id}', is: 200, has: { count: 1, items: [{ id: second }] } },
            { it: 'nothing of it is a change', ask: 'GET /changes?limit=1', is: 200, has: { items: [{ what: 'person made' }] } },
            { ask: `DELETE /drafts/${first}`, is: 204 },
            { it: 'twice is no fault', ask: `DELETE /drafts/${first}`, is: 204 },
            { ask: `GET /drafts/${first}`, is: 404 },
        ],
    },
    {
        name: 'a draft is nobody else’s, under the same id either',
        steps: [
            { ask: 'POST /tokens', body: { member_name: 'Rui', name: 'x' }, is: 201, keep: 'rui' },
            { ask: `PUT /drafts/${first}`, body: { content: 'Olga’s' }, is: 200 },
            { ask: `GET /drafts/${first}`, as: '{rui.secret}', is: 404 },
            { ask: `PUT /drafts/${first}`, as: '{rui.secret}', body: { content: 'Rui’s' }, is: 200, has: { content: 'Rui’s' } },
            { ask: `DELETE /drafts/${first}`, as: '{rui.secret}', is: 204 },
            { ask: 'GET /drafts', as: '{rui.secret}', is: 200, has: { count: 0 } },
            { ask: `GET /drafts/${first}`, is: 200, has: { content: 'Olga’s' } },
        ],
    },
    {
        name: 'a draft has an end, and nobody has more than two hundred',
        steps: [
            { ask: `PUT /drafts/${first}`, body: { content: 'x'.repeat(256 * 1024) }, is: 200 },
            { ask: `PUT /drafts/${first}`, body: { content: 'x'.repeat(256 * 1024 + 1) }, is: 422, faults: ['/content'] },
            { ask: `PUT /drafts/${first}`, body: {}, is: 422, faults: ['/content'] },
            { ask: 'PUT /drafts/x', body: { content: 'x' }, is: 404 },
            {
                do: async (run) => {
                    for (let at = 0; at < 200; at++) {
                        const answer = await run.kith.ask('PUT', `/api/v1/drafts/01935c1e-7d3a-7c2b-9f00-${String(at).padStart(12, '0')}`, { body: { content: 'x' } });
                        run.expect(`draft ${at}`, 200, answer.status);
                    }
                },
            },
            { ask: 'PUT /drafts/01935c1e-7d3a-7c2b-9f00-000000000999', body: { content: 'x' }, is: 409 },
            { it: 'those that are there can be written on', ask: `PUT /drafts/${first}`, body: { content: 'y' }, is: 200 },
        ],
    },
];
