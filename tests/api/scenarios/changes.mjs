// Changes: what was done, by whom, and taking it back, and that too.
import { absent, anything, counts, long, moment } from '../match.mjs';
import { makeRich, readAll } from '../rich.mjs';

const ada = { ask: 'POST /people', body: { name: 'Ada' }, is: 201, keep: 'ada' };

// Revisions only rise, so that an ETag never names two states: all else is compared.
const written = (value) => JSON.stringify(value, (key, inner) => (key === 'revision' ? undefined : inner));

// Where two readings differ, told shortly.
function differing(before, after) {
    const places = [...new Set([...Object.keys(before), ...Object.keys(after)])]
        .filter((key) => written(before[key]) !== written(after[key]));
    return places.map((key) => {
        const one = written(before[key]) ?? 'nothing';
        const other = written(after[key]) ?? 'nothing';
        let at = 0;
        while (one[at] === other[at] && at < one.length)
            at++;
        return `${key}: …${one.slice(Math.max(0, at - 60), at + 80)} became …${other.slice(Math.max(0, at - 60), at + 80)}`;
    });
}

// Every kind of act.
const acts = [
    ['a person who was made', 'POST /people', { name: 'Kim', company_id: '{firm.id}', tags: ['vip'], handles: [{ kind: 'email', value: 'kim@k.example' }], dates: [{ on: '2024-02-15', what: 'day' }] }],
    ['a new name', 'PATCH /people/{ada.id}', { name: 'Zoe', reads_as: null }],
    ['another company', 'PATCH /people/{ada.id}', { company_id: '{baltic.id}' }],
    ['no company', 'PATCH /people/{bob.id}', { company_id: null }],
    ['other handles, dates, languages', 'PATCH /people/{ada.id}', { handles: [{ kind: 'email', value: 'new@x.example' }], dates: [], languages: ['fr'] }],
    ['tags put on and taken off', 'PATCH /people/{ada.id}', { tags: ['vip'] }],
    ['a deleted person', 'DELETE /people/{ada.id}'],
    ['a deleted person with a conversation alone', 'DELETE /people/{eve.id}'],
    ['"not now"', 'POST /people/{ada.id}/rest'],
    ['a company that was made', 'POST /companies', { name: 'Cedar' }],
    ['a renamed company', 'PATCH /companies/{firm.id}', { name: 'Pacífico', domain: null }],
    ['a deleted company', 'DELETE /companies/{firm.id}'],
    ['a logged conversation', 'POST /conversations', { people: ['{ada.id}'], kind: 'call', happened_at: '2024-02-01T10:00:00Z', body: '#prices\n\n> Yes.\n! fact\n[ ] promise\n', turns: [{ text: 'Hi' }] }],
    ['a log that made somebody', 'POST /conversations', { people: [{ name: 'Kim', handles: [{ kind: 'email', value: 'kim@k.example' }] }, '{ada.id}'], body: 'Hi.' }],
    ['another body', 'PATCH /conversations/{call.id}', { body: 'Nothing of it. #moving' }],
    ['another moment, kind, length, direction, summary', 'PATCH /conversations/{call.id}', { happened_at: '2023-01-01T10:00:00Z', kind: 'visit', minutes: null, direction: 'out', summary: null }],
    ['other people', 'PATCH /conversations/{call.id}', { people: ['{eve.id}'] }],
    ['people in another order', 'PATCH /conversations/{call.id}', { people: ['{bob.id}', '{ada.id}'] }],
    ['other members', 'PATCH /conversations/{call.id}', { members: [] }],
    ['other turns', 'PATCH /conversations/{call.id}', { turns: [{ text: 'Only this' }] }],
    ['turns where none were', 'PATCH /conversations/{chat.id}', { turns: [{ text: 'Only this' }] }],
    ['a deleted conversation', 'DELETE /conversations/{call.id}'],
    ['a fact that was made', 'POST /facts', { person_id: '{ada.id}', text: 'new' }],
    ['a changed fact', 'PATCH /facts/{hers.id}', { text: 'changed', position: 0, shown: false, person_id: '{bob.id}' }],
    ['a deleted fact', 'DELETE /facts/{hers.id}'],
    ['a promise that was made', 'POST /promises', { person_id: '{ada.id}', text: 'new', due_on: '2024-02-10' }],
    ['a kept promise', 'PATCH /promises/{promise.id}', { state: 'kept' }],
    ['a promise opened again', 'PATCH /promises/{kept.id}', { state: 'open' }],
    ['a deleted promise', 'DELETE /promises/{promise.id}'],
    ['a meaning', 'PATCH /themes/{prices.id}', { meaning: 'What it costs.' }],
    ['merged themes', 'POST /themes/{prices.id}/merge', { into: '{costs.id}' }],
    ['many people at once', 'POST /people/actions', { people: ['{ada.id}', '{bob.id}', '{eve.id}'], tag: ['early'], untag: ['vip'], known_by: '{olga.id}' }],
    ['a renamed tag', 'PATCH /tags/{tag.id}', { name: 'late' }],
    ['a deleted tag', 'DELETE /tags/{tag.id}'],
    ['a patched view', 'PATCH /views/{ours.id}', { name: 'Ours', filter: { company: null, place: 'li' } }],
    ['a deleted view', 'DELETE /views/{mine.id}'],
    ['a view that was made', 'POST /views', { name: 'new', filter: { sort: 'since' } }],
    ['a renamed kind', 'PATCH /kinds/{kind.id}', { name: 'stroll', position: 0 }],
    ['a renamed member', 'PATCH /members/{rui.id}', { name: 'Rui Costa', email: null }],
    ['a tag that was made', 'POST /tags', { name: 'new' }],
    ['a kind that was made', 'POST /kinds', { name: 'new' }],
    ['a member who was made', 'POST /members', { name: 'New' }],
    ['a theme that was made', 'POST /themes', { name: 'new', meaning: 'New.' }],
];

const restored = [
    ['people', 'ada'], ['people', 'eve'], ['companies', 'firm'], ['conversations', 'call'], ['facts', 'hers'], ['promises', 'promise'],
];

async function undo(run, change) {
    const answer = await run.ask(`POST /changes/${change}/undo`);
    if (answer.status !== 200)
        run.fail(`the undo of change ${change} answers ${answer.status}: ${answer.text}`);
    return answer.headers['kith-change'];
}

async function same(run, says, before) {
    const wrong = differing(before, await readAll(run.kith));
    if (wrong.length)
        run.fail(`${says}: ${wrong.slice(0, 3).join('; ')}`);
}

async function thereAndBack(run, it, ask, body) {
    const before = await readAll(run.kith);
    const answer = await run.ask(ask, { body });
    if (answer.status >= 300)
        run.fail(`${it}: ${ask} answers ${answer.status}: ${answer.text}`);
    const after = await readAll(run.kith);
    if (!differing(before, after).length)
        run.fail(`${it}: ${ask} changes nothing`);
    const change = answer.headers['kith-change'];
    const undone = await undo(run, change);
    await same(run, `${it}, taken back`, before);
    const redone = await undo(run, undone);
    await same(run, `${it}, done again`, after);
    await undo(run, redone);
    await same(run, `${it}, taken back once more`, before);
}

const sliced = (from, to) => acts.slice(from, to).map(([it, ask, body]) => ({
    it, do: (run) => thereAndBack(run, it, ask, body),
}));

export const scenarios = [
    ...[[0, 9], [9, 22], [22, 32], [32, acts.length]].map(([from, to]) => ({
        name: `everything is as it was after an undo, as it became after its undo, and back: from ${acts[from][0]} to ${acts[to - 1][0]}`,
        steps: [{ it: 'a logbook', do: (run) => makeRich(run) }, ...sliced(from, to)],
    })),
    {
        name: 'what came out of the trash goes back into it by an undo',
        steps: [
            { it: 'a logbook', do: (run) => makeRich(run) },
            ...restored.map(([list, name]) => ({
                it: name,
                do: async (run) => {
                    await run.ask(`DELETE /${list}/{${name}.id}`);
                    await thereAndBack(run, `${name} restored`, `POST /trash/{${name}.id}/restore`);
                    await run.ask(`POST /trash/{${name}.id}/restore`);
                },
            })),
        ],
    },
    {
        name: 'many changes are taken back one after the other, down to the beginning',
        steps: [{
            do: async (run) => {
                await makeRich(run);
                const before = await readAll(run.kith);
                const changes = [];
                for (const [it, ask, body] of acts.filter(([, ask]) => !/DELETE/.test(ask))) {
                    const answer = await run.ask(ask, { body });
                    if (answer.status >= 300)
                        run.fail(`${it}: ${answer.status} ${answer.text}`);
                    changes.push(answer.headers['kith-change']);
                }
                for (const change of changes.reverse())
                    await undo(run, change);
                await same(run, 'all taken back', before);
            },
        }],
    },
    {
        name: 'a change is told with who, when and what, and an undo is one too',
        steps: [
            ada,
            { ask: 'PATCH /people/{ada.id}', body: { name: 'Eve' }, is: 200, keep: 'changed' },
            {
                ask: 'GET /changes/{changed.$change}', is: 200, keep: 'change',
                has: { what: 'person changed', subject: 'person', subject_id: '{ada.id}', member: '{olga.id}', member_name: 'Olga', at: moment, act: anything, undoes: null, undone_by: null, made: absent },
            },
            { ask: 'POST /changes/{change.number}/undo', is: 200, keep: 'undo', has: { number: '{change.number}', undone_by: anything } },
            { ask: 'GET /people/{ada.id}', is: 200, has: { name: 'Ada', revision: 3 } },
            { ask: 'GET /changes/{undo.$change}', is: 200, has: { what: 'change undone', undoes: '{change.number}', undone_by: null } },
            { it: 'not twice', ask: 'POST /changes/{change.number}/undo', is: 409 },
            { it: 'the undo itself', ask: 'POST /changes/{undo.$change}/undo', is: 200 },
            { ask: 'GET /people/{ada.id}', is: 200, has: { name: 'Eve', revision: 4 } },
            { it: 'it stands again', ask: 'GET /changes/{change.number}', is: 200, has: { undone_by: null } },
            { it: 'and can be taken back again', ask: 'POST /changes/{change.number}/undo', is: 200 },
            { ask: 'GET /people/{ada.id}', is: 200, has: { name: 'Ada' } },
        ],
    },
    {
        name: 'a change is not taken back over something later, which is named',
        steps: [
            ada,
            { ask: 'PATCH /people/{ada.id}', body: { name: 'Eve' }, is: 200, keep: 'first' },
            { ask: 'PATCH /people/{ada.id}', body: { place: 'Rome' }, is: 200, keep: 'second' },
            { ask: 'POST /changes/{first.$change}/undo', is: 409, keep: 'refused', has: { later: { what: 'person changed', subject_id: '{ada.id}' } } },
            { do: (run) => run.expect('the later one', run.look('second.$change'), String(run.look('refused.later.number'))) },
            { ask: 'GET /people/{ada.id}', is: 200, has: { name: 'Eve', place: 'Rome' } },
            { it: 'the later one first', ask: 'POST /changes/{second.$change}/undo', is: 200 },
            { ask: 'POST /changes/{first.$change}/undo', is: 200 },
            { ask: 'GET /people/{ada.id}', is: 200, has: { name: 'Ada', place: null } },
        ],
    },
    {
        name: 'what something later belongs to is not taken away under it',
        steps: [
            ada,
            { ask: 'POST /conversations', body: { people: ['{ada.id}'], body: 'Hi.' }, is: 201, keep: 'call' },
            { ask: 'POST /facts', body: { person_id: '{ada.id}', text: 'x', conversation_id: '{call.id}' }, is: 201, keep: 'fact' },
            { it: 'the person', ask: 'POST /changes/{ada.$change}/undo', is: 409, has: { detail: /uses what this made/, later: { what: 'conversation logged', subject_id: '{call.id}' } } },
            { it: 'the call', ask: 'POST /changes/{call.$change}/undo', is: 409, has: { later: { what: 'fact noted', subject_id: '{fact.id}' } } },
            { it: 'the fact first', ask: 'POST /changes/{fact.$change}/undo', is: 200 },
            { ask: 'POST /changes/{call.$change}/undo', is: 200 },
            { ask: 'POST /changes/{ada.$change}/undo', is: 200 },
            { ask: 'GET /people', is: 200, has: { count: 0 } },
        ],
    },
    {
        name: 'what something later came to use is not taken away under it, and that is named',
        steps: [
            ada,
            { ask: 'POST /companies', body: { name: 'Firm' }, is: 201, keep: 'firm' },
            { ask: 'POST /tags', body: { name: 'early' }, is: 201, keep: 'tag' },
            { ask: 'POST /members', body: { name: 'Rui' }, is: 201, keep: 'rui' },
            { ask: 'POST /kinds', body: { name: 'walk' }, is: 201, keep: 'kind' },
            { ask: 'POST /themes', body: { name: 'tea' }, is: 201, keep: 'theme' },
            { ask: 'PATCH /people/{ada.id}', body: { company_id: '{firm.id}', tags: ['early'], known_by: '{rui.id}' }, is: 200, keep: 'used' },
            { ask: 'POST /conversations', body: { kind: 'walk', people: ['{ada.id}'], body: '#tea' }, is: 201, keep: 'call' },
            ...['firm', 'tag', 'rui'].map((name) => ({ it: `the ${name} is in use`, ask: `POST /changes/{${name}.$change}/undo`, is: 409, has: { later: { what: 'person changed', subject_id: '{ada.id}' } } })),
            { it: 'the kind is in use', ask: 'POST /changes/{kind.$change}/undo', is: 409, has: { later: { what: 'conversation logged', subject_id: '{call.id}' } } },
            { it: 'the theme is in use', ask: 'POST /changes/{theme.$change}/undo', is: 409, has: { detail: /in use/ } },
            ...['tags/{tag.id}', 'members/{rui.id}', 'kinds/{kind.id}', 'themes/{theme.id}'].map((path) => ({ it: `${path} is there`, ask: `GET /${path}`, is: 200 })),
            { it: 'not the use in a log', ask: 'POST /changes/{call.$change}/undo', is: 200 },
            { it: 'nor by the person', ask: 'POST /changes/{used.$change}/undo', is: 200 },
            ...['firm', 'tag', 'rui', 'kind', 'theme'].map((name) => ({ it: `the ${name} goes`, ask: `POST /changes/{${name}.$change}/undo`, is: 200 })),
            ...['companies/{firm.id}', 'tags/{tag.id}', 'members/{rui.id}', 'kinds/{kind.id}', 'themes/{theme.id}'].map((path) => ({ it: `${path} is gone`, ask: `GET /${path}`, is: 404 })),
            { it: 'made anew', ask: 'POST /themes', body: { name: 'Tea' }, is: 201, keep: 'other' },
            { it: 'with the name taken it does not come back', ask: 'GET /changes?limit=2', is: 200, keep: 'newest' },
            { ask: 'POST /changes/{newest.items.1.number}/undo', is: 409 },
            { ask: 'POST /changes/{other.$change}/undo', is: 200 },
            { ask: 'POST /changes/{newest.items.1.number}/undo', is: 200 },
            { it: 'it is back', ask: 'GET /themes/{theme.id}', is: 200, has: { name: 'tea' } },
        ],
    },
    {
        name: 'what comes back by an undo takes the place of nothing that was made meanwhile',
        steps: [
            ...['tags', 'members', 'kinds', 'themes'].flatMap((list) => [
                { ask: `POST /${list}`, body: { name: 'first' }, is: 201, keep: 'first' },
                { ask: 'POST /changes/{first.$change}/undo', is: 200, keep: 'undo' },
                { ask: `POST /${list}`, body: { name: 'second' }, is: 201, keep: 'second' },
                { ask: 'POST /changes/{undo.$change}/undo', is: 200 },
                ...['first', 'second'].map((name) => ({ it: `the ${name} of ${list}`, ask: `GET /${list}/{${name}.id}`, is: 200, has: { name } })),
            ]),
        ],
    },
    {
        name: 'what was made on the way stays when its log is taken back',
        steps: [
            { ask: 'POST /people', body: { name: 'Ada', tags: ['early'] }, is: 201, keep: 'ada' },
            { ask: 'POST /conversations', body: { people: ['{ada.id}'], body: '#tea' }, is: 201, keep: 'call' },
            { ask: 'POST /conversations', body: { people: ['{ada.id}'], body: '#tea' }, is: 201 },
            { ask: 'POST /changes/{call.$change}/undo', is: 200 },
            { ask: 'GET /themes', is: 200, has: { items: [{ name: 'tea', times: counts(1) }] } },
        ],
    },
    {
        name: 'what a change took away comes back only with what it needs',
        steps: [
            { ask: 'POST /people', body: { name: 'Ada', tags: ['early'] }, is: 201, keep: 'ada' },
            { ask: 'GET /tags', is: 200, keep: 'tags' },
            { ask: 'PATCH /people/{ada.id}', body: { tags: [] }, is: 200, keep: 'off' },
            { ask: 'DELETE /tags/{tags.items.0.id}', is: 204, keep: 'gone' },
            { ask: 'POST /changes/{off.$change}/undo', is: 409, has: { detail: /took away what this needs/, later: { what: 'tag deleted' } } },
            { ask: 'POST /changes/{gone.$change}/undo', is: 200 },
            { ask: 'POST /changes/{off.$change}/undo', is: 200 },
            { ask: 'GET /people/{ada.id}', is: 200, has: { tags: ['early'] } },
        ],
    },
    {
        name: 'facts and promises of a log go with its undo, those changed since keep it',
        steps: [
            ada,
            { ask: 'POST /conversations', body: { people: ['{ada.id}'], body: '! fact\n[ ] promise\n' }, is: 201, keep: 'call' },
            { ask: 'PATCH /promises/{call.captured.1.id}', body: { state: 'kept' }, is: 200, keep: 'kept' },
            { ask: 'POST /changes/{call.$change}/undo', is: 409, has: { later: { what: 'promise changed' } } },
            { ask: 'POST /changes/{kept.$change}/undo', is: 200 },
            { ask: 'POST /changes/{call.$change}/undo', is: 200 },
            { ask: 'GET /facts', is: 200, has: { count: 0 } },
            { ask: 'GET /promises', is: 200, has: { count: 0 } },
            { ask: 'GET /people/{ada.id}', is: 200, has: { conversations: counts(0) } },
        ],
    },
    {
        name: 'a name that somebody took meanwhile is not given twice by an undo',
        steps: [
            { ask: 'POST /tags', body: { name: 'early' }, is: 201, keep: 'tag' },
            { ask: 'PATCH /tags/{tag.id}', body: { name: 'late' }, is: 200, keep: 'renamed' },
            { ask: 'POST /tags', body: { name: 'early' }, is: 201 },
            { ask: 'POST /changes/{renamed.$change}/undo', is: 409 },
            { ask: 'GET /tags', is: 200, has: { count: 2, items: [{ name: 'early' }, { name: 'late' }] } },
        ],
    },
    {
        name: 'the word that a rename brought stays as an alias when the rename is taken back',
        steps: [
            { ask: 'POST /themes', body: { name: 'prices', meaning: 'x' }, is: 201, keep: 'theme' },
            { ask: 'PATCH /themes/{theme.id}', body: { name: 'rates' }, is: 200, keep: 'renamed', has: { name: 'rates', aliases: ['prices'] } },
            { ask: 'POST /changes/{renamed.$change}/undo', is: 200 },
            { ask: 'GET /themes/{theme.id}', is: 200, has: { name: 'prices', aliases: ['rates'] } },
        ],
    },
    {
        name: 'an undo that puts nothing back is a change all the same, and nobody else takes its number',
        steps: [
            { ask: 'POST /tags', body: { name: 'early' }, is: 201, keep: 'tag' },
            { ask: 'POST /changes/{tag.$change}/undo', is: 200, keep: 'undo', told: { 'Kith-Change': /^\d+$/ } },
            ada,
            { ask: 'GET /changes/{tag.$change}', is: 200, keep: 'made', has: { what: 'tag made', undone_by: anything } },
            { ask: 'GET /changes/{made.undone_by}', is: 200, has: { what: 'change undone', undoes: '{made.number}' } },
            { ask: 'POST /changes/{made.undone_by}/undo', is: 200 },
            { it: 'what was written since stands', ask: 'GET /people/{ada.id}', is: 200 },
            { ask: 'GET /tags/{tag.id}', is: 200 },
        ],
    },
    {
        name: 'changes are listed newest first, by member and by page',
        steps: [
            ada,
            { ask: 'POST /tokens', body: { member_name: 'Rui', name: 'x' }, is: 201, keep: 'rui' },
            { ask: 'PATCH /people/{ada.id}', as: '{rui.secret}', body: { place: 'Rome' }, is: 200 },
            { ask: 'GET /changes', is: 200, keep: 'all' },
            { do: (run) => run.expect('the newest', [{ what: 'person changed', member_name: 'Rui' }, { what: 'token made' }, { what: 'person made', member_name: 'Olga' }], run.look('all.items').slice(0, 3)) },
            { ask: 'GET /changes?member={rui.member_id}', is: 200, has: { count: 1, items: [{ what: 'person changed' }] } },
            { ask: 'GET /changes?limit=1', is: 200, keep: 'first', has: { items: [{ what: 'person changed' }] } },
            { ask: 'GET {first.next}', is: 200, has: { items: long(1) } },
        ],
    },
    {
        name: 'no such change is told so',
        steps: ['999', '0', '-1', '1x', '99999999999999999999', '1.0', '%31x'].flatMap((number) => [
            { it: `GET ${number}`, ask: `GET /changes/${number}`, is: 404 },
            { it: `undo ${number}`, ask: `POST /changes/${number}/undo`, is: 404 },
        ]),
    },
];
