// Today: promises, silence, days to come, the latest conversations. 2024-02-14 is a Wednesday.
import { counts, id, moment } from '../match.mjs';

const firm = { ask: 'POST /companies', body: { name: 'Atlântico' }, is: 201, keep: 'firm' };
const ada = { ask: 'POST /people', body: { name: 'Ada', company_id: '{firm.id}' }, is: 201, keep: 'ada' };
const wednesday = 'on=2024-02-14&from=2024-02-14T00:00:00Z&to=2024-02-15T00:00:00Z';
const promise = (text, more) => ({ it: text, ask: 'POST /promises', body: { person_id: '{ada.id}', text, ...more }, is: 201, keep: text.replace(/\W/g, '_') });
const said = (who, at, more = {}, keep = 'call') => ({ it: `said ${at}`, ask: 'POST /conversations', body: { people: who, happened_at: at, kind: 'call', body: 'We talked.', ...more }, is: 201, keep });

export const scenarios = [
    {
        name: 'an empty logbook has an empty day',
        steps: [{
            ask: `GET /today?${wednesday}`, is: 200,
            has: { promises: [], promises_due: counts(0), kept: [], promises_kept: counts(0), quiet: [], quiet_people: counts(0), coming_up: [], latest: [], conversations: counts(0) },
        }],
    },
    {
        name: 'due this week is open and due on or before Sunday, late ones included and first',
        steps: [
            firm, ada,
            promise('on Sunday', { due_on: '2024-02-18' }), promise('on Monday', { due_on: '2024-02-19' }), promise('long ago', { due_on: '2023-05-01' }),
            promise('some day', {}), promise('in words', { due_words: 'when it ships' }), promise('kept already', { due_on: '2024-02-13', state: 'kept' }),
            promise('today', { due_on: '2024-02-14', due_time: '17:00' }),
            {
                ask: `GET /today?${wednesday}`, is: 200, keep: 'today',
                has: { promises: [{ text: 'long ago' }, { text: 'today' }, { text: 'on Sunday', person_name: 'Ada' }], promises_due: counts(3) },
            },
            { it: 'the number opens', ask: 'GET {today.promises_due.href}', is: 200, has: { count: 3, items: [{ text: 'long ago' }, { text: 'today' }, { text: 'on Sunday' }] } },
            { it: 'on that Sunday it is the same week', ask: 'GET /today?on=2024-02-18&from=2024-02-18T00:00:00Z&to=2024-02-19T00:00:00Z', is: 200, has: { promises_due: counts(3) } },
            { it: 'on Monday the next', ask: 'GET /today?on=2024-02-19&from=2024-02-19T00:00:00Z&to=2024-02-20T00:00:00Z', is: 200, has: { promises_due: counts(4) } },
        ],
    },
    {
        name: 'kept today is what was kept between the two moments of the day',
        steps: [
            firm, ada, promise('tea', {}), promise('milk', {}), promise('air', {}),
            { ask: 'PATCH /promises/{tea.id}', body: { state: 'kept' }, is: 200, keep: 'kept' },
            { ask: 'PATCH /promises/{air.id}', body: { state: 'released', closed_words: 'no need' }, is: 200 },
            {
                do: async (run) => {
                    const day = new Date().toISOString().slice(0, 10);
                    const at = Date.parse(run.look('kept.closed_at'));
                    const ask = (from, to) => run.ask(`GET /today?on=${day}&from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`);
                    const today = (await ask(at, at + 3600000)).json;
                    run.expect('kept at its first moment', { kept: [{ text: 'tea', kept_by: run.look('olga.id') }], promises_kept: { count: 1 } }, today);
                    run.expect('the number opens', { count: 1, items: [{ text: 'tea' }] }, (await run.ask(`GET ${today.promises_kept.href}`)).json);
                    run.expect('not at its end', { kept: [], promises_kept: { count: 0 } }, (await ask(at - 3600000, at)).json);
                },
            },
        ],
    },
    {
        name: 'the quiet are told the longest quiet first, three of them, with their last words',
        steps: [
            firm, ada,
            ...['Bob', 'Eve', 'Kim'].map((name) => ({ ask: 'POST /people', body: { name }, is: 201, keep: name.toLowerCase() })),
            ...['2023-01-01', '2023-01-11', '2023-01-21'].map((day) => said(['{ada.id}'], `${day}T10:00:00Z`, { body: '> Olá.\n> = Hello.\n' })),
            ...['2023-02-01', '2023-02-11', '2023-02-21'].map((day) => said(['{bob.id}'], `${day}T10:00:00Z`, { body: 'He was **well**. Very.' })),
            ...['2023-03-01', '2023-03-11', '2023-03-21'].map((day) => said(['{eve.id}'], `${day}T10:00:00Z`)),
            ...['2023-04-01', '2023-04-11', '2023-04-21'].map((day) => said(['{kim.id}'], `${day}T10:00:00Z`)),
            {
                ask: `GET /today?${wednesday}`, is: 200, keep: 'today',
                has: {
                    quiet: [
                        { id: '{ada.id}', name: 'Ada', company: 'Atlântico', last_heard_at: '2023-01-21T10:00:00.000Z', usual_gap_days: 10, quiet_from: '2023-02-11T10:00:00.000Z', quote: 'Olá.', translation: 'Hello.', sentence: null },
                        { id: '{bob.id}', name: 'Bob', company: null, quote: null, sentence: 'He was well.' },
                        { id: '{eve.id}', name: 'Eve' },
                    ],
                    quiet_people: counts(4),
                },
            },
            { it: 'the number opens', ask: 'GET {today.quiet_people.href}', is: 200, has: { count: 4, items: [{ name: 'Ada' }, { name: 'Bob' }, { name: 'Eve' }, { name: 'Kim' }] } },
            { it: '"not now"', ask: 'POST /people/{ada.id}/rest', is: 200 },
            { it: 'rests', ask: `GET /today?${wednesday}`, is: 200, has: { quiet: [{ name: 'Bob' }, { name: 'Eve' }, { name: 'Kim' }], quiet_people: counts(3) } },
        ],
    },
    {
        name: 'days people told us come up for two weeks, whatever their year when they repeat',
        steps: [
            firm,
            {
                ask: 'POST /people', is: 201, keep: 'ada',
                body: {
                    name: 'Ada', company_id: '{firm.id}', dates: [
                        { on: '1980-02-20', what: 'birthday', repeats: 'yearly' }, { on: '2024-02-14', what: 'the move', repeats: 'never' },
                        { on: '2023-02-15', what: 'long over', repeats: 'never' }, { on: '2024-02-28', what: 'the fifteenth day', repeats: 'never' },
                        { on: '2020-02-27', what: 'the last day', repeats: 'yearly' },
                    ],
                },
            },
            {
                ask: `GET /today?${wednesday}`, is: 200,
                has: { coming_up: [{ what: 'the move', on: '2024-02-14' }, { what: 'birthday', on: '2024-02-20' }, { what: 'the last day', on: '2024-02-27' }] },
            },
            { it: 'over the turn of the year', ask: 'PATCH /people/{ada.id}', body: { dates: [{ on: '1980-01-02', what: 'birthday', repeats: 'yearly' }] }, is: 200 },
            { ask: 'GET /today?on=2024-12-30&from=2024-12-30T00:00:00Z&to=2024-12-31T00:00:00Z', is: 200, has: { coming_up: [{ what: 'birthday', on: '2025-01-02' }] } },
        ],
    },
    {
        name: 'the latest nine conversations, and how many took place today',
        steps: [
            firm, ada,
            ...Array.from({ length: 10 }, (_, i) => said(['{ada.id}'], `2024-02-${String(i + 5).padStart(2, '0')}T10:00:00Z`, i === 9 ? { summary: 'The newest' } : { body: `Day *${i}*. More.\n\n> Words ${i}\n` }, `c${i}`)),
            {
                ask: `GET /today?${wednesday}`, is: 200, keep: 'today',
                has: {
                    latest: [
                        { id: '{c9.id}', kind: 'call', happened_at: '2024-02-14T10:00:00.000Z', people: [{ id, name: 'Ada', company: 'Atlântico' }], line: 'The newest', quote: null },
                        { id: '{c8.id}', line: 'Day 8.', quote: 'Words 8' }, ...Array(7).fill({ happened_at: moment }),
                    ],
                    conversations: counts(1),
                },
            },
            { it: 'the number opens', ask: 'GET {today.conversations.href}', is: 200, has: { count: 1, items: [{ id: '{c9.id}' }] } },
        ],
    },
    {
        name: 'a day is told by its name and its two moments',
        steps: [
            { it: 'nothing', ask: 'GET /today', is: 422, faults: ['on', 'from', 'to'] },
            { it: 'no day', ask: 'GET /today?on=2024-02-30&from=x&to=y', is: 422, faults: ['on', 'from', 'to'] },
            { it: 'ends before it begins', ask: 'GET /today?on=2024-02-14&from=2024-02-15T00:00:00Z&to=2024-02-14T00:00:00Z', is: 422, faults: ['to'] },
            { it: 'as long as a month', ask: 'GET /today?on=2024-02-14&from=2024-02-01T00:00:00Z&to=2024-03-01T00:00:00Z', is: 422, faults: ['to'] },
            { it: 'a day of 25 hours somewhere', ask: 'GET /today?on=2024-10-27&from=2024-10-27T00:00:00%2B02:00&to=2024-10-28T00:00:00%2B01:00', is: 200 },
        ],
    },
];
