// Conversations: logging, finding their people, editing, history, lists.
import { absent, anything, counts, id, moment } from '../match.mjs';

const ada = { ask: 'POST /people', body: { name: 'Ada', handles: [{ kind: 'email', value: 'ada@home.example' }, { kind: 'crm', value: 'A:7' }] }, is: 201, keep: 'ada' };
const bob = { ask: 'POST /people', body: { name: 'Bob', handles: [{ kind: 'phone', value: '+351 912 345 678' }] }, is: 201, keep: 'bob' };
const rui = { ask: 'POST /members', body: { name: 'Rui', email: 'rui@team.example' }, is: 201, keep: 'rui' };
const log = (body, more = {}) => ({ ask: 'POST /conversations', body: { body: 'We talked.', ...body }, is: 201, keep: 'made', ...more });

export const scenarios = [
    {
        name: 'one call logs everything, and it is read back as it was sent',
        steps: [
            ada, bob, rui,
            { ask: 'POST /companies', body: { name: 'Atlântico' }, is: 201, keep: 'firm' },
            log({
                kind: 'Chat', direction: 'in', happened_at: '2024-02-03T10:30:00+01:00', minutes: 45,
                people: ['{ada.id}', { id: '{bob.id}' }], members: ['{olga.id}', 'Rui'],
                summary: 'About the move', body: 'Good talk.\n\n> It must be ready by May.\n\nAbout #moving.\n',
                turns: [
                    { at: '2024-02-03T09:30:00Z', side: 'customer', who: 'Ada', text: 'Hello\nthere' },
                    { at: '2024-02-03T09:31:00Z', side: 'us', who: 'Rui', text: '' },
                ],
                source: { system: 'helpscout', id: 'c-17' },
                facts: [
                    { text: 'moves in May', told_by: '{ada.id}' },
                    { text: 'has two cats', person_id: '{bob.id}', told_by: '{ada.id}', told_at: '2024-01-01T00:00:00Z', shown: true, position: 4, conversation_id: null },
                    { text: 'closed in August', company_id: '{firm.id}' },
                ],
                promises: [
                    { text: 'send the plan', due_on: '2024-03-01', due_time: '17:00' },
                    { text: 'call back', person_id: '{bob.id}', due_words: 'when it ships', by: '{rui.id}', state: 'open' },
                    { text: 'the list', state: 'kept', closed_words: 'sent at once', told_at: '2024-02-03T10:00:00Z', conversation_id: null },
                ],
                marks: true,
            }, {
                told: { Location: /^\/api\/v1\/conversations\// },
                has: {
                    id, kind: 'chat', direction: 'in', happened_at: '2024-02-03T09:30:00.000Z', minutes: 45,
                    people: [{ id: '{ada.id}', name: 'Ada' }, { id: '{bob.id}', name: 'Bob' }],
                    members: [{ id: '{olga.id}', name: 'Olga' }, { id: '{rui.id}', name: 'Rui' }],
                    summary: 'About the move', body: 'Good talk.\n\n> It must be ready by May.\n\nAbout #moving.\n',
                    turns: [
                        { at: '2024-02-03T09:30:00.000Z', side: 'customer', who: 'Ada', text: 'Hello\nthere' },
                        { at: '2024-02-03T09:31:00.000Z', side: 'us', who: 'Rui', text: '' },
                    ],
                    source: { system: 'helpscout', id: 'c-17' },
                    facts: [
                        { text: 'moves in May', person_id: '{ada.id}', told_by: '{ada.id}', told_by_name: 'Ada', shown: true, told_at: '2024-02-03T09:30:00.000Z', position: 0 },
                        { text: 'has two cats', person_id: '{bob.id}', told_by: '{ada.id}', shown: true, told_at: '2024-01-01T00:00:00.000Z', position: 4 },
                        { text: 'closed in August', person_id: null, company_id: '{firm.id}', shown: false },
                    ],
                    promises: [
                        { text: 'send the plan', person_id: '{ada.id}', due_on: '2024-03-01', due_time: '17:00', by: '{olga.id}', by_name: 'Olga', state: 'open' },
                        { text: 'call back', person_id: '{bob.id}', person_name: 'Bob', due_words: 'when it ships', by: '{rui.id}', by_name: 'Rui' },
                        { text: 'the list', state: 'kept', closed_words: 'sent at once', told_at: '2024-02-03T10:00:00.000Z', closed_at: moment, kept_by: '{olga.id}' },
                    ],
                    quotes: [{ text: 'It must be ready by May.', person_id: '{ada.id}', person_name: 'Ada', said_at: '2024-02-03T09:30:00.000Z' }],
                    themes: [{ id, name: 'moving' }],
                    captured: [], unresolved: [], logged_by: '{olga.id}', logged_by_name: 'Olga', revision: 1,
                    created_at: moment, edited_at: null, body_html: absent,
                },
            }),
            {
                it: 'read back', ask: 'GET /conversations/{made.id}', is: 200,
                has: {
                    kind: 'chat', turns: [{ text: 'Hello\nthere' }, { text: '' }], source: { system: 'helpscout', id: 'c-17' },
                    facts: [{ conversation_id: '{made.id}' }, { conversation_id: '{made.id}' }, { conversation_id: '{made.id}' }],
                    promises: [{ conversation_id: '{made.id}' }, {}, { conversation_id: '{made.id}' }],
                    captured: absent, unresolved: absent,
                },
            },
            { it: 'one change holds it all', ask: 'GET /changes/{made.$change}', is: 200, has: { what: 'conversation logged', subject: 'conversation', subject_id: '{made.id}', member: '{olga.id}', member_name: 'Olga', undoes: null, undone_by: null } },
        ],
    },
    {
        name: 'a note without more takes place now, with the member who writes it',
        steps: [
            ada,
            log({ people: ['{ada.id}'] }, {
                has: { kind: 'note', direction: null, minutes: null, summary: null, source: null, turns: [], members: [{ name: 'Olga' }], happened_at: moment },
            }),
            {
                do: (run) => {
                    const late = Date.now() - Date.parse(run.look('made.happened_at'));
                    if (late < 0 || late > 60000)
                        run.fail(`it took place ${late} ms ago`);
                },
            },
        ],
    },
    {
        name: 'a summary, a length, turns, a fact or a promise alone is something that was said',
        steps: [
            ada,
            ...[{ summary: 'Nothing new' }, { minutes: 5 }, { turns: [{ text: 'Hi' }] }, { facts: [{ text: 'likes tea' }] }, { promises: [{ text: 'call' }] }]
                .map((some) => ({ it: Object.keys(some)[0], ask: 'POST /conversations', body: { people: ['{ada.id}'], ...some }, is: 201, has: { body: '' } })),
            { it: 'nothing at all is refused', ask: 'POST /conversations', body: { people: ['{ada.id}'] }, is: 422, faults: ['/body'] },
            { it: 'a conversation with nobody is refused', ask: 'POST /conversations', body: { body: 'Alone.' }, is: 422, faults: ['/people'] },
            { it: 'and with an empty list too', ask: 'POST /conversations', body: { body: 'Alone.', people: [] }, is: 422, faults: ['/people'] },
            { it: 'both faults at once', ask: 'POST /conversations', body: {}, is: 422, faults: ['/people', '/body'] },
        ],
    },
    {
        name: 'people are found by id, by any handle, and by name with handles',
        steps: [
            ada, bob,
            ...[
                ['an id as text', '{ada.id}'],
                ['an id', { id: '{ada.id}' }],
                ['an e-mail as text', 'ADA@home.example'],
                ['an e-mail', { handle: 'ada@home.example' }],
                ['a handle of another system', 'crm:A:7'],
                ['handles', { handles: [{ kind: 'email', value: 'ada@home.example' }] }],
                ['the second of two handles', { handles: [{ kind: 'email', value: 'nobody@home.example' }, { kind: 'crm', value: 'A:7' }] }],
                ['a name with a handle that is known', { name: 'Ada Lovelace', handles: [{ kind: 'email', value: 'ada@home.example', label: 'home' }] }],
            ].map(([it, who]) => ({ it, ask: 'POST /conversations', body: { people: [who], body: 'Hi.' }, is: 201, has: { people: [{ id: '{ada.id}', name: 'Ada' }] } })),
            { it: 'a phone', ask: 'POST /conversations', body: { people: ['phone:00351 912 345 678'], body: 'Hi.' }, is: 201, has: { people: [{ id: '{bob.id}' }] } },
            { it: 'nobody was made', ask: 'GET /people', is: 200, has: { count: 2 } },
        ],
    },
    {
        name: 'somebody new is made when a name is given and nobody matches',
        steps: [
            log({ people: [{ name: 'Inês', handles: [{ kind: 'email', value: 'ines@a.example', label: 'work' }] }, { name: 'Rita' }] }, {
                has: { people: [{ id, name: 'Inês' }, { id, name: 'Rita' }] },
            }),
            { ask: 'GET /brief?email=ines@a.example', is: 200, has: { person: { name: 'Inês', handles: [{ kind: 'email', value: 'ines@a.example', label: 'work' }], conversations: counts(1) } } },
            { it: 'undoing the log takes them away', ask: 'POST /changes/{made.$change}/undo', is: 200 },
            { ask: 'GET /people', is: 200, has: { count: 0, items: [] } },
        ],
    },
    {
        name: 'the same person twice is in the conversation once',
        steps: [
            ada,
            log({ people: ['{ada.id}', 'ada@home.example', { id: '{ada.id}' }], members: ['Olga', '{olga.id}'] }, { has: { people: [{ name: 'Ada' }], members: [{ name: 'Olga' }] } }),
            { ask: 'GET /people/{ada.id}', is: 200, has: { conversations: counts(1), known_by_counted: { conversations: counts(1) } } },
        ],
    },
    {
        name: 'several people with one handle are a conflict that tells all of them',
        steps: [
            ada,
            { ask: 'POST /people', body: { name: 'Eve', handles: [{ kind: 'email', value: 'ada@home.example' }] }, is: 201, keep: 'eve' },
            {
                ask: 'POST /conversations', body: { people: ['ada@home.example'], body: 'Hi.' }, is: 409,
                has: { type: 'urn:kith:problem:conflict', pointer: '/people/0', near: [{ id: '{ada.id}', name: 'Ada' }, { id: '{eve.id}', name: 'Eve' }] },
            },
            { ask: 'GET /conversations', is: 200, has: { count: 0 } },
            ...Array.from({ length: 12 }, (_, i) => ({ ask: 'POST /people', body: { name: `Guest ${i}`, handles: [{ kind: 'phone', value: '+49 30 1234567' }] }, is: 201 })),
            { it: 'a dozen of them', ask: 'POST /conversations', body: { people: ['{ada.id}', { handle: 'phone:30 1234567' }], body: 'Hi.' }, is: 409, has: { pointer: '/people/1', near: Array.from({ length: 12 }, (_, i) => ({ name: `Guest ${i}` })) } },
        ],
    },
    {
        name: 'handles that belong to different people are a conflict, not the first of them',
        steps: [
            ada, bob,
            {
                ask: 'POST /conversations', is: 409,
                body: { people: [{ name: 'Ada', handles: [{ kind: 'email', value: 'ada@home.example' }, { kind: 'phone', value: '+351 912 345 678' }] }], body: 'Hi.' },
                has: { pointer: '/people/0', near: [{ id: '{ada.id}' }, { id: '{bob.id}' }] },
            },
            { it: 'the one that stands alone counts as well', ask: 'POST /conversations', body: { people: [{ handle: 'phone:+351 912 345 678', handles: [{ kind: 'crm', value: 'A:7' }] }], body: 'Hi.' }, is: 409, has: { pointer: '/people/0', near: [{ id: '{ada.id}' }, { id: '{bob.id}' }] } },
            log({ people: ['{ada.id}'] }),
            { it: 'in an edit too', ask: 'PATCH /conversations/{made.id}', body: { people: [{ handles: [{ kind: 'crm', value: 'A:7' }, { kind: 'phone', value: '+351 912 345 678' }] }] }, is: 409, has: { pointer: '/people/0' } },
            log({ people: [{ handles: [{ kind: 'crm', value: 'A:7' }, { kind: 'email', value: 'ada@home.example' }] }] }, { it: 'two of one person', has: { people: [{ id: '{ada.id}' }] } }),
        ],
    },
    {
        name: 'a handle beside a name is kept with the person who is made',
        steps: [
            log({ people: [{ name: 'Nora', handle: 'nora@x.example' }, { name: 'Olu', handle: 'CRM:17', handles: [{ kind: 'phone', value: '+49 30 1234567' }] }] }),
            { ask: 'GET /brief?email=nora@x.example', is: 200, has: { person: { name: 'Nora', handles: [{ kind: 'email', value: 'nora@x.example' }] } } },
            { ask: 'GET /brief?handle=crm:17', is: 200, has: { person: { name: 'Olu', handles: [{ kind: 'phone', value: '+49 30 1234567' }, { kind: 'crm', value: '17' }] } } },
            log({ people: [{ name: 'Somebody', handle: 'nora@x.example' }] }, { it: 'and finds them next time', has: { people: [{ name: 'Nora' }] } }),
            ...[['no address', 'nora'], ['no number', 'phone:x'], ['no kind', ':7'], ['no value', 'crm: '], ['one that stands twice', 'crm:1']]
                .map(([it, handle]) => ({ it, ask: 'POST /conversations', body: { people: ['nora@x.example', { name: 'New', handle, handles: [{ kind: 'crm', value: '1' }] }], body: 'Hi.' }, is: 422, faults: ['/people/1/handle'] })),
        ],
    },
    {
        name: 'somebody who is made on the way needs a name, when logging and when editing',
        steps: [
            ada,
            { ask: 'POST /conversations', body: { people: ['{ada.id}', { name: '   ' }], body: 'Hi.' }, is: 422, faults: ['/people/1/name'] },
            { it: 'none at all', ask: 'POST /conversations', body: { people: [{ name: '' }], members: [{ name: ' ' }], body: 'Hi.' }, is: 422, faults: ['/people/0/name', '/members/0'] },
            log({ people: ['{ada.id}'] }),
            { it: 'in an edit', ask: 'PATCH /conversations/{made.id}', body: { people: [{ name: '' }, { name: ' ', handle: 'new@x.example' }] }, is: 422, faults: ['/people/0/name', '/people/1/name'] },
            { ask: 'GET /people', is: 200, has: { count: 1 } },
        ],
    },
    {
        name: 'all that the logbook finds wrong with a log is told at once',
        steps: [
            ada,
            { it: 'nobody, no kind and nothing said', ask: 'POST /conversations', body: { people: [], kind: 'nonsense', body: '' }, is: 422, faults: ['/people', '/kind', '/body'] },
            {
                it: 'with facts and promises', ask: 'POST /conversations', is: 422,
                body: {
                    people: ['nobody@x.example', { name: ' ' }], members: ['Nobody'], kind: 'seance', body: `! ${'x'.repeat(2001)}`,
                    facts: [{ text: 'a' }, { text: 'b', told_by: '01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11' }, { text: 'c', person_id: '01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11' }],
                    promises: [{ text: 'a' }, { text: 'b', by: '01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11' }, { text: 'c', state: 'released' }, { text: 'd', due_time: '17:00' }],
                },
                faults: ['/people/0', '/people/1/name', '/members/0', '/kind', '/body', '/facts/1/told_by', '/facts/2/person_id', '/promises/1/by', '/promises/2/closed_words', '/promises/3/due_time'],
            },
            log({ people: ['{ada.id}'] }),
            { it: 'and with an edit', ask: 'PATCH /conversations/{made.id}', body: { kind: 'seance', people: ['nobody@x.example'], members: ['Nobody'] }, is: 422, faults: ['/kind', '/people/0', '/members/0'] },
            { it: 'nothing is half-written', ask: 'GET /conversations/{made.id}', is: 200, has: { kind: 'note', revision: 1, people: [{ name: 'Ada' }] } },
        ],
    },
    {
        name: 'a fact or promise that is logged with a conversation cannot be of another one',
        steps: [
            ada, log({ people: ['{ada.id}'] }),
            {
                ask: 'POST /conversations', is: 422, faults: ['/facts/1/conversation_id', '/promises/0/conversation_id'],
                body: { people: ['{ada.id}'], body: 'Hi.', facts: [{ text: 'a' }, { text: 'b', conversation_id: '{made.id}' }], promises: [{ text: 'c', conversation_id: '01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11' }] },
            },
            { ask: 'GET /conversations/{made.id}', is: 200, has: { facts: [], promises: [] } },
        ],
    },
    {
        name: 'unknown people and members are all told at once, and nothing is made',
        steps: [
            {
                ask: 'POST /conversations', is: 422,
                body: {
                    kind: 'seance', body: 'Hi.',
                    people: [{ name: 'New' }, 'nobody@x.example', '01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11', {}],
                    members: ['Nobody', { id: '01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11' }],
                },
                faults: ['/kind', '/people/1', '/people/2', '/people/3', '/members/0', '/members/1'],
            },
            { it: 'not even the new one', ask: 'GET /people', is: 200, has: { count: 0 } },
        ],
    },
    {
        name: 'members are found by id, name and e-mail',
        steps: [
            ada, rui,
            ...['{rui.id}', 'rui', 'RUI@team.example', { id: '{rui.id}' }, { name: 'Rui' }]
                .map((who) => log({ people: ['{ada.id}'], members: [who] }, { it: JSON.stringify(who), has: { members: [{ id: '{rui.id}', name: 'Rui' }] } })),
            log({ people: ['{ada.id}'], members: [] }, { it: 'none', has: { members: [] } }),
            { ask: 'GET /members/{rui.id}', is: 200, has: { conversations: counts(5) } },
        ],
    },
    {
        name: 'a name that two members bear is a fault, not the first of them',
        steps: [
            ada, rui,
            { ask: 'POST /members', body: { name: 'RUI' }, is: 201, keep: 'twin' },
            { ask: 'POST /conversations', body: { people: ['{ada.id}'], members: ['Olga', 'Rui'], body: 'Hi.' }, is: 422, faults: ['/members/1'] },
            log({ people: ['{ada.id}'], members: ['rui@team.example', '{twin.id}'] }, { has: { members: [{ id: '{rui.id}' }, { id: '{twin.id}' }] } }),
            { it: 'once one has left the other is meant', ask: 'PATCH /members/{rui.id}', body: { state: 'left' }, is: 200 },
            log({ people: ['{ada.id}'], members: ['Rui'] }, { has: { members: [{ id: '{twin.id}' }] } }),
        ],
    },
    {
        name: 'every field of a conversation can be changed; facts and promises stay',
        steps: [
            ada, bob, rui,
            log({ people: ['{ada.id}'], facts: [{ text: 'likes tea' }], promises: [{ text: 'send tea' }] }),
            {
                ask: 'PATCH /conversations/{made.id}', is: 200, keep: 'changed',
                body: {
                    kind: 'visit', direction: 'out', happened_at: '2024-05-01T10:00:00Z', minutes: 30,
                    people: ['{bob.id}', { handle: 'ada@home.example' }], members: [{ id: '{rui.id}' }],
                    summary: 'A visit', body: 'We met. #tea\n! a line like a mark\n', turns: [{ at: '2024-05-01T10:00:00Z', side: 'us', who: 'Rui', text: 'Hi' }],
                },
                has: {
                    kind: 'visit', direction: 'out', happened_at: '2024-05-01T10:00:00.000Z', minutes: 30,
                    people: [{ name: 'Bob' }, { name: 'Ada' }], members: [{ name: 'Rui' }], summary: 'A visit',
                    body: 'We met. #tea\n! a line like a mark\n', turns: [{ text: 'Hi' }], revision: 2, edited_at: moment,
                    facts: [{ text: 'likes tea', person_id: '{ada.id}' }], promises: [{ text: 'send tea' }], themes: [{ name: 'tea' }],
                },
            },
            { ask: 'GET /people/{bob.id}', is: 200, has: { conversations: counts(1), last_heard_at: '2024-05-01T10:00:00.000Z' } },
            { it: 'null clears', ask: 'PATCH /conversations/{made.id}', body: { direction: null, minutes: null, summary: null, turns: [], members: [] }, is: 200, has: { direction: null, minutes: null, summary: null, turns: [], members: [], revision: 3 } },
            { it: 'somebody must stay in it', ask: 'PATCH /conversations/{made.id}', body: { people: [] }, is: 422, faults: ['/people'] },
            { it: 'an unknown kind', ask: 'PATCH /conversations/{made.id}', body: { kind: 'seance' }, is: 422, faults: ['/kind'] },
            {
                it: 'what cannot be changed', ask: 'PATCH /conversations/{made.id}', is: 422,
                body: { source: { system: 'a', id: 'b' }, facts: [], promises: [], marks: false, body: null, kind: null, happened_at: null },
                faults: ['/source', '/facts', '/promises', '/marks', '/body', '/kind', '/happened_at'],
            },
        ],
    },
    {
        name: 'the history tells every text, newest first, with the text as sent as number 0',
        steps: [
            ada,
            log({ people: ['{ada.id}'], kind: 'call', minutes: 10, happened_at: '2024-01-01T10:00:00Z', summary: 'One', body: 'First.\n! likes tea\n' }, { has: { body: 'First.\n' } }),
            { ask: 'PATCH /conversations/{made.id}', body: { body: 'Second.', kind: 'visit' }, is: 200, keep: 'second' },
            { ask: 'PATCH /conversations/{made.id}', body: { body: 'Third.', summary: null, minutes: 20 }, is: 200, keep: 'third' },
            { it: 'the trash is no text', ask: 'DELETE /conversations/{made.id}', is: 204 },
            { ask: 'POST /trash/{made.id}/restore', is: 200 },
            {
                ask: 'GET /conversations/{made.id}/history', is: 200,
                has: {
                    count: 4, more: false, next: null,
                    items: [
                        { number: 3, body: 'Third.', kind: 'visit', summary: null, minutes: 20, change: null, at: '{third.edited_at}', by: '{olga.id}', by_name: 'Olga' },
                        { number: 2, body: 'Second.', kind: 'visit', summary: 'One', minutes: 10, at: '{second.edited_at}', change: anything },
                        { number: 1, body: 'First.\n', kind: 'call', minutes: 10, happened_at: '2024-01-01T10:00:00.000Z', at: '{made.created_at}', change: anything },
                        { number: 0, body: 'First.\n! likes tea\n', at: '{made.created_at}', change: null },
                    ],
                },
            },
        ],
    },
    {
        name: 'a conversation that was never edited has one text in its history',
        steps: [
            ada, log({ people: ['{ada.id}'] }),
            { ask: 'GET /conversations/{made.id}/history', is: 200, has: { count: 1, items: [{ number: 1, body: 'We talked.', change: null }] } },
        ],
    },
    {
        name: 'a body is rendered when it is asked for, and nothing in it is live',
        steps: [
            ada,
            log({ people: ['{ada.id}'], marks: false, body: '# Title\n\n**bold** <script>alert(1)</script> [x](javascript:alert(1)) [y](https://example.com/)\n' }),
            { ask: 'GET /conversations/{made.id}', is: 200, has: { body_html: absent } },
            { ask: 'GET /conversations/{made.id}?render=html', is: 200, keep: 'shown', has: { body_html: /<strong>bold<\/strong>/ } },
            {
                do: (run) => {
                    const html = run.look('shown.body_html');
                    if (/<script|href="javascript/i.test(html))
                        run.fail(`the HTML is live: ${html}`);
                },
            },
            { it: 'in lists too', ask: 'GET /conversations?render=html', is: 200, has: { items: [{ body_html: /<strong>/ }] } },
            { it: 'no other form', ask: 'GET /conversations/{made.id}?render=pdf', is: 422, faults: ['render'] },
        ],
    },
    {
        name: 'lists leave the turns out unless they are asked for',
        steps: [
            ada, log({ people: ['{ada.id}'], turns: [{ at: '2024-01-01T10:00:00Z', side: 'us', who: null, text: 'Hi' }] }),
            { ask: 'GET /conversations', is: 200, has: { items: [{ turns: absent }] } },
            { ask: 'GET /conversations?turns=true', is: 200, has: { items: [{ turns: [{ side: 'us', who: null, text: 'Hi' }] }] } },
            { ask: 'GET /conversations?turns=false', is: 200, has: { items: [{ turns: absent }] } },
        ],
    },
    {
        name: 'a deleted conversation leaves every list and count, and comes back to all of them',
        steps: [
            ada,
            log({ people: ['{ada.id}'], kind: 'call', body: 'About #tea.\n\n> Yes.\n', facts: [{ text: 'likes tea' }], promises: [{ text: 'send tea' }] }),
            { ask: 'DELETE /conversations/{made.id}', is: 204 },
            { ask: 'GET /conversations/{made.id}', is: 404 },
            { ask: 'GET /conversations/{made.id}/history', is: 404 },
            { ask: 'PATCH /conversations/{made.id}', body: { body: 'x' }, is: 404 },
            { ask: 'GET /conversations', is: 200, has: { count: 0 } },
            { ask: 'GET /quotes', is: 200, has: { count: 0 } },
            { ask: 'GET /people/{ada.id}', is: 200, has: { conversations: counts(0), last_heard_at: null } },
            { it: 'facts and promises live on their own', ask: 'GET /facts', is: 200, has: { count: 1 } },
            { ask: 'GET /promises', is: 200, has: { count: 1 } },
            { ask: 'POST /trash/{made.id}/restore', is: 200, has: { kind: 'conversation', id: '{made.id}' } },
            { ask: 'GET /conversations/{made.id}', is: 200, has: { facts: [{ text: 'likes tea' }], quotes: [{ text: 'Yes.' }] } },
            { ask: 'GET /themes', is: 200, has: { items: [{ name: 'tea', times: counts(1), people: counts(1) }] } },
        ],
    },
    {
        name: 'every combination of filters gives exactly the conversations that fit',
        steps: [{
            do: async (run) => {
                const ids = {};
                const make = async (path, body) => (await run.ask(`POST ${path}`, { body })).json;
                for (const name of ['North', 'South'])
                    ids[name] = (await make('/companies', { name })).id;
                const people = [['Ada', 'North', ['early']], ['Bob', 'North', []], ['Eve', 'South', ['early', 'vip']], ['Kim', null, ['vip']]];
                for (const [name, company, tags] of people)
                    ids[name] = (await make('/people', { name, company_id: company && ids[company], tags })).id;
                for (const name of ['Rui', 'Sam'])
                    ids[name] = (await make('/members', { name })).id;
                for (const tag of (await run.ask('GET /tags')).json.items)
                    ids[tag.name] = tag.id;
                const all = [];
                for (let i = 0; i < 48; i++) {
                    const who = people.filter((_, p) => (i * 7 + p * 3) % 5 < 2);
                    const one = {
                        people: who.length ? who : [people[i % 4]], members: [['Rui'], ['Sam'], ['Rui', 'Sam'], []][i % 4],
                        kind: ['call', 'visit', 'email'][i % 3], theme: ['tea', 'milk', null][(i >> 1) % 3],
                        at: Date.UTC(2024, 0, 1 + (i * 11) % 30),
                    };
                    one.id = (await make('/conversations', {
                        kind: one.kind, happened_at: new Date(one.at).toISOString(), people: one.people.map(([name]) => ids[name]),
                        members: one.members, body: one.theme ? `About #${one.theme}.` : 'Nothing.',
                    })).id;
                    all.push({ ...one, number: i });
                }
                for (const theme of (await run.ask('GET /themes')).json.items)
                    ids[theme.name] = theme.id;
                const from = Date.UTC(2024, 0, 8), to = Date.UTC(2024, 0, 22);
                const filters = {
                    person: ['Ada', (one) => one.people.some(([name]) => name === 'Ada')],
                    company: ['North', (one) => one.people.some(([, company]) => company === 'North')],
                    member: ['Rui', (one) => one.members.includes('Rui')],
                    kind: ['visit', (one) => one.kind === 'visit'],
                    theme: ['tea', (one) => one.theme === 'tea'],
                    tag: ['vip', (one) => one.people.some(([, , tags]) => tags.includes('vip'))],
                    from: [new Date(from).toISOString(), (one) => one.at >= from],
                    to: [new Date(to).toISOString(), (one) => one.at < to],
                };
                const names = Object.keys(filters);
                for (let bits = 0; bits < 1 << names.length; bits++) {
                    const used = names.filter((_, i) => bits >> i & 1);
                    const query = used.map((name) => `${name}=${encodeURIComponent(ids[filters[name][0]] ?? filters[name][0])}`);
                    const fit = all.filter((one) => used.every((name) => filters[name][1](one)))
                        .sort((a, b) => b.at - a.at || b.number - a.number).map((one) => one.id);
                    const { json } = await run.ask(`GET /conversations?${[...query, 'limit=200'].join('&')}`);
                    run.expect(`with ${used.join(', ') || 'no filter'}`, { count: fit.length, items: fit.map((one) => ({ id: one })) }, json);
                }
            },
        }],
    },
    {
        name: 'conversations of one moment keep their order over pages',
        steps: [
            ada,
            ...Array.from({ length: 7 }, (_, i) => log({ people: ['{ada.id}'], happened_at: '2024-01-01T10:00:00Z', body: `Number ${i}.` }, { it: `number ${i}`, keep: `c${i}` })),
            { ask: 'GET /conversations?limit=3', is: 200, keep: 'first', has: { count: 7, items: [{ id: '{c6.id}' }, { id: '{c5.id}' }, { id: '{c4.id}' }] } },
            { ask: 'GET {first.next}', is: 200, keep: 'second', has: { count: 7, items: [{ id: '{c3.id}' }, { id: '{c2.id}' }, { id: '{c1.id}' }] } },
            { ask: 'GET {second.next}', is: 200, has: { count: 7, next: null, items: [{ id: '{c0.id}' }] } },
        ],
    },
    {
        name: 'a filter by what nobody knows gives an empty list',
        steps: [
            ada, log({ people: ['{ada.id}'] }),
            ...['person', 'company', 'member', 'theme', 'tag'].map((name) => ({ it: name, ask: `GET /conversations?${name}=01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11`, is: 200, has: { count: 0, items: [] } })),
            { it: 'kind', ask: 'GET /conversations?kind=seance', is: 200, has: { count: 0, items: [] } },
        ],
    },
    {
        name: 'a conversation may have 50 people, 2,000 turns and 100 facts, and no more',
        steps: [
            log({ people: Array.from({ length: 50 }, (_, i) => ({ name: `Guest ${i}` })), turns: Array.from({ length: 2000 }, (_, i) => ({ side: 'us', text: `Line ${i}` })), facts: Array.from({ length: 100 }, (_, i) => ({ text: `fact ${i}` })) },
                { keep: 'made' }),
            {
                do: (run) => run.expect('all of it', { people: 50, turns: 2000, facts: 100, last: 'Line 1999' },
                    { people: run.look('made.people').length, turns: run.look('made.turns').length, facts: run.look('made.facts').length, last: run.look('made.turns')[1999].text }),
            },
            {
                it: 'one more of each', ask: 'POST /conversations', is: 422, faults: ['/people', '/turns', '/facts', '/promises'],
                body: { people: Array(51).fill({ name: 'x' }), turns: Array(2001).fill({ text: 'x' }), facts: Array(101).fill({ text: 'x' }), promises: Array(101).fill({ text: 'x' }) },
            },
        ],
    },
];
