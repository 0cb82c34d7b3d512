// Capture marks through the API: what leaves the body, what stays, what could not be read.
import { absent, counts, id, including } from '../match.mjs';

const ada = { ask: 'POST /people', body: { name: 'Ada Lovelace' }, is: 201, keep: 'ada' };
const bob = { ask: 'POST /people', body: { name: 'Bob' }, is: 201, keep: 'bob' };
const rui = { ask: 'POST /members', body: { name: 'Rui' }, is: 201, keep: 'rui' };
const log = (body, has, more = {}) => ({
    it: JSON.stringify(body), ask: 'POST /conversations', is: 201, keep: 'call', has,
    body: { people: ['{ada.id}'], happened_at: '2026-11-24T10:00:00+01:00', body, ...more },
});

export const scenarios = [
    {
        name: 'facts and promises leave the body, and the answer tells what became of them',
        steps: [
            ada,
            log('Good call.\r\n! likes tea\r\n[ ] send the plan by Friday\r\n> It was fast.\r\n#prices\r\n', {
                body: 'Good call.\r\n> It was fast.\r\n#prices\r\n',
                captured: [{ kind: 'fact', id, text: 'likes tea' }, { kind: 'promise', id, text: 'send the plan' }], unresolved: [],
                facts: [{ text: 'likes tea', person_id: '{ada.id}', told_at: '2026-11-24T09:00:00.000Z', shown: false, told_by: null }],
                promises: [{ text: 'send the plan', due_on: '2026-11-27', person_id: '{ada.id}', by: '{olga.id}' }],
                quotes: [{ text: 'It was fast.' }], themes: [{ name: 'prices' }],
            }),
            { it: 'the text as sent is kept', ask: 'GET /conversations/{call.id}/history', is: 200, has: { count: 2, items: [{ number: 1 }, { number: 0, body: 'Good call.\r\n! likes tea\r\n[ ] send the plan by Friday\r\n> It was fast.\r\n#prices\r\n' }] } },
            { it: 'read later it tells no capture', ask: 'GET /conversations/{call.id}', is: 200, has: { captured: absent, unresolved: absent } },
        ],
    },
    {
        name: 'a due day, a due time, due words, and anything else',
        steps: [
            ada,
            ...[
                ['send it by 2026-12-04', { text: 'send it', due_on: '2026-12-04', due_words: null }],
                ['send it by tomorrow at 17:00', { text: 'send it', due_on: '2026-11-25', due_time: '17:00' }],
                ['send it by 24 December', { text: 'send it', due_on: '2026-12-24' }],
                ['write by hand by next Friday.', { text: 'write by hand', due_on: '2026-12-04' }],
                ['call by when it ships', { text: 'call', due_on: null, due_words: 'when it ships' }],
                ['send it by post', { text: 'send it by post', due_on: null, due_words: null }],
                ['send it', { text: 'send it', due_on: null, due_time: null, due_words: null }],
            ].map(([text, promise]) => log(`[ ] ${text}`, { body: '', captured: [{ kind: 'promise', text: promise.text }], promises: [promise], unresolved: [] })),
        ],
    },
    {
        name: 'days are read at the offset of the conversation',
        steps: [
            ada,
            log('[ ] x by tomorrow', { promises: [{ due_on: '2026-11-25' }] }, { happened_at: '2026-11-24T00:30:00+02:00' }),
            log('[ ] x by tomorrow', { promises: [{ due_on: '2026-11-24' }] }, { happened_at: '2026-11-23T22:30:00Z' }),
            log('[ ] x by tomorrow', { promises: [{ due_on: '2026-11-24' }] }, { happened_at: '2026-11-23T22:00:00-05:00' }),
        ],
    },
    {
        name: 'what cannot be read stays in the body and is told',
        steps: [
            ada, bob,
            log('[ ] send it by 2026-02-30\n! @Nobody likes tea\nHello @Nobody and @Bob.\n', {
                body: '[ ] send it by 2026-02-30\n! @Nobody likes tea\nHello @Nobody and @Bob.\n', captured: [], facts: [], promises: [],
                unresolved: including('[ ] send it by 2026-02-30', '! @Nobody likes tea', '@Nobody'), people: [{ name: 'Ada Lovelace' }, { name: 'Bob' }],
            }),
        ],
    },
    {
        name: 'a name says whom a fact or promise is about, and who does it',
        steps: [
            ada, bob, rui,
            log('! @Bob has a boat\n[ ] @Rui: send the plan\n[ ] @Bob call back\n! @Ada Lovelace wrote it\n', {
                body: '',
                facts: [{ text: 'has a boat', person_id: '{bob.id}' }, { text: 'wrote it', person_id: '{ada.id}' }],
                promises: [{ text: 'send the plan', person_id: '{ada.id}', by: '{rui.id}', by_name: 'Rui' }, { text: 'call back', person_id: '{bob.id}', by: '{olga.id}' }],
            }),
        ],
    },
    {
        name: 'a mention brings people and members into the conversation, once, and never takes any out',
        steps: [
            ada, bob, rui,
            log('With @Bob, @bob and @Rui. Write to x@rui.example.', { body: 'With @Bob, @bob and @Rui. Write to x@rui.example.', people: [{ name: 'Ada Lovelace' }, { name: 'Bob' }], members: [{ name: 'Olga' }, { name: 'Rui' }], unresolved: [] }),
            { it: 'a text without them', ask: 'PATCH /conversations/{call.id}', body: { body: 'Alone. @Nobody\n! no fact\n' }, is: 200, has: { people: [{}, {}], members: [{}, {}], facts: [], body: 'Alone. @Nobody\n! no fact\n' } },
            { ask: 'GET /people/{bob.id}', is: 200, has: { conversations: counts(1) } },
        ],
    },
    {
        name: 'whom a later text mentions joins the conversation, and undoing the edit takes them out',
        steps: [
            ada, bob, rui,
            { ask: 'POST /people', body: { name: 'Eve' }, is: 201, keep: 'eve' },
            log('Hello.', { people: [{ name: 'Ada Lovelace' }] }),
            { it: 'a mark adds nobody', ask: 'PATCH /conversations/{call.id}', body: { body: '! @Eve likes tea\n' }, is: 200, has: { people: [{ name: 'Ada Lovelace' }], facts: [] } },
            { it: 'a mention does', ask: 'PATCH /conversations/{call.id}', body: { body: 'With @Bob and @Rui, `@Eve`, @Nobody.' }, is: 200, keep: 'edit', has: { body: 'With @Bob and @Rui, `@Eve`, @Nobody.', people: [{ name: 'Ada Lovelace' }, { name: 'Bob' }], members: [{ name: 'Olga' }, { name: 'Rui' }] } },
            { ask: 'GET /people/{bob.id}/timeline', is: 200, has: { count: 1, items: [{ id: '{call.id}' }] } },
            { it: 'another field leaves everybody', ask: 'PATCH /conversations/{call.id}', body: { summary: 'Hi', people: ['{ada.id}'] }, is: 200, keep: 'after', has: { people: [{ name: 'Ada Lovelace' }], members: [{}, {}] } },
            { it: 'beside those who are sent', ask: 'PATCH /conversations/{call.id}', body: { body: '@Bob', people: ['{eve.id}'], members: [] }, is: 200, keep: 'last', has: { people: [{ name: 'Eve' }, { name: 'Bob' }], members: [] } },
            ...['last', 'after', 'edit'].map((change) => ({ it: `without ${change}`, ask: `POST /changes/{${change}.$change}/undo`, is: 200 })),
            { ask: 'GET /conversations/{call.id}', is: 200, has: { people: [{ name: 'Ada Lovelace' }], members: [{ name: 'Olga' }] } },
            { ask: 'GET /people/{bob.id}', is: 200, has: { conversations: counts(0) } },
        ],
    },
    {
        name: 'a mention for whom there is no room is refused, when logging and when editing',
        steps: [
            bob,
            { ask: 'POST /conversations', body: { people: Array.from({ length: 50 }, (_, i) => ({ name: `Guest ${i}` })), body: 'Full.' }, is: 201, keep: 'full' },
            { it: 'later', ask: 'PATCH /conversations/{full.id}', body: { body: 'With @Bob.' }, is: 422, faults: ['/body'] },
            { it: 'one who is there', ask: 'PATCH /conversations/{full.id}', body: { body: 'With @Guest 7.' }, is: 200 },
            { it: 'at once', ask: 'POST /conversations', body: { people: Array.from({ length: 50 }, (_, i) => ({ name: `New ${i}` })), body: 'With @Bob.' }, is: 422, faults: ['/body'] },
        ],
    },
    {
        name: 'a body holds at most 100 facts and 100 promises, those that were sent included',
        steps: [
            ada,
            log('! tea\n'.repeat(100) + '[ ] call\n'.repeat(100), { body: '' }),
            ...[['101 facts', '! tea\n'.repeat(101), {}], ['101 promises', '[ ] call\n'.repeat(101), {}], ['one more than was sent', '! tea\n'.repeat(51), { facts: Array(50).fill({ text: 'x' }) }]]
                .map(([it, body, more]) => ({ it, ask: 'POST /conversations', body: { people: ['{ada.id}'], body, ...more }, is: 422, faults: ['/body'] })),
            { it: 'nothing is half-written', ask: 'GET /facts', is: 200, has: { count: 100 } },
        ],
    },
    {
        name: 'a line that is longer than a fact or promise may be is a fault of the body, and all are told',
        steps: [
            ada,
            log(`! ${'x'.repeat(2000)}\n[ ] ${'x'.repeat(2000)} by when ${'y'.repeat(195)}\n`, { body: '', facts: [{}], promises: [{ due_words: `when ${'y'.repeat(195)}` }] }),
            {
                it: 'one byte more of each', ask: 'POST /conversations', is: 422, faults: ['/body', '/body', '/body'],
                body: { people: ['{ada.id}'], body: `Hi.\n! ${'x'.repeat(2001)}\n[ ] ${'x'.repeat(2001)} by when ${'y'.repeat(196)}\n` },
                has: { detail: 'Line 2: This is 2001 bytes long; at most 2000 fit here.' },
            },
            { it: 'without marks it is a text', ask: 'POST /conversations', body: { people: ['{ada.id}'], marks: false, body: `! ${'x'.repeat(2001)}` }, is: 201 },
        ],
    },
    {
        name: 'a tab within a captured line becomes a space',
        steps: [
            ada,
            log('! likes\ttea\n[ ] send\tit by when\tit ships\n[ ] call by once it\tships', {
                body: '', facts: [{ text: 'likes tea' }], promises: [{ text: 'send it by when it ships' }, { text: 'call', due_words: 'once it ships' }],
            }),
        ],
    },
    {
        name: 'a full name goes to who bears it, not to somebody in the call who shares its first word',
        steps: [
            { ask: 'POST /people', body: { name: 'Ana Costa' }, is: 201, keep: 'costa' },
            { ask: 'POST /people', body: { name: 'Ana Silva' }, is: 201, keep: 'silva' },
            log('! @Ana Silva prefers mornings', { body: '', facts: [{ text: 'prefers mornings', person_id: '{silva.id}' }], people: [{ id: '{costa.id}' }], unresolved: [] }, { people: ['{costa.id}'] }),
            log('! @Ana likes tea', { facts: [{ text: 'likes tea', person_id: '{costa.id}' }] }, { people: ['{costa.id}'] }),
            log('With @Ana Silva.', { people: [{ id: '{costa.id}' }, { id: '{silva.id}' }] }, { people: ['{costa.id}'] }),
            { ask: 'POST /members', body: { name: 'Ana Lima' }, is: 201, keep: 'lima' },
            log('[ ] @Ana Lima call back', { promises: [{ text: 'call back', by: '{lima.id}', person_id: '{costa.id}' }] }, { people: ['{costa.id}'] }),
        ],
    },
    {
        name: 'a mark that names somebody says whose it is and adds nobody',
        steps: [ada, bob, log('! @Bob has a boat\n[ ] @Bob call back\n', { people: [{ name: 'Ada Lovelace' }], facts: [{ person_id: '{bob.id}' }], promises: [{ person_id: '{bob.id}' }] })],
    },
    {
        name: 'two of one name are nobody, unless one of them is in the conversation',
        steps: [
            ada, bob,
            { ask: 'POST /people', body: { name: 'Bob' }, is: 201, keep: 'other' },
            log('! @Bob has a boat', { body: '! @Bob has a boat', unresolved: ['! @Bob has a boat'], facts: [] }),
            log('! @Bob has a boat', { body: '', facts: [{ person_id: '{other.id}' }], unresolved: [] }, { people: ['{ada.id}', '{other.id}'] }),
        ],
    },
    {
        name: '"marks": false leaves marks and mentions as they are; quotes and themes are derived all the same',
        steps: [
            ada, bob,
            log('! likes tea\n[ ] send it\n@Bob\n\n> Yes.\n\n#tea\n', {
                body: '! likes tea\n[ ] send it\n@Bob\n\n> Yes.\n\n#tea\n', captured: [], unresolved: [], facts: [], promises: [], people: [{ name: 'Ada Lovelace' }],
                quotes: [{ text: 'Yes.' }], themes: [{ name: 'tea' }],
            }, { marks: false }),
            { ask: 'GET /conversations/{call.id}/history', is: 200, has: { count: 1 } },
        ],
    },
    {
        name: 'escaped marks and marks in code are none',
        steps: [
            ada,
            log('\\! likes tea\n\\[ ] send it\n```\n! code\n[ ] code\n#code @Bob\n```\n`#code`\n', { body: '\\! likes tea\n\\[ ] send it\n```\n! code\n[ ] code\n#code @Bob\n```\n`#code`\n', captured: [], unresolved: [], themes: [], facts: [], promises: [] }),
        ],
    },
    {
        name: 'a log that is nothing but marks has an empty body, and is something that was said',
        steps: [ada, log('! likes tea\n', { body: '', captured: [{ kind: 'fact' }] })],
    },
    {
        name: 'facts of the body come behind those that were sent',
        steps: [
            ada,
            log('! from the text', { facts: [{ text: 'sent', position: 0 }, { text: 'from the text', position: 1 }], captured: [{ text: 'from the text' }] }, { facts: [{ text: 'sent' }] }),
        ],
    },
    {
        name: 'an edit of the body never changes what was captured',
        steps: [
            ada,
            log('! likes tea\nText.', { body: 'Text.' }),
            { ask: 'PATCH /conversations/{call.id}', body: { body: '! likes milk\nText.' }, is: 200, has: { body: '! likes milk\nText.', facts: [{ text: 'likes tea' }] } },
            { ask: 'PATCH /conversations/{call.id}', body: { body: '' }, is: 200, has: { body: '', facts: [{ text: 'likes tea' }] } },
        ],
    },
];
