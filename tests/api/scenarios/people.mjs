// People: who they are, how they are found, their rhythm, their trash.
import { absent, counts, id, moment } from '../match.mjs';

const ines = {
    name: 'Inês Carvalho', reads_as: 'Ines Carvalho', company_id: '{firm.id}', role: 'Head of studio',
    place: 'Lisbon', time_zone: 'Europe/Lisbon', languages: ['pt', 'en'], prefers: 'a call after four',
    known_by: '{olga.id}', since: '2024-03-01',
    handles: [
        { kind: 'email', value: 'ines@atlantico.example', label: 'work' },
        { kind: 'phone', value: '+351 912 345 678', label: null },
    ],
    tags: ['early', 'Lisbon'],
    dates: [{ on: '2024-03-01', what: 'her first day with us', repeats: 'yearly' }],
};
const firm = { ask: 'POST /companies', body: { name: 'Atlântico' }, is: 201, keep: 'firm' };
const ada = { ask: 'POST /people', body: { name: 'Ada' }, is: 201, keep: 'ada' };
const bob = { ask: 'POST /people', body: { name: 'Bob' }, is: 201, keep: 'bob' };
const said = (who, at, more = {}) => ({
    it: `a call at ${at}`, ask: 'POST /conversations', is: 201,
    body: { kind: 'call', happened_at: at, people: who, body: 'We talked.', ...more },
});

export const scenarios = [
    {
        name: 'a person is read back with every field that was sent',
        steps: [
            firm,
            {
                it: 'made', ask: 'POST /people', body: ines, is: 201, keep: 'ines',
                told: { Location: /^\/api\/v1\/people\/[0-9a-f-]{36}$/, ETag: /^".+"$/, 'Kith-Change': /^\d+$/ },
                has: {
                    ...ines, id, company: 'Atlântico', known_by_name: 'Olga', last_heard_at: null,
                    usual_gap_days: null, quiet_from: null, rested_until: null, conversations: counts(0),
                    known_by_counted: null, revision: 1, created_at: moment, updated_at: moment,
                },
            },
            { it: 'read', ask: 'GET /people/{ines.id}', is: 200, has: { ...ines, revision: 1 } },
            { it: 'found where the Location says', ask: 'GET {ines.$location}', is: 200, has: { id: '{ines.id}' } },
            { it: 'tags are made on the way', ask: 'GET /tags', is: 200, has: { count: 2, items: [{ name: 'early' }, { name: 'Lisbon' }] } },
        ],
    },
    {
        name: 'a name is all that a person needs',
        steps: [{
            ask: 'POST /people', body: { name: '  Ada  ' }, is: 201,
            has: {
                name: 'Ada', reads_as: null, company_id: null, company: null, role: null, place: null,
                time_zone: null, languages: [], prefers: null, known_by: null, known_by_name: null,
                since: null, handles: [], tags: [], dates: [],
            },
        }],
    },
    {
        name: 'a change of one field leaves the others as they are',
        steps: [
            firm,
            { ask: 'POST /people', body: ines, is: 201, keep: 'ines' },
            {
                ask: 'PATCH /people/{ines.id}', body: { place: 'Porto' }, is: 200,
                has: { ...ines, place: 'Porto', revision: 2, created_at: '{ines.created_at}' },
            },
        ],
    },
    {
        name: 'every field of a person can be changed',
        steps: [
            firm, ada,
            {
                ask: 'PATCH /people/{ada.id}', body: ines, is: 200,
                has: { ...ines, company: 'Atlântico', revision: 2, updated_at: moment },
            },
        ],
    },
    {
        name: 'null clears a field, and an empty list clears a list',
        steps: [
            firm,
            { ask: 'POST /people', body: ines, is: 201, keep: 'ines' },
            {
                ask: 'PATCH /people/{ines.id}', is: 200,
                body: {
                    reads_as: null, company_id: null, role: null, place: null, time_zone: null, languages: [],
                    prefers: null, known_by: null, since: null, handles: [], tags: [], dates: [],
                },
                has: {
                    name: ines.name, reads_as: null, company_id: null, company: null, role: null, place: null,
                    time_zone: null, languages: [], prefers: null, known_by: null, known_by_name: null,
                    since: null, handles: [], tags: [], dates: [],
                },
            },
            { it: 'the handles find nobody any more', ask: 'GET /brief?email=ines@atlantico.example', is: 200, has: { person: null } },
        ],
    },
    {
        name: 'a list in a patch replaces the whole list',
        steps: [
            { ask: 'POST /people', body: { name: 'Ada', tags: ['one', 'two'], languages: ['en'] }, is: 201, keep: 'ada' },
            {
                ask: 'PATCH /people/{ada.id}', body: { tags: ['Two', 'three'] }, is: 200,
                has: { tags: ['three', 'two'], languages: ['en'] },
            },
        ],
    },
    {
        name: 'people are listed by name as compared, page by page',
        steps: [
            ...['Émile', 'bob', 'Ada', 'Zoë', 'Čeněk'].map((name) => ({ ask: 'POST /people', body: { name }, is: 201 })),
            {
                it: 'the first page', ask: 'GET /people?limit=2', is: 200, keep: 'first',
                has: { count: 5, more: false, next: /^\/api\/v1\/people\?limit=2&cursor=/, items: [{ name: 'Ada' }, { name: 'bob' }] },
                told: { Link: /^<\/api\/v1\/people\?limit=2&cursor=[^>]+>; rel="next"$/ },
            },
            { it: 'the second', ask: 'GET {first.next}', is: 200, keep: 'second', has: { count: 5, items: [{ name: 'Čeněk' }, { name: 'Émile' }] } },
            { it: 'the last', ask: 'GET {second.next}', is: 200, has: { count: 5, next: null, items: [{ name: 'Zoë' }] } },
        ],
    },
    {
        name: 'people are narrowed by company, tag, theme, member, language and silence, and by all at once',
        steps: [
            firm,
            { ask: 'POST /tags', body: { name: 'early' }, is: 201, keep: 'early' },
            {
                ask: 'POST /people', is: 201, keep: 'ada',
                body: { name: 'Ada', company_id: '{firm.id}', tags: ['early'], languages: ['pt-BR'], known_by: '{olga.id}' },
            },
            { ask: 'POST /people', body: { name: 'Bob', tags: ['early'] }, is: 201, keep: 'bob' },
            ...['2024-01-01', '2024-01-11', '2024-01-21'].map((day) => said(['{ada.id}'], `${day}T09:00:00Z`, { body: 'About #prices.' })),
            { ask: 'GET /themes', is: 200, has: { items: [{ name: 'prices' }] }, keep: 'themes' },
            { it: 'by company', ask: 'GET /people?company={firm.id}', is: 200, has: { count: 1, items: [{ name: 'Ada' }] } },
            { it: 'by tag', ask: 'GET /people?tag={early.id}', is: 200, has: { count: 2, items: [{ name: 'Ada' }, { name: 'Bob' }] } },
            { it: 'by theme', ask: 'GET /people?theme={themes.items.0.id}', is: 200, has: { count: 1, items: [{ name: 'Ada' }] } },
            { it: 'by member', ask: 'GET /people?member={olga.id}', is: 200, has: { count: 1, items: [{ name: 'Ada' }] } },
            { it: 'by language', ask: 'GET /people?language=PT-br', is: 200, has: { count: 1, items: [{ name: 'Ada' }] } },
            { it: 'not yet quiet', ask: 'GET /people?quiet_at=2024-02-11T08:59:59Z', is: 200, has: { count: 0, items: [] } },
            { it: 'quiet', ask: 'GET /people?quiet_at=2024-02-11T09:00:00Z', is: 200, has: { count: 1, items: [{ name: 'Ada' }] } },
            {
                it: 'by all',
                ask: 'GET /people?company={firm.id}&tag={early.id}&theme={themes.items.0.id}&member={olga.id}&language=pt-br&quiet_at=2024-03-01T00:00:00Z',
                is: 200, has: { count: 1, items: [{ name: 'Ada' }] },
            },
            { it: 'by all but one that fits nobody', ask: 'GET /people?company={firm.id}&tag={early.id}&language=fr', is: 200, has: { count: 0, items: [] } },
        ],
    },
    {
        name: 'the rhythm of a person is the median gap, and silence counts from twice of it',
        steps: [
            ada,
            said(['{ada.id}'], '2024-01-01T10:00:00Z'),
            said(['{ada.id}'], '2024-01-31T10:00:00Z'),
            { it: 'two conversations are no rhythm', ask: 'GET /people/{ada.id}', is: 200, has: { usual_gap_days: null, quiet_from: null, last_heard_at: '2024-01-31T10:00:00.000Z' } },
            said(['{ada.id}'], '2024-02-20T10:00:00Z'),
            {
                it: 'gaps of 20 and 30 days', ask: 'GET /people/{ada.id}', is: 200,
                has: {
                    usual_gap_days: 25, quiet_from: '2024-04-10T10:00:00.000Z', last_heard_at: '2024-02-20T10:00:00.000Z',
                    conversations: counts(3), known_by_counted: { id: '{olga.id}', name: 'Olga', conversations: counts(3) },
                },
            },
            said(['{ada.id}'], '2024-02-21T10:00:00Z'),
            said(['{ada.id}'], '2024-02-22T10:00:00Z'),
            { it: 'at least three weeks', ask: 'GET /people/{ada.id}', is: 200, has: { usual_gap_days: 11, quiet_from: '2024-03-14T10:00:00.000Z' } },
        ],
    },
    {
        name: 'nobody is quiet from later than a moment can be written',
        steps: [
            ada,
            ...['0001-01-01', '5000-01-01', '9999-01-01'].map((day) => said(['{ada.id}'], `${day}T10:00:00Z`)),
            { ask: 'GET /people/{ada.id}', is: 200, has: { quiet_from: '9999-12-31T23:59:59.999Z' } },
        ],
    },
    {
        name: '"not now" rests a silence for one usual gap',
        steps: [
            ada,
            ...['2024-01-01', '2024-01-31', '2024-03-01'].map((day) => said(['{ada.id}'], `${day}T10:00:00Z`)),
            { ask: 'POST /people/{ada.id}/rest', is: 200, keep: 'rested', has: { rested_until: moment, revision: 1 } },
            {
                it: 'until then nobody is quiet',
                do: async (run) => {
                    const until = Date.parse(run.look('rested.rested_until'));
                    const days = (until - Date.now()) / 86400000;
                    if (days < 29.9 || days > 30)
                        run.fail(`it rests ${days} days, not 30`);
                    run.expect('quiet from then', { quiet_from: run.look('rested.rested_until') }, run.kept.rested);
                },
            },
            { ask: 'GET /changes?limit=1', is: 200, has: { items: [{ what: 'person rested', subject: 'person', subject_id: '{ada.id}' }] } },
        ],
    },
    {
        name: 'a rest of somebody without a rhythm is three weeks',
        steps: [
            ada,
            { ask: 'POST /people/{ada.id}/rest', is: 200, keep: 'rested' },
            {
                do: async (run) => {
                    const days = (Date.parse(run.look('rested.rested_until')) - Date.now()) / 86400000;
                    if (days < 20.9 || days > 21)
                        run.fail(`it rests ${days} days, not 21`);
                },
            },
        ],
    },
    {
        name: 'the kind of a handle is kept as it is compared, and refused when nothing or too much of it is left',
        steps: [
            { ask: 'POST /people', body: { name: 'Ada', handles: [{ kind: '\u3000ＣＲＭ ', value: '7' }] }, is: 201, keep: 'ada', has: { handles: [{ kind: 'crm', value: '7' }] } },
            { ask: 'GET /brief?handle=%20CRM%20:7', is: 200, has: { person: { id: '{ada.id}' } } },
            ...['\u200b', '\u3164', '\ufeff', '\u0301', '\u180e', '\u3000', '\ufdfa'.repeat(13), 'a:b', 'a\uff1ab']
                .flatMap((kind) => [
                    { it: JSON.stringify(kind), ask: 'POST /people', body: { name: 'Bob', handles: [{ kind: 'crm', value: '8' }, { kind, value: '1' }] }, is: 422, faults: ['/handles/1/kind'] },
                    { it: `${JSON.stringify(kind)} in a call`, ask: 'POST /conversations', body: { people: [{ name: 'Bob', handles: [{ kind, value: '1' }] }], body: 'Hi.' }, is: 422, faults: ['/people/0/handles/0/kind'] },
                ]),
            { ask: 'GET /people', is: 200, has: { count: 1 } },
        ],
    },
    {
        name: 'a handle that several people have never makes them one',
        steps: [
            { ask: 'POST /people', body: { name: 'Ada', handles: [{ kind: 'email', value: 'family@home.example' }] }, is: 201, keep: 'ada' },
            { ask: 'POST /people', body: { name: 'Bob', handles: [{ kind: 'email', value: 'Family@Home.example' }] }, is: 201, keep: 'bob' },
            { ask: 'GET /people', is: 200, has: { count: 2 } },
            { ask: 'GET /brief?email=family@home.example', is: 200, has: { person: null, near: [{ name: 'Ada' }, { name: 'Bob' }] } },
        ],
    },
    {
        name: 'a deleted person is gone with what was with them alone, and comes back with it',
        steps: [
            ada, bob,
            { ...said(['{ada.id}'], '2024-01-01T10:00:00Z'), keep: 'alone' },
            { ...said(['{ada.id}', '{bob.id}'], '2024-01-02T10:00:00Z'), keep: 'both' },
            { ask: 'POST /facts', body: { person_id: '{ada.id}', text: 'likes tea' }, is: 201, keep: 'fact' },
            { ask: 'POST /promises', body: { person_id: '{ada.id}', text: 'send tea' }, is: 201, keep: 'promise' },
            { ask: 'DELETE /people/{ada.id}', is: 204, told: { 'Kith-Change': /^\d+$/ } },
            { ask: 'GET /people/{ada.id}', is: 404 },
            { ask: 'GET /people/{ada.id}/timeline', is: 404 },
            { ask: 'GET /people/{ada.id}/brief', is: 404 },
            { ask: 'PATCH /people/{ada.id}', body: { name: 'Eve' }, is: 404 },
            { ask: 'DELETE /people/{ada.id}', is: 404 },
            { ask: 'POST /people/{ada.id}/rest', is: 404 },
            { ask: 'GET /conversations/{alone.id}', is: 404 },
            { ask: 'GET /facts/{fact.id}', is: 404 },
            { ask: 'GET /promises/{promise.id}', is: 404 },
            { ask: 'GET /conversations/{both.id}', is: 200, has: { people: [{ id: '{bob.id}', name: 'Bob' }] } },
            { ask: 'GET /people', is: 200, has: { count: 1, items: [{ name: 'Bob', conversations: counts(1) }] } },
            { ask: 'GET /facts', is: 200, has: { count: 0, items: [] } },
            { ask: 'GET /promises', is: 200, has: { count: 0, items: [] } },
            { ask: 'GET /trash?kind=person', is: 200, has: { items: [{ kind: 'person', id: '{ada.id}', title: 'Ada' }] } },
            { ask: 'POST /trash/{ada.id}/restore', is: 200, has: { kind: 'person', id: '{ada.id}' } },
            { ask: 'GET /people/{ada.id}', is: 200, has: { name: 'Ada', conversations: counts(2) } },
            { ask: 'GET /people/{ada.id}/timeline', is: 200, has: { count: 2, items: [{ id: '{both.id}' }, { id: '{alone.id}' }] } },
            { ask: 'GET /conversations/{both.id}', is: 200, has: { people: [{ name: 'Ada' }, { name: 'Bob' }] } },
            { ask: 'GET /facts/{fact.id}', is: 200, has: { text: 'likes tea' } },
            { ask: 'GET /promises/{promise.id}', is: 200, has: { text: 'send tea' } },
        ],
    },
    {
        name: 'a timeline takes every filter of a list of conversations',
        steps: [
            firm,
            { ask: 'POST /people', body: { name: 'Ada', company_id: '{firm.id}', tags: ['early'] }, is: 201, keep: 'ada' },
            { ask: 'GET /tags', is: 200, keep: 'tags' },
            { ...said(['{ada.id}'], '2024-01-01T10:00:00Z', { body: 'About #prices.', turns: [{ at: '2024-01-01T10:00:00Z', side: 'customer', who: 'Ada', text: 'Hello' }] }), keep: 'one' },
            { ...said(['{ada.id}'], '2024-01-02T10:00:00Z', { kind: 'visit' }), keep: 'two' },
            { ask: 'GET /themes', is: 200, keep: 'themes' },
            ...[
                ['nothing', '', ['two', 'one']],
                ['its person again', '?person={ada.id}', ['two', 'one']],
                ['company', '?company={firm.id}', ['two', 'one']],
                ['member', '?member={olga.id}', ['two', 'one']],
                ['kind', '?kind=Visit', ['two']],
                ['theme', '?theme={themes.items.0.id}', ['one']],
                ['tag', '?tag={tags.items.0.id}', ['two', 'one']],
                ['from', '?from=2024-01-02T10:00:00Z', ['two']],
                ['to', '?to=2024-01-02T10:00:00Z', ['one']],
                ['limit', '?limit=200', ['two', 'one']],
            ].map(([it, query, found]) => ({
                it, ask: `GET /people/{ada.id}/timeline${query}`, is: 200,
                has: { count: found.length, items: found.map((name) => ({ id: `{${name}.id}` })) },
            })),
            { it: 'with turns', ask: 'GET /people/{ada.id}/timeline?turns=true', is: 200, has: { items: [{ turns: [] }, { turns: [{ text: 'Hello' }] }] } },
            { it: 'without', ask: 'GET /people/{ada.id}/timeline?turns=false', is: 200, has: { items: [{ turns: absent }, { turns: absent }] } },
            { it: 'rendered', ask: 'GET /people/{ada.id}/timeline?render=html', is: 200, has: { items: [{ body_html: /<p>/ }, { body_html: /<p>/ }] } },
            { it: 'by page', ask: 'GET /people/{ada.id}/timeline?limit=1', is: 200, keep: 'first', has: { count: 2, items: [{ id: '{two.id}' }] } },
            { it: 'the next page', ask: 'GET {first.next}', is: 200, has: { count: 2, next: null, items: [{ id: '{one.id}' }] } },
        ],
    },
    {
        name: 'another person than that of the path is refused in a timeline, not passed over',
        steps: [
            ada, bob,
            { ask: 'GET /people/{ada.id}/timeline?person={bob.id}', is: 422, faults: ['person'] },
        ],
    },
    {
        name: 'a person who changes company takes the conversations along',
        steps: [
            firm,
            { ask: 'POST /companies', body: { name: 'Baltic' }, is: 201, keep: 'baltic' },
            { ask: 'POST /people', body: { name: 'Ada', company_id: '{firm.id}' }, is: 201, keep: 'ada' },
            said(['{ada.id}'], '2024-01-01T10:00:00Z'),
            { ask: 'GET /companies/{firm.id}', is: 200, has: { people: counts(1), conversations: counts(1) } },
            { ask: 'PATCH /people/{ada.id}', body: { company_id: '{baltic.id}' }, is: 200, has: { company: 'Baltic' } },
            { ask: 'GET /companies/{firm.id}', is: 200, has: { people: counts(0), conversations: counts(0), last_heard_at: null } },
            { ask: 'GET /companies/{baltic.id}', is: 200, has: { people: counts(1), conversations: counts(1), last_heard_at: '2024-01-01T10:00:00.000Z' } },
        ],
    },
    {
        name: 'what was typed comes back byte for byte',
        steps: ['Ⅷ “quoted” \\ / <b>&amp;</b>', 'e\u0301 and é', '👩‍👩‍👧‍👦 family', 'مرحبا \u202eabc', "Robert'); DROP TABLE person;--", '%s%n{0}${x}', 'ﬁ İ ı ß']
            .flatMap((name, i) => [
                { it: name, ask: 'POST /people', body: { name, prefers: name }, is: 201, keep: `p${i}`, has: { name, prefers: name } },
                { it: `${name} read`, ask: `GET /people/{p${i}.id}`, is: 200, has: { name, prefers: name } },
            ]),
    },
];
