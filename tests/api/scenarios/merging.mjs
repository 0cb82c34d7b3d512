// Two records of one person: who is near, merging them, and taking that back.
import { absent } from '../match.mjs';

// Who is there | with what it reads as, if it does | who is made | why the first may be the same, or - .
const nearly = `
    Ingrid Solberg    |             | Ingrid Solberg      | name
    Ingrid Solberg    |             | ingrid-solberg      | name
    Łukasz Wiśniewski |             | Lukasz Wisniewski   | name
    Søren Kjær        |             | Soren Kjaer         | name
    Jürgen Weiß       |             | Jurgen Weiss        | name
    Siobhán O'Brien   |             | Siobhan OBrien      | name
    Siobhan OBrien    |             | Siobhán O'Brien     | name
    Kim Min-jun       |             | Kim Minjun          | name
    Kim Minjun        |             | Kim Min-jun         | name
    김민준            |             | 김 민준             | name
    김 민준           |             | 김민준              | name
    伊藤 美咲         | Ito Misaki  | Ito Misaki          | reads_as
    伊藤 美咲         | Ito Misaki  | Misaki Ito          | reads_as
    伊藤 美咲         | Ito Misaki  | 美咲 伊藤           | order
    Ingrid Solberg    |             | Solberg Ingrid      | order
    Ingrid Solberg    |             | Solberg, Ingrid     | order
    Li Wei            |             | Wei Li              | order
    Ingrid Solberg    |             | Ingird Solberg      | slip
    Ingird Solberg    |             | Ingrid Solberg      | slip
    Ingrid Solberg    |             | Ingrid Soldberg     | slip
    Ingrid Solberg    |             | Solber Ingrid       | slip
    Ann Solberg       |             | Ann Solbery         | slip
    Ingrid            |             | Ingird              | slip
    Anke Müller       |             | Anke Mueller        | slip
    Олена Коваленко   |             | Олена Ковленко      | slip
    Ingrid K. Solberg |             | Ingrid Solberg      | part
    Ingrid Solberg    |             | Ingrid K. Solberg   | part
    Ingrid Solberg    |             | Ingrid Kari Solberg | part
    Maria da Silva    |             | Maria Silva         | part
    Jan van den Berg  |             | Jan Berg            | part
    I. Solberg        |             | Ingrid Solberg      | initials
    Ingrid Solberg    |             | I. Solberg          | initials
    Ingrid Solberg    |             | Solberg I           | initials
    О. Коваленко      |             | Олена Коваленко     | initials
    J.R.R. Tolkien    |             | John Ronald Reuel Tolkien | initials
    Ingrid Solberg    |             | Ingrid              | -
    Ingrid Solberg    |             | Solberg             | -
    Ingrid Solberg    |             | Ingrid Hansen       | -
    Ingrid Solberg    |             | Astrid Solberg      | -
    Ingrid Solberg    |             | Ingird Soldberg     | -
    Ingrid Solberg    |             | A. Solberg          | -
    Jan van den Berg  |             | Piet van den Berg   | -
    Li Wei            |             | Lu Wei              | -
    伊藤 美咲         | Ito Misaki  | 伊藤 陽菜           | -
    伊藤 美咲         | Ito Misaki  | Ito Haruna          | -
    王小明            |             | 小明                | -
    김민준            |             | 김민중              | -
    ???               |             | !!!                 | -
    ???               |             | ???                 | name
`.trim().split('\n').map((line) => line.split('|').map((cell) => cell.trim()));

export const scenarios = [
    {
        name: 'whoever bears nearly the name is told, with why',
        steps: [
            { ask: 'POST /companies', body: { name: 'Atlântico' }, is: 201, keep: 'firm' },
            {
                do: async (run) => {
                    const wrong = [];
                    const company_id = run.look('firm.id'); // it alone makes nobody near
                    for (const [name, reads_as, other, why] of nearly) {
                        const first = (await run.ask('POST /people', { body: { name, company_id, ...(reads_as && { reads_as }) } })).json;
                        const made = (await run.ask('POST /people', { body: { name: other, company_id } })).json;
                        const told = made.near.map((near) => (near.id === first.id ? near.why : `${near.why} of another`)).join();
                        if (told !== why.replace('-', ''))
                            wrong.push(`${name}, ${other}: ${told}, not ${why}`);
                        for (const { id } of [first, made])
                            await run.ask(`DELETE /people/${id}`);
                    }
                    run.expect(wrong.join('; '), 0, wrong.length);
                },
            },
        ],
    },
    {
        name: 'the nearest come first, and those of the same company before others',
        steps: [
            { ask: 'POST /companies', body: { name: 'Atlântico' }, is: 201, keep: 'firm' },
            ...[['initials', 'I. Solberg'], ['part', 'Ingrid Kari Solberg'], ['slip', 'Ingird Solberg'], ['there', 'Ingrid Soldberg', { company_id: '{firm.id}' }],
                ['newer', 'Ingrid Solbery'], ['order', 'Solberg Ingrid'], ['read', 'インゲリ', { reads_as: 'Ingrid Solberg' }], ['same', 'INGRID SOLBERG'],
                ['handle', 'Post', { handles: [{ kind: 'email', value: 'post@a.example' }] }]]
                .map(([keep, name, more]) => ({ ask: 'POST /people', body: { name, ...more }, is: 201, keep })),
            {
                it: 'in order', ask: 'POST /people', is: 201, send: { 'Idempotency-Key': 'near' },
                body: { name: 'Ingrid Solberg', company_id: '{firm.id}', handles: [{ kind: 'email', value: 'POST@a.example' }] },
                has: {
                    near: [['handle', 'handle'], ['same', 'name'], ['read', 'reads_as'], ['order', 'order'], ['there', 'slip'], ['newer', 'slip'], ['slip', 'slip'], ['part', 'part'], ['initials', 'initials']]
                        .map(([who, why]) => ({ id: `{${who}.id}`, why })),
                },
            },
            {
                it: 'a repeat', ask: 'POST /people', is: 201, send: { 'Idempotency-Key': 'near' },
                body: { name: 'Ingrid Solberg', company_id: '{firm.id}', handles: [{ kind: 'email', value: 'POST@a.example' }] },
                has: { near: [{ id: '{handle.id}', why: 'handle' }, ...Array(7).fill({}), { id: '{initials.id}', why: 'initials' }] },
            },
            { it: 'a brief does not tell why', ask: 'GET /brief?domain=a.example', is: 200, has: { near: [{ why: absent }, { why: absent }] } },
        ],
    },
    {
        name: 'whoever makes a person is told who may be the same',
        steps: [
            { ask: 'POST /companies', body: { name: 'Atlântico' }, is: 201, keep: 'firm' },
            {
                it: 'nobody', ask: 'POST /people', is: 201, keep: 'ines', has: { near: [] },
                body: {
                    name: 'Inês Carvalho', company_id: '{firm.id}',
                    handles: [{ kind: 'phone', value: '+351 912 345 678' }, { kind: 'email', value: 'ines@a.example' }],
                },
            },
            {
                it: 'of the same name', ask: 'POST /people', body: { name: 'ines CARVALHO' }, is: 201, keep: 'twin',
                has: { near: [{ id: '{ines.id}', name: 'Inês Carvalho', company: 'Atlântico', email: 'ines@a.example', why: 'name' }] },
            },
            {
                it: 'of a handle, then of the name', ask: 'POST /people', is: 201, keep: 'third',
                body: { name: 'Ines Carvalho', handles: [{ kind: 'phone', value: '912345678' }] },
                has: { near: [{ id: '{ines.id}', why: 'handle' }, { id: '{twin.id}', company: null, email: null, why: 'name' }] },
            },
            { it: 'at no other time', ask: 'GET /people/{third.id}', is: 200, has: { near: absent } },
            { ask: 'DELETE /people/{twin.id}', is: 204 },
            {
                it: 'nobody in the trash', ask: 'POST /people', is: 201,
                body: { name: 'Another', handles: [{ kind: 'email', value: 'INES@a.example' }, { kind: 'phone', value: '+351912345678' }] },
                has: { near: [{ id: '{ines.id}' }, { id: '{third.id}' }] },
            },
        ],
    },
    {
        name: 'at most ten are told to be near',
        steps: [
            ...Array.from({ length: 11 }, () => ({ ask: 'POST /people', body: { name: 'Ada' }, is: 201 })),
            {
                do: async (run) => {
                    const made = await run.ask('POST /people', { body: { name: 'ADA' } });
                    run.expect('ten of eleven', 10, made.json.near.length);
                },
            },
        ],
    },
    {
        name: 'a merged person has what both had, and the old address leads to them',
        steps: [
            { ask: 'POST /people', body: { name: 'Ada', role: 'Buyer', tags: ['vip'], languages: ['en'], handles: [{ kind: 'email', value: 'ada@a.example' }] }, is: 201, keep: 'ada' },
            { ask: 'POST /people', body: { name: 'Ada Lima', role: 'Owner', place: 'Faro', tags: ['vip', 'beta'], languages: ['EN', 'pt'], handles: [{ kind: 'email', value: 'ADA@a.example' }, { kind: 'phone', value: '+351 912 345 678' }] }, is: 201, keep: 'lima' },
            { ask: 'POST /conversations', body: { people: ['{lima.id}'], body: 'Hello.\n! Has a shop\n[ ] Send it\n' }, is: 201, keep: 'call' },
            { it: 'with themselves', ask: 'POST /people/{ada.id}/merge', body: { other: '{ada.id}' }, is: 409, has: { pointer: '/other' } },
            { it: 'with nobody', ask: 'POST /people/{ada.id}/merge', body: { other: '01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11' }, is: 422, faults: ['/other'] },
            { it: 'without saying whom', ask: 'POST /people/{ada.id}/merge', body: {}, is: 422, faults: ['/other'] },
            { it: 'taking what cannot be taken', ask: 'POST /people/{ada.id}/merge', body: { other: '{lima.id}', take: ['name', 'tags'] }, is: 422, faults: ['/take/1'] },
            { it: 'of a version that is no more', ask: 'POST /people/{ada.id}/merge', body: { other: '{lima.id}' }, send: { 'If-Match': '"0"' }, is: 412 },
            {
                ask: 'POST /people/{ada.id}/merge', body: { other: '{lima.id}', take: ['name'] }, send: { 'Idempotency-Key': 'merge', 'If-Match': '*' }, is: 200, keep: 'merged',
                has: { id: '{ada.id}', name: 'Ada Lima', role: 'Buyer', place: 'Faro', languages: ['en', 'pt'], handles: [{ value: 'ada@a.example' }, { kind: 'phone' }] },
            },
            { it: 'the old address', ask: 'GET /people/{lima.id}', is: 200, has: { id: '{ada.id}', name: 'Ada Lima' } },
            { ask: 'GET /people/{lima.id}/timeline', is: 200, has: { count: 1, items: [{ id: '{call.id}' }] } },
            { ask: 'GET /conversations/{call.id}', is: 200, has: { people: [{ id: '{ada.id}', name: 'Ada Lima' }] } },
            { ask: 'GET /facts?person={ada.id}', is: 200, has: { count: 1 } },
            { ask: 'GET /people', is: 200, has: { count: 1 } },
            { ask: 'PATCH /people/{ada.id}', body: { since: '2020-01-01' }, is: 200 },
            { it: 'found as one', ask: 'GET /search?q=lima', is: 200, has: { people_count: { count: 1, more: false }, people: [{ id: '{ada.id}' }] } },
            { it: 'undone', ask: 'POST /changes/{merged.$change}/undo', is: 200 },
            { it: 'found as two', ask: 'GET /search?q=ada', is: 200, has: { people_count: { count: 2, more: false } } },
            { ask: 'GET /people/{ada.id}', is: 200, has: { name: 'Ada', role: 'Buyer', place: null, since: '2020-01-01', languages: ['en'], handles: [{ value: 'ada@a.example' }] } },
            { ask: 'GET /people/{lima.id}', is: 200, has: { id: '{lima.id}', name: 'Ada Lima', role: 'Owner' } },
            { ask: 'GET /facts?person={ada.id}', is: 200, has: { count: 0 } },
            { ask: 'GET /facts?person={lima.id}', is: 200, has: { count: 1 } },
        ],
    },
    {
        name: 'an old id works wherever an id does',
        steps: [
            { ask: 'POST /people', body: { name: 'Ada' }, is: 201, keep: 'ada' },
            { ask: 'POST /people', body: { name: 'Old', tags: ['early'] }, is: 201, keep: 'old' },
            { ask: 'POST /people', body: { name: 'Oldest' }, is: 201, keep: 'oldest' },
            { ask: 'POST /conversations', body: { people: ['{oldest.id}'], body: 'About #tea.\n> Lovely\n! drinks it\n[ ] send some\n' }, is: 201, keep: 'call' },
            { ask: 'POST /people/{old.id}/merge', body: { other: '{oldest.id}' }, is: 200, has: { id: '{old.id}' } },
            { ask: 'POST /people/{ada.id}/merge', body: { other: '{old.id}' }, is: 200, has: { id: '{ada.id}', tags: ['early'] } },
            { it: 'merged before', ask: 'POST /people/{ada.id}/merge', body: { other: '{oldest.id}' }, is: 409, has: { pointer: '/other', detail: 'Oldest was merged already.' } },
            { it: 'the same by an old id', ask: 'POST /people/{oldest.id}/merge', body: { other: '{ada.id}' }, is: 409, has: { detail: 'Ada cannot be merged with themselves.' } },
            ...['', '/brief', '/timeline'].map((more) => ({ ask: `GET /people/{oldest.id}${more}`, is: 200 })),
            ...['conversations', 'facts', 'promises', 'quotes', 'themes'].flatMap((list) => ['old', 'oldest', 'ada'].map((who) => (
                { ask: `GET /${list}?person={${who}.id}`, is: 200, has: { count: 1 } }))),
            { ask: 'GET /facts?person={old.id}', is: 200, has: { items: [{ person_id: '{ada.id}' }] } },
            { ask: 'GET /quotes?person={old.id}', is: 200, has: { items: [{ person_id: '{ada.id}', person_name: 'Ada' }] } },
            { ask: 'POST /facts', body: { person_id: '{oldest.id}', told_by: '{old.id}', text: 'has a cat' }, is: 201, has: { person_id: '{ada.id}', told_by: '{ada.id}', shown: true } },
            { ask: 'POST /promises', body: { person_id: '{old.id}', text: 'call' }, is: 201, has: { person_id: '{ada.id}' } },
            {
                it: 'all of them are one in a call', ask: 'POST /conversations', body: { people: ['{old.id}', { id: '{ada.id}' }, { handle: '{oldest.id}' }], body: 'Again.' },
                is: 201, keep: 'again', has: { people: [{ id: '{ada.id}' }] },
            },
            { ask: 'PATCH /conversations/{call.id}', body: { people: [{ id: '{old.id}' }] }, is: 200, has: { people: [{ id: '{ada.id}' }] } },
            { ask: 'PATCH /people/{old.id}', body: { place: 'Porto' }, is: 200, has: { id: '{ada.id}', place: 'Porto' } },
            { ask: 'POST /people/{oldest.id}/rest', is: 200, has: { id: '{ada.id}' } },
            { ask: 'DELETE /people/{old.id}', is: 204 },
            { ask: 'GET /people/{ada.id}', is: 404 },
            { it: 'nobody is merged with whom the trash has', ask: 'POST /people', body: { name: 'Eve' }, is: 201, keep: 'eve' },
            { ask: 'POST /people/{eve.id}/merge', body: { other: '{ada.id}' }, is: 409, has: { pointer: '/other', detail: 'Ada is in the trash. Bring them back first.' } },
            { ask: 'POST /people/{ada.id}/merge', body: { other: '{eve.id}' }, is: 404 },
            { ask: 'POST /trash/{oldest.id}/restore', is: 200, has: { kind: 'person', id: '{ada.id}' } },
            { ask: 'GET /people/{oldest.id}', is: 200, has: { id: '{ada.id}' } },
        ],
    },
    {
        name: 'a change that stands in the way of separating people is named',
        steps: [
            { ask: 'POST /people', body: { name: 'Ada', place: 'Porto' }, is: 201, keep: 'ada' },
            { ask: 'POST /people', body: { name: 'Old', role: 'Buyer' }, is: 201, keep: 'old' },
            { ask: 'POST /conversations', body: { people: ['{old.id}'], body: 'Hello.' }, is: 201, keep: 'call' },
            { ask: 'POST /people/{ada.id}/merge', body: { other: '{old.id}' }, is: 200, keep: 'merged', has: { role: 'Buyer' } },
            { it: 'elsewhere', ask: 'PATCH /people/{ada.id}', body: { place: 'Faro' }, is: 200 },
            { it: 'what the merge filled', ask: 'PATCH /people/{ada.id}', body: { role: 'Owner' }, is: 200, keep: 'edit' },
            { ask: 'POST /changes/{merged.$change}/undo', is: 409, has: { later: { what: 'person changed', subject_id: '{ada.id}' } } },
            {
                do: async (run) => {
                    const refused = await run.ask('POST /changes/{merged.$change}/undo');
                    run.expect('the one that did it', Number(run.look('edit.$change')), refused.json.later.number);
                },
            },
            { ask: 'POST /changes/{edit.$change}/undo', is: 200 },
            { ask: 'POST /changes/{merged.$change}/undo', is: 200 },
            { ask: 'GET /people/{ada.id}', is: 200, has: { place: 'Faro', role: null } },
            { ask: 'GET /people/{old.id}/timeline', is: 200, has: { count: 1, items: [{ people: [{ name: 'Old' }] }] } },
        ],
    },
];
