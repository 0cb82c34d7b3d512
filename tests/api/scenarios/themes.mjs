// Themes: the #words of bodies, their meaning, renaming and merging.
import { absent, counts, id, including, long, matcher, moment } from '../match.mjs';

const ada = { ask: 'POST /people', body: { name: 'Ada' }, is: 201, keep: 'ada' };
const bob = { ask: 'POST /people', body: { name: 'Bob' }, is: 201, keep: 'bob' };
const said = (who, body, at = '2024-01-03T10:00:00Z', keep = 'call') => ({ it: body, ask: 'POST /conversations', body: { people: who, body, happened_at: at, kind: 'call' }, is: 201, keep });
const theme = (name, more = {}, keep = name) => ({ it: `#${name}`, ask: 'POST /themes', body: { name, ...more }, is: 201, keep });

export const scenarios = [
    {
        name: 'a theme is made before any body has it, with a meaning',
        steps: [
            {
                ...theme('prices', { meaning: 'What it costs them.' }),
                told: { Location: /^\/api\/v1\/themes\// },
                has: {
                    id, name: 'prices', meaning: 'What it costs them.', aliases: [], meaning_by: '{olga.id}', meaning_by_name: 'Olga', times: counts(0),
                    people: counts(0), weeks: absent, revision: 1, created_at: moment, updated_at: moment,
                },
            },
            { ask: 'GET /themes', is: 200, has: { count: 1, items: [{ name: 'prices' }] } },
            { it: 'the same word again', ask: 'POST /themes', body: { name: 'Prices' }, is: 409, has: { theme: { id: '{prices.id}', name: 'prices' } } },
            { it: 'a word that is no theme', ask: 'POST /themes', body: { name: 'two words' }, is: 422, faults: ['/name'] },
        ],
    },
    {
        name: 'a theme without meaning and without conversations is not listed',
        steps: [theme('prices'), { ask: 'GET /themes', is: 200, has: { count: 0, items: [] } }, { ask: 'GET /themes/{prices.id}', is: 200, has: { name: 'prices', meaning: null, meaning_by: null } }],
    },
    {
        name: 'times are conversations, and a word twice in one body counts once',
        steps: [
            ada, bob,
            said(['{ada.id}'], '#Prices and #prices and #PRICES.'),
            said(['{ada.id}', '{bob.id}'], 'Again #prices.'),
            { ask: 'GET /themes', is: 200, keep: 'themes', has: { count: 1, items: [{ name: 'Prices', times: counts(2), people: counts(2), aliases: [] }] } },
            { ask: 'GET /themes/{themes.items.0.id}/people', is: 200, has: { count: 2, items: [{ name: 'Ada' }, { name: 'Bob' }] } },
            { ask: 'GET /themes?person={ada.id}', is: 200, has: { count: 1, items: [{ name: 'Prices', times: counts(2) }] } },
            { ask: 'GET /themes?person={bob.id}', is: 200, has: { count: 1, items: [{ times: counts(1) }] } },
        ],
    },
    {
        name: 'a renamed theme keeps its old word, and bodies stay as they were typed',
        steps: [
            ada, said(['{ada.id}'], 'About #prices.'),
            { ask: 'GET /themes', is: 200, keep: 'themes' },
            {
                ask: 'PATCH /themes/{themes.items.0.id}', body: { name: 'costs', meaning: 'What it costs.' }, is: 200,
                has: { name: 'costs', aliases: ['prices'], meaning: 'What it costs.', meaning_by_name: 'Olga', times: counts(1), revision: 2 },
            },
            { ask: 'GET /conversations/{call.id}', is: 200, has: { body: 'About #prices.', themes: [{ name: 'costs' }] } },
            said(['{ada.id}'], 'Again #prices and #costs.', '2024-01-04T10:00:00Z', 'again'),
            { ask: 'GET /themes', is: 200, has: { count: 1, items: [{ name: 'costs', times: counts(2) }] } },
            { it: 'back to its own old word', ask: 'PATCH /themes/{themes.items.0.id}', body: { name: 'Prices' }, is: 200, has: { name: 'Prices', aliases: ['costs'] } },
            { it: 'the meaning is taken back', ask: 'PATCH /themes/{themes.items.0.id}', body: { meaning: null }, is: 200, has: { meaning: null, meaning_by: null, name: 'Prices' } },
        ],
    },
    {
        name: "another theme's word cannot be taken",
        steps: [
            theme('prices'), theme('costs'),
            { ask: 'PATCH /themes/{prices.id}', body: { name: 'Costs' }, is: 409, has: { theme: { id: '{costs.id}', name: 'costs' } } },
            { ask: 'GET /themes/{prices.id}', is: 200, has: { name: 'prices', revision: 1 } },
        ],
    },
    {
        name: 'merged themes count what bore either, once, and the old address leads to the new one',
        steps: [
            ada, bob,
            said(['{ada.id}'], '#prices and #costs.', '2024-01-03T10:00:00Z', 'one'),
            said(['{bob.id}'], 'Only #prices.', '2024-01-04T10:00:00Z', 'two'),
            said(['{ada.id}'], 'Only #costs.', '2024-01-05T10:00:00Z', 'three'),
            {
                do: async (run) => {
                    for (const one of (await run.ask('GET /themes')).json.items)
                        run.kept[one.name] = one;
                },
            },
            {
                ask: 'POST /themes/{prices.id}/merge', body: { into: '{costs.id}' }, is: 200, keep: 'merged',
                has: { id: '{costs.id}', name: 'costs', aliases: ['prices'], times: counts(3), people: counts(2) },
            },
            { ask: 'GET /themes', is: 200, has: { count: 1, items: [{ name: 'costs' }] } },
            { it: 'the old address', ask: 'GET /themes/{prices.id}', is: 200, has: { id: '{costs.id}', times: counts(3) } },
            { ask: 'GET /conversations?theme={prices.id}', is: 200, has: { count: 3 } },
            { ask: 'GET /conversations/{two.id}', is: 200, has: { body: 'Only #prices.', themes: [{ name: 'costs' }] } },
            { ask: 'GET /people/{ada.id}/brief', is: 200, has: { themes: [{ name: 'costs', times: counts(2) }] } },
            { it: 'into itself', ask: 'POST /themes/{costs.id}/merge', body: { into: '{costs.id}' }, is: 409 },
            { it: 'into nothing', ask: 'POST /themes/{costs.id}/merge', body: { into: '01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11' }, is: 422, faults: ['/into'] },
            { it: 'without saying into what', ask: 'POST /themes/{costs.id}/merge', body: {}, is: 422, faults: ['/into'] },
            { it: 'undone', ask: 'POST /changes/{merged.$change}/undo', is: 200 },
            { ask: 'GET /themes/{prices.id}', is: 200, has: { name: 'prices', times: counts(2), aliases: [] } },
            { ask: 'GET /themes/{costs.id}', is: 200, has: { name: 'costs', times: counts(2), aliases: [] } },
            { ask: 'GET /conversations/{two.id}', is: 200, has: { themes: [{ name: 'prices' }] } },
        ],
    },
    {
        name: 'weeks are the twelve up to the day that is asked, from Monday to Monday in UTC',
        steps: [
            ada,
            said(['{ada.id}'], '#tea', '2024-01-07T23:59:59Z', 'sunday'),
            said(['{ada.id}'], '#tea', '2024-01-08T00:00:00Z', 'monday'),
            said(['{ada.id}'], '#tea', '2024-01-08T01:00:00+02:00', 'still_sunday'),
            { ask: 'GET /themes', is: 200, keep: 'themes', has: { items: [{ weeks: absent }] } },
            {
                ask: 'GET /themes/{themes.items.0.id}?until=2024-01-10', is: 200, keep: 'tea',
                has: {
                    times: counts(3),
                    weeks: matcher('twelve weeks, 2 and 1 in the last two', (weeks) => weeks.length === 12 && weeks[0].from === '2023-10-23' &&
                        weeks[10].from === '2024-01-01' && weeks[10].times.count === 2 && weeks[11].from === '2024-01-08' && weeks[11].times.count === 1 &&
                        weeks.slice(0, 10).every((week) => week.times.count === 0)),
                },
            },
            { it: 'the number opens', ask: 'GET {tea.weeks.10.times.href}', is: 200, has: { count: 2, items: [{ id: '{sunday.id}' }, { id: '{still_sunday.id}' }] } },
            { it: 'up to the last day there is', ask: 'GET /themes/{themes.items.0.id}?until=9999-12-31', is: 200, keep: 'last', has: { weeks: long(12) } },
            { it: 'the last week opens', ask: 'GET {last.weeks.11.times.href}', is: 200, has: { count: 0 } },
            { it: 'on a Sunday', ask: 'GET /themes?until=2024-01-14', is: 200, has: { count: 1, items: [{ weeks: including({ from: '2024-01-08', times: counts(1) }) }] } },
        ],
    },
    {
        name: 'an edit takes a theme away and brings one',
        steps: [
            ada, said(['{ada.id}'], 'About #tea.'),
            { ask: 'PATCH /conversations/{call.id}', body: { body: 'About #milk.' }, is: 200, has: { themes: [{ name: 'milk' }] } },
            { ask: 'GET /themes', is: 200, has: { count: 1, items: [{ name: 'milk', times: counts(1), people: counts(1) }] } },
            { ask: 'GET /people/{ada.id}/brief', is: 200, has: { themes: [{ name: 'milk' }] } },
        ],
    },
    {
        name: 'themes are listed by number of people, page by page',
        steps: [
            ada, bob, said(['{ada.id}'], '#rare and #common'), said(['{bob.id}'], '#common'),
            { ask: 'GET /themes?limit=1', is: 200, keep: 'first', has: { count: 2, items: [{ name: 'common' }] } },
            { ask: 'GET {first.next}', is: 200, has: { count: 2, next: null, items: [{ name: 'rare' }] } },
            { it: 'of one person', ask: 'GET /themes?person={ada.id}&limit=1', is: 200, keep: 'hers', has: { count: 2, items: [{}] } },
            { ask: 'GET {hers.next}', is: 200, has: { count: 2, next: null, items: [{}] } },
        ],
    },
    {
        name: 'the people of a theme take every filter of a list of people',
        steps: [
            { ask: 'POST /companies', body: { name: 'Atlântico' }, is: 201, keep: 'firm' },
            { ask: 'POST /members', body: { name: 'Rui' }, is: 201, keep: 'rui' },
            {
                ask: 'POST /people', is: 201, keep: 'ada',
                body: { name: 'Ada', company_id: '{firm.id}', tags: ['early'], languages: ['pt'], place: 'Lisbon' },
            },
            { ask: 'POST /people', body: { name: 'Bob', known_by: '{rui.id}' }, is: 201, keep: 'bob' },
            { ask: 'GET /tags', is: 200, keep: 'tags' },
            ...['2024-01-01', '2024-01-02', '2024-01-03'].map((day) => said(['{ada.id}'], '#tea', `${day}T10:00:00Z`)),
            said(['{bob.id}'], '#tea'),
            { ask: 'GET /themes', is: 200, keep: 'themes' },
            ...['company={firm.id}', 'tag={tags.items.0.id}', 'member={olga.id}', 'language=pt', 'place=lis', 'quiet_at=2024-02-01T00:00:00Z']
                .map((query) => ({ it: query, ask: `GET /themes/{themes.items.0.id}/people?${query}`, is: 200, has: { count: 1, items: [{ name: 'Ada' }] } })),
            { it: 'nobody without a conversation', ask: 'GET /themes/{themes.items.0.id}/people?conversations=none', is: 200, has: { count: 0 } },
            { it: 'sorted', ask: 'GET /themes/{themes.items.0.id}/people?sort=heard', is: 200, has: { count: 2, items: [{ name: 'Bob' }, { name: 'Ada' }] } },
            { it: 'its theme again', ask: 'GET /themes/{themes.items.0.id}/people?theme={themes.items.0.id}', is: 200, has: { count: 2 } },
            { it: 'by page', ask: 'GET /themes/{themes.items.0.id}/people?limit=1', is: 200, keep: 'first', has: { count: 2, items: [{ name: 'Ada' }] } },
            { it: 'the next page', ask: 'GET {first.next}', is: 200, has: { count: 2, next: null, items: [{ name: 'Bob' }] } },
            theme('milk'),
            { it: 'another theme is refused, not passed over', ask: 'GET /themes/{themes.items.0.id}/people?theme={milk.id}', is: 422, faults: ['theme'] },
            { it: 'no such theme', ask: 'GET /themes/01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11/people', is: 404 },
        ],
    },
];
