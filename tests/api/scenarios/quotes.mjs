// Quotes: the customers' own words, as the bodies have them now.
import { moment } from '../match.mjs';

const firm = { ask: 'POST /companies', body: { name: 'Atlântico' }, is: 201, keep: 'firm' };
const ada = { ask: 'POST /people', body: { name: 'Ada', company_id: '{firm.id}' }, is: 201, keep: 'ada' };
const bob = { ask: 'POST /people', body: { name: 'Bob' }, is: 201, keep: 'bob' };
const said = (who, body, at, keep) => ({ it: keep, ask: 'POST /conversations', body: { people: who, body, happened_at: at }, is: 201, keep });

export const scenarios = [
    {
        name: 'every blockquote is a quote, of the first person unless it is signed',
        steps: [
            firm, ada, bob,
            said(['{ada.id}', '{bob.id}'], '> First words.\n\nNo quote.\n\n> Second\n> line.\n> — @Bob\n\n> Olá.\n> = Hello.\n\nAbout #tea.\n', '2024-01-01T10:00:00Z', 'call'),
            {
                ask: 'GET /quotes', is: 200, keep: 'quotes',
                has: {
                    count: 3, items: [
                        { text: 'Olá.', translation: 'Hello.', person_id: '{ada.id}', person_name: 'Ada', conversation_id: '{call.id}', said_at: '2024-01-01T10:00:00.000Z', themes: [{ name: 'tea' }] },
                        { text: 'Second\nline.', translation: null, person_id: '{bob.id}', person_name: 'Bob' },
                        { text: 'First words.', person_id: '{ada.id}' },
                    ],
                },
            },
            { ask: 'GET /conversations/{call.id}', is: 200, has: { quotes: [{ text: 'First words.' }, { text: 'Second\nline.' }, { text: 'Olá.' }] } },
        ],
    },
    {
        name: 'quotes are narrowed by person, theme, company and time, newest first, page by page',
        steps: [
            firm, ada, bob,
            said(['{ada.id}'], '> One #tea.\n', '2024-01-01T10:00:00Z', 'one'),
            said(['{bob.id}'], '> Two.\n\n#milk\n', '2024-01-02T10:00:00Z', 'two'),
            said(['{ada.id}', '{bob.id}'], '> Three.\n\n> Four.\n> -- @Bob\n', '2024-01-03T10:00:00Z', 'three'),
            {
                do: async (run) => {
                    for (const one of (await run.ask('GET /themes')).json.items)
                        run.kept[one.name] = one;
                },
            },
            ...[
                ['all', '', ['Four.', 'Three.', 'Two.', 'One #tea.']],
                ['person', 'person={ada.id}', ['Three.', 'One #tea.']],
                ['theme', 'theme={tea.id}', ['One #tea.']],
                ['the theme of its conversation', 'theme={milk.id}', ['Two.']],
                ['company', 'company={firm.id}', ['Three.', 'One #tea.']],
                ['from', 'from=2024-01-02T10:00:00Z', ['Four.', 'Three.', 'Two.']],
                ['to', 'to=2024-01-02T10:00:00Z', ['One #tea.']],
                ['person and time', 'person={bob.id}&from=2024-01-02T10:00:00Z&to=2024-01-03T00:00:00Z', ['Two.']],
                ['person and theme', 'person={bob.id}&theme={tea.id}', []],
                ['company and theme', 'company={firm.id}&theme={tea.id}', ['One #tea.']],
                ['person and company', 'person={bob.id}&company={firm.id}', []],
                ['theme and time', 'theme={tea.id}&from=2024-01-02T00:00:00Z', []],
                ['everything', 'person={ada.id}&company={firm.id}&theme={tea.id}&from=2024-01-01T00:00:00Z&to=2024-01-02T00:00:00Z', ['One #tea.']],
            ].map(([it, query, texts]) => ({
                it, ask: `GET /quotes${query ? '?' : ''}${query}`, is: 200,
                has: { count: texts.length, items: texts.map((text) => ({ text })) },
            })),
            ...[['', ['Three.', 4]], ['person={ada.id}&', ['One #tea.', 2]], ['company={firm.id}&', ['One #tea.', 2]]].flatMap(([query, [text, count]], i) => [
                { it: `a page of ${query || 'all'}`, ask: `GET /quotes?${query}limit=1`, is: 200, keep: `page${i}`, has: { count } },
                { it: `the next page of ${query || 'all'}`, ask: `GET {page${i}.next}`, is: 200, has: { count, items: [{ text }] } },
            ]),
        ],
    },
    {
        name: 'a quote that a member signed is no customer\'s',
        steps: [
            firm, ada, { ask: 'POST /members', body: { name: 'Rui' }, is: 201 },
            said(['{ada.id}'], '> We will fix it — @Rui\n\n> Thanks.\n', '2024-01-01T10:00:00Z', 'call'),
            { ask: 'GET /conversations/{call.id}', is: 200, has: { quotes: [{ text: 'We will fix it', person_id: null, person_name: null }, { text: 'Thanks.', person_id: '{ada.id}' }] } },
            { ask: 'GET /quotes?person={ada.id}', is: 200, has: { count: 1, items: [{ text: 'Thanks.' }] } },
        ],
    },
    {
        name: 'a quote follows every edit of its body',
        steps: [
            firm, ada, said(['{ada.id}'], '> One.\n', '2024-01-01T10:00:00Z', 'call'),
            { ask: 'PATCH /conversations/{call.id}', body: { body: '> Two.\n', happened_at: '2024-02-01T10:00:00Z' }, is: 200, has: { quotes: [{ text: 'Two.', said_at: '2024-02-01T10:00:00.000Z' }] } },
            { ask: 'GET /quotes', is: 200, has: { count: 1, items: [{ text: 'Two.', said_at: moment }] } },
            { ask: 'PATCH /conversations/{call.id}', body: { body: 'None.' }, is: 200, has: { quotes: [] } },
            { ask: 'GET /quotes', is: 200, has: { count: 0, items: [] } },
        ],
    },
];
