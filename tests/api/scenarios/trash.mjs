// The trash: everything deleted is there for 30 days, and comes back.
import { above, moment } from '../match.mjs';
import { makeRich } from '../rich.mjs';

export const scenarios = [
    {
        name: 'everything deleted is in the trash, newest first, until its day',
        steps: [
            { it: 'a logbook', do: (run) => makeRich(run) },
            { ask: 'DELETE /promises/{promise.id}', is: 204 },
            { ask: 'DELETE /facts/{hers.id}', is: 204 },
            { ask: 'DELETE /conversations/{note.id}', is: 204 },
            { ask: 'DELETE /companies/{baltic.id}', is: 204 },
            { ask: 'DELETE /people/{eve.id}', is: 204 },
            {
                ask: 'GET /trash', is: 200, keep: 'trash',
                has: {
                    count: 6, items: [
                        { kind: 'person', id: '{eve.id}', title: 'Eve 😀 e\u0301', trashed_at: moment, erased_from: null }, { kind: 'conversation', id: '{alone.id}', title: 'A visit.', erased_from: moment },
                        { kind: 'company', title: 'Baltic' }, { kind: 'conversation', title: 'Only a line' }, { kind: 'fact', title: 'has two cats' }, { kind: 'promise', title: 'send the plan' },
                    ],
                },
            },
            {
                it: '30 days, and people stay until they are forgotten',
                do: (run) => {
                    for (const one of run.look('trash.items').filter((item) => item.kind !== 'person'))
                        run.expect(one.title, 30 * 86400000, Date.parse(one.erased_from) - Date.parse(one.trashed_at));
                },
            },
            ...['person', 'company', 'fact', 'promise'].map((kind) => ({ it: kind, ask: `GET /trash?kind=${kind}`, is: 200, has: { count: 1, items: [{ kind }] } })),
            { it: 'conversation', ask: 'GET /trash?kind=conversation', is: 200, has: { count: 2 } },
            { it: 'a kind that is none', ask: 'GET /trash?kind=tag', is: 422, faults: ['kind'] },
            { it: 'by page', ask: 'GET /trash?limit=1', is: 200, keep: 'first', has: { count: 6, items: [{ kind: 'person' }] } },
            { it: 'page 2', ask: 'GET {first.next}', is: 200, keep: 'second', has: { items: [{ id: '{alone.id}' }] } },
            { it: 'page 3', ask: 'GET {second.next}', is: 200, has: { items: [{ kind: 'company' }] } },
            ...['promise', 'hers', 'note', 'baltic', 'eve'].flatMap((name) => [
                { it: `${name} back`, ask: `POST /trash/{${name}.id}/restore`, is: 200, has: { id: `{${name}.id}` } },
                { it: `${name} not twice`, ask: `POST /trash/{${name}.id}/restore`, is: 404 },
            ]),
            { ask: 'GET /trash', is: 200, has: { count: 0, items: [] } },
            { ask: 'GET /conversations/{alone.id}', is: 200, has: { people: [{ name: 'Eve 😀 e\u0301' }], body: 'A visit.' } },
        ],
    },
    {
        name: 'what was deleted before its person stays deleted when they come back',
        steps: [
            { it: 'a logbook', do: (run) => makeRich(run) },
            { ask: 'DELETE /facts/{hers.id}', is: 204 },
            { ask: 'DELETE /conversations/{chat.id}', is: 204 },
            { ask: 'DELETE /people/{ada.id}', is: 204 },
            { ask: 'POST /trash/{ada.id}/restore', is: 200 },
            { ask: 'GET /facts/{hers.id}', is: 404 },
            { ask: 'GET /conversations/{chat.id}', is: 404 },
            { ask: 'GET /conversations/{walk.id}', is: 200 },
        ],
    },
    {
        name: 'a conversation goes with the last of its people, and comes with the first',
        steps: [
            ...['Ada', 'Bob'].map((name) => ({ ask: 'POST /people', body: { name }, is: 201, keep: name.toLowerCase() })),
            { ask: 'POST /conversations', body: { people: ['{ada.id}', '{bob.id}'], body: 'Together. #tea' }, is: 201, keep: 'call' },
            ...[['ada', 'bob', 'bob'], ['ada', 'bob', 'ada'], ['bob', 'ada', 'bob'], ['bob', 'ada', 'ada']].flatMap(([first, second, back]) => {
                const other = back === 'ada' ? 'bob' : 'ada';
                return [
                    { ask: `DELETE /people/{${first}.id}`, is: 204 },
                    { it: `${second} is left`, ask: 'GET /conversations/{call.id}', is: 200, has: { people: [{ id: `{${second}.id}` }] } },
                    { ask: `DELETE /people/{${second}.id}`, is: 204 },
                    { it: 'nobody is left', ask: 'GET /conversations/{call.id}', is: 404 },
                    { ask: 'GET /conversations', is: 200, has: { count: 0 } },
                    { ask: 'GET /trash?kind=conversation', is: 200, has: { count: 1 } },
                    { it: 'not without one of them', ask: 'POST /trash/{call.id}/restore', is: 409, has: { detail: 'Ada is in the trash. Bring them back first.' } },
                    { it: `${back} comes back`, ask: `POST /trash/{${back}.id}/restore`, is: 200 },
                    { it: `with it, after ${first} and ${second}`, ask: 'GET /conversations/{call.id}', is: 200, has: { people: [{ id: `{${back}.id}` }] } },
                    { ask: `POST /trash/{${other}.id}/restore`, is: 200 },
                    { ask: 'GET /conversations/{call.id}', is: 200, has: { people: [{ name: 'Ada' }, { name: 'Bob' }] } },
                ];
            }),
        ],
    },
    {
        name: 'a conversation goes and comes with its people by undo, too',
        steps: [
            ...['Ada', 'Bob'].map((name) => ({ ask: 'POST /people', body: { name }, is: 201, keep: name.toLowerCase() })),
            { ask: 'POST /conversations', body: { people: ['{ada.id}', '{bob.id}'], body: 'Together. #tea' }, is: 201, keep: 'call' },
            { ask: 'DELETE /people/{ada.id}', is: 204, keep: 'first' },
            { ask: 'DELETE /people/{bob.id}', is: 204, keep: 'second' },
            { it: 'Ada is back', ask: 'POST /changes/{first.$change}/undo', is: 200, keep: 'undo' },
            { ask: 'GET /conversations/{call.id}', is: 200, has: { people: [{ name: 'Ada' }] } },
            { it: 'and gone again', ask: 'POST /changes/{undo.$change}/undo', is: 200 },
            { ask: 'GET /conversations/{call.id}', is: 404 },
            { it: 'Bob is back', ask: 'POST /changes/{second.$change}/undo', is: 200 },
            { ask: 'GET /conversations/{call.id}', is: 200, has: { people: [{ name: 'Bob' }] } },
            { it: 'Ada comes back', ask: 'POST /trash/{ada.id}/restore', is: 200, keep: 'restored' },
            { ask: 'DELETE /people/{bob.id}', is: 204 },
            { it: 'her coming is taken back, and nobody is left', ask: 'POST /changes/{restored.$change}/undo', is: 200 },
            { ask: 'GET /conversations/{call.id}', is: 404 },
            { it: 'Bob comes back', ask: 'POST /trash/{bob.id}/restore', is: 200 },
            { ask: 'GET /conversations/{call.id}', is: 200, has: { people: [{ name: 'Bob' }] } },
        ],
    },
    {
        name: 'a conversation that an undo sent away comes back with its person by undo',
        steps: [
            { ask: 'POST /people', body: { name: 'Ada' }, is: 201, keep: 'ada' },
            { ask: 'DELETE /people/{ada.id}', is: 204, keep: 'gone' },
            { ask: 'POST /trash/{ada.id}/restore', is: 200, keep: 'back' },
            { ask: 'POST /conversations', body: { people: ['{ada.id}'], body: 'A call.' }, is: 201, keep: 'call' },
            { it: 'Ada goes again', ask: 'POST /changes/{back.$change}/undo', is: 200 },
            { it: 'with all she has now', ask: 'GET /conversations/{call.id}', is: 404 },
            { it: 'Ada comes back', ask: 'POST /changes/{gone.$change}/undo', is: 200 },
            { it: 'with all of it', ask: 'GET /conversations/{call.id}', is: 200, has: { people: [{ name: 'Ada' }] } },
        ],
    },
    {
        name: 'what belongs to somebody in the trash comes back after them',
        steps: [
            { it: 'a logbook', do: (run) => makeRich(run) },
            { ask: 'POST /facts', body: { company_id: '{baltic.id}', text: 'by the sea' }, is: 201, keep: 'sea' },
            ...['facts/{hers.id}', 'promises/{promise.id}', 'facts/{sea.id}', 'conversations/{alone.id}', 'people/{ada.id}', 'people/{eve.id}', 'companies/{baltic.id}'].map((path) => ({ ask: `DELETE /${path}`, is: 204 })),
            ...[['hers', 'Ada', 'them'], ['promise', 'Ada', 'them'], ['alone', 'Eve 😀 e\u0301', 'them'], ['sea', 'Baltic', 'it']].map(([name, who, them]) => ({
                it: `${name} first`, ask: `POST /trash/{${name}.id}/restore`, is: 409, has: { detail: `${who} is in the trash. Bring ${them} back first.` },
            })),
            ...['ada', 'eve', 'baltic', 'hers', 'promise', 'alone', 'sea'].map((name) => ({ it: `${name} back`, ask: `POST /trash/{${name}.id}/restore`, is: 200 })),
            { ask: 'GET /facts/{hers.id}', is: 200 },
            { ask: 'GET /facts/{sea.id}', is: 200 },
            { ask: 'GET /promises/{promise.id}', is: 200 },
            { ask: 'GET /conversations/{alone.id}', is: 200 },
        ],
    },
    {
        name: 'a restore is a change with its own number',
        steps: [
            { it: 'a logbook', do: (run) => makeRich(run) },
            { ask: 'DELETE /people/{eve.id}', is: 204 },
            { ask: 'POST /trash/{eve.id}/restore', is: 200, told: { 'Kith-Change': /^\d+$/ } },
            { ask: 'GET /changes?limit=1', is: 200, has: { items: [{ number: above(1), what: 'taken out of the trash', subject: 'person', subject_id: '{eve.id}' }] } },
        ],
    },
    {
        name: 'what is not in the trash cannot come out of it',
        steps: [
            { it: 'a logbook', do: (run) => makeRich(run) },
            { it: 'somebody alive', ask: 'POST /trash/{ada.id}/restore', is: 404 },
            { it: 'nobody', ask: 'POST /trash/01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11/restore', is: 404 },
            { it: 'no id', ask: 'POST /trash/x/restore', is: 404 },
        ],
    },
];
