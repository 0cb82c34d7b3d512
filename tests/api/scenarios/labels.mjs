// Tags and kinds: the team's own words.
import { counts, id, moment } from '../match.mjs';

const ada = { ask: 'POST /people', body: { name: 'Ada', tags: ['Early'] }, is: 201, keep: 'ada' };

export const scenarios = [
    {
        name: 'a tag is made, renamed, taken off everybody by its deletion, and comes back with them by undo',
        steps: [
            {
                ask: 'POST /tags', body: { name: ' early ' }, is: 201, keep: 'tag', told: { Location: /^\/api\/v1\/tags\// },
                has: { id, name: 'early', people: counts(0), revision: 1, created_at: moment, updated_at: moment },
            },
            { ...ada, has: { tags: ['early'] } },
            { ask: 'GET /tags/{tag.id}', is: 200, has: { people: counts(1) } },
            { ask: 'PATCH /tags/{tag.id}', body: { name: 'Frühe' }, is: 200, has: { name: 'Frühe', revision: 2 } },
            { ask: 'GET /people/{ada.id}', is: 200, has: { tags: ['Frühe'] } },
            { it: 'a name that is there', ask: 'POST /tags', body: { name: 'frühe' }, is: 409 },
            { ask: 'DELETE /tags/{tag.id}', is: 204 },
            { ask: 'GET /tags/{tag.id}', is: 404 },
            { ask: 'GET /people/{ada.id}', is: 200, has: { tags: [] } },
            { ask: 'GET /changes?limit=1', is: 200, keep: 'changes', has: { items: [{ what: 'tag deleted', subject_id: '{tag.id}' }] } },
            { ask: 'POST /changes/{changes.items.0.number}/undo', is: 200 },
            { ask: 'GET /tags/{tag.id}', is: 200, has: { name: 'Frühe', people: counts(1) } },
            { ask: 'GET /people/{ada.id}', is: 200, has: { tags: ['Frühe'] } },
        ],
    },
    {
        name: 'a tag cannot take the name of another',
        steps: [
            { ask: 'POST /tags', body: { name: 'one' }, is: 201, keep: 'one' },
            { ask: 'POST /tags', body: { name: 'two' }, is: 201 },
            { ask: 'PATCH /tags/{one.id}', body: { name: 'TWO' }, is: 409 },
            { it: 'its own in another writing is fine', ask: 'PATCH /tags/{one.id}', body: { name: 'ONE' }, is: 200, has: { name: 'ONE' } },
        ],
    },
    {
        name: 'tags are listed by name, page by page',
        steps: [
            ...['beta', 'Alpha', 'gamma'].map((name) => ({ ask: 'POST /tags', body: { name }, is: 201 })),
            { ask: 'GET /tags?limit=2', is: 200, keep: 'first', has: { count: 3, items: [{ name: 'Alpha' }, { name: 'beta' }] } },
            { ask: 'GET {first.next}', is: 200, has: { count: 3, next: null, items: [{ name: 'gamma' }] } },
        ],
    },
    {
        name: 'the kinds at the start are eight, in their order, with fixed ids',
        steps: [
            {
                ask: 'GET /kinds', is: 200, keep: 'kinds',
                has: { count: 8, items: ['call', 'chat', 'email', 'meeting', 'migration', 'letter', 'visit', 'note'].map((name) => ({ name, conversations: counts(0) })) },
            },
            {
                do: async (run) => {
                    const other = await run.another();
                    const kinds = (await run.ask('GET /kinds', { on: other })).json;
                    run.expect('the same ids everywhere', { items: kinds.items.map((kind) => ({ id: kind.id })) }, run.kept.kinds);
                },
            },
            { it: 'by page', ask: 'GET /kinds?limit=5', is: 200, keep: 'first', has: { count: 8, items: [{}, {}, {}, {}, { name: 'migration' }] } },
            { it: 'the next page', ask: 'GET {first.next}', is: 200, has: { count: 8, next: null, items: [{ name: 'letter' }, { name: 'visit' }, { name: 'note' }] } },
        ],
    },
    {
        name: 'a kind is added, renamed and moved, and its number opens whatever its name',
        steps: [
            ada,
            { ask: 'POST /kinds', body: { name: 'Vídeo call' }, is: 201, keep: 'kind', told: { Location: /^\/api\/v1\/kinds\// }, has: { id, name: 'Vídeo call', position: 9, conversations: counts(0), revision: 1, created_at: moment, updated_at: moment } },
            { ask: 'POST /conversations', body: { kind: 'vídeo CALL', people: ['{ada.id}'], body: 'Hi.' }, is: 201, keep: 'call', has: { kind: 'Vídeo call' } },
            { ask: 'GET /kinds/{kind.id}', is: 200, keep: 'counted', has: { conversations: counts(1) } },
            { it: 'the number opens', ask: 'GET {counted.conversations.href}', is: 200, has: { count: 1, items: [{ id: '{call.id}' }] } },
            { ask: 'PATCH /kinds/{kind.id}', body: { name: 'screen', position: 0 }, is: 200, has: { name: 'screen', position: 0, revision: 2 } },
            { ask: 'GET /kinds?limit=1', is: 200, has: { items: [{ name: 'screen' }] } },
            { ask: 'GET /conversations/{call.id}', is: 200, has: { kind: 'screen' } },
            { it: 'a name that is there', ask: 'POST /kinds', body: { name: 'CALL', position: 3 }, is: 409 },
            { it: 'and for renaming too', ask: 'PATCH /kinds/{kind.id}', body: { name: 'call' }, is: 409 },
            { it: 'at a place', ask: 'POST /kinds', body: { name: 'walk', position: 3 }, is: 201, has: { position: 3 } },
            { it: 'a name that no address could hold', ask: 'POST /kinds', body: { name: 'a&b' }, is: 422, faults: ['/name'] },
        ],
    },
];
