// Finding anyone or anything: what somebody types, and who or what must come.

const people = {
    ingrid: { name: 'Ingrid Solberg', company: 'Fjordlys Keramikk', place: 'Bergen', handles: [['email', 'ingrid@fjordlys.example'], ['phone', '+47 55 31 20 18']], prefers: 'e-mail, never on Fridays' },
    lukasz: { name: 'Łukasz Wiśniewski', handles: [['email', 'l.wisniewski@warsztat.example'], ['crm', 'A-4711']] },
    sato: { name: '佐藤 美咲', reads_as: 'Sato Misaki', company: '紙と糸', handles: [['phone', '0081 3 1234 5678']] },
    oskar: { name: 'Óscar Ferreyra', company: 'Cuero y Sol' },
    marie: { name: 'Marie-Solange Petit' },
    obrien: { name: "Siobhán O'Brien" },
    jose: { name: 'José Ángel Núñez', handles: [['phone', '+49 (0)30 901820']] },
    strasse: { name: 'Jürgen Weiß' },
    aerts: { name: 'Ærøskøbing Þórsson' },
    muller: { name: 'Müller, Anke' },
    nguyen: { name: 'Nguyễn Thị Hương' },
    olena: { name: 'Олена Коваленко' },
    eleni: { name: 'Ελένη Παπαδοπούλου' },
    layla: { name: 'ليلى حداد' },
    david: { name: 'דוד כהן' },
    minjun: { name: '김민준' },
    somchai: { name: 'สมชาย ใจดี' },
    nam: { name: 'น้ำฝน' },
    priya: { name: 'प्रिया शर्मा' },
    wang: { name: '王小明' },
    yilmaz: { name: 'İbrahim Yıldız' },
    cedric: { name: 'Cédric Œuvrard' },
    full: { name: 'Ｒｏｓａ Ｂｅｒｇ' },
    emoji: { name: 'Kit 🦊 Fox' },
    adaeze: { name: 'Adaeze Ọlájídé' },
    saoirse: { name: 'Saoirse Ní Bhriain' },
    jr: { name: 'J.R. Tolliver' },
    quote: { name: 'Robert"); DROP TABLE person; --' },
    html: { name: '<b>Bold</b> Nguema' },
    fan: { name: 'Bo Quist', handles: [['email', 'choirfan2024@home.example']] },
    long: { name: 'Ai Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbau' },
};

// What is typed | who must be first (or all of them, with +; - is nobody).
const cases = `
    ingrid                  | ingrid
    INGRID SOLBERG          | ingrid
    solberg ingrid          | ingrid
    sol                     | ingrid+oskar+marie
    olberg                  | ingrid
    so                      | ingrid+oskar+marie
    in                      | ingrid
    fjordlys                | ingrid
    ingrid kera             | ingrid
    grid@fjo                | ingrid
    fjordlys.example        | ingrid
    ingrid@fjordlys.example | ingrid
    +47 55 31 20 18         | ingrid
    4755312018              | ingrid
    0047 55312018           | ingrid
    55 31 20 18             | ingrid
    2018                    | ingrid
    (47) 5531-2018          | ingrid
    47.55.31.20.18          | ingrid
    ingird solberg          | ingrid
    ingrid soblerg          | ingrid
    ingrd                   | ingrid
    ingrif                  | ingrid
    solbreg                 | ingrid
    soolberg                | ingrid
    solbr                   | ingrid
    lukasz                  | lukasz
    łukasz                  | lukasz
    wisniewski              | lukasz
    WIŚNIEWSKI              | lukasz
    wisniewki               | lukasz
    warsztat                | lukasz
    A-4711                  | lukasz
    crm:A-4711              | lukasz
    sato                    | sato
    misaki                  | sato
    佐                      | sato
    佐藤                    | sato
    美咲 佐藤               | sato
    紙                      | sato
    81 3 1234               | sato
    oscar                   | oskar
    cuero                   | oskar
    marie solange           | marie
    marie-sol               | marie
    mariesolange            | marie
    petit marie             | marie
    obrien                  | obrien
    o'brien                 | obrien
    O’Brien                 | obrien
    siobhan                 | obrien
    nunez                   | jose
    jose angel              | jose
    030 901820              | jose
    jurgen weiss            | strasse
    weiß                    | strasse
    WEISS                   | strasse
    aeroskobing             | aerts
    thorsson                | aerts
    muller anke             | muller
    anke mül                | muller
    nguyen thi huong        | nguyen
    huong                   | nguyen
    коваленко               | olena
    олена                   | olena
    παπαδ                   | eleni
    ελενη                   | eleni
    ليلى                    | layla
    כהן                     | david
    김                      | minjun
    민준                    | minjun
    ส                       | somchai
    ใจดี                    | somchai
    น้ำฝน                   | nam
    นำฝน                    | nam
    น้ำฝ                    | nam
    शर्मा                   | priya
    王                      | wang
    小明                    | wang
    ibrahim yildiz          | yilmaz
    YILDIZ                  | yilmaz
    oeuvrard                | cedric
    rosa berg               | full
    🦊                      | emoji
    fox                     | emoji
    olajide                 | adaeze
    ni bhriain              | saoirse
    jr tolliver             | jr
    drop table              | quote
    ') OR 1=1 --            | -
    <b>bold</b>             | html
    nguema                  | html
    choirfan                | fan
    oirfan20                | fan
    fan2024@home            | fan
    fan2024 home            | fan
    fan@home                | -
    schifffahrts            | long
    schifffahrtselektrizitaetenhauptbetriebswerk | long
    hauptbetriebswerkbauten | -
    xyzzyx                  | -
    "                       | -
    ""                      | -
    *                       | -
    NEAR(                   | -
    ingrid*                 | ingrid
    "ingrid solberg"        | ingrid
    "solberg ingrid"        | -
    "ingrid sol"            | -
    "grid solberg"          | ingrid
    ingrid -fjordlys        | -
    ingrid AND              | -
    company:fjordlys        | ingrid
    company:nowhere         | -
    tag:potters             | ingrid
    tag:potters ing         | ingrid
    with:ingrid             | ingrid
    theme:kiln              | ingrid
    -tag:potters ingrid     | -
`.trim().split('\n').map((line) => line.split('|').map((cell) => cell.trim()));

// What is typed | field of the first | what of it is marked.
const words = `
    gas kiln                | summary | gas+kiln
    "gas kiln"              | quote   | gas kiln
    kil                     | summary | Kil
    "kiln gas"              | -       |
    deposit -kiln           | turn    | deposit
    deposit                 | turn    | deposit
    depos                   | turn    | depos
    studio invoices         | fact    | invoices+studio
    stickers                | promise | stickers
    紙                      | body    | 紙
    定期                    | body    | 定期
    🔥                      | body    | 🔥
    cafe                    | body    | café
    CAFÉ                    | body    | café
    strasse                 | body    | Straße
    lodz                    | body    | Łódź
    kiln with:ingrid        | summary | kiln
    kiln with:oscar         | -       |
    kiln kind:call          | summary | kiln
    kiln kind:chat          | -       |
    kiln theme:firing       | summary | kiln
    kiln company:fjordlys   | summary | kiln
    kiln tag:potters        | summary | kiln
    kiln tag:nothing        | -       |
    -tag:nothing            | summary |
    kiln after:2024-03-01   | summary | kiln
    kiln after:2024-03-03   | -       |
    kiln before:2024-03-02  | -       |
    kiln before:2024-03-03  | summary | kiln
    kiln by:nobody          | -       |
    kiln -with:ingrid       | -       |
    5" pipe                 | body    | 5+pipe
    a@b OR "x NEAR(         | -       |
    SELECT * FROM person    | -       |
`.trim().split('\n').map((line) => line.split('|').map((cell) => cell.trim()));

const keyOf = (name) => Object.keys(people).find((key) => people[key].name === name);

/* Who came: the first, or all of them when several must come. */
function whoCame(wanted, answer) {
    const found = answer.json.people.map((person) => keyOf(person.name));
    return wanted.includes('+') ? found.sort().join('+') : found[0] ?? '-';
}

const ask = (run, typed, more = '') => run.ask(`GET /search?q=${encodeURIComponent(typed)}${more}`);

/* A search for words that finds these facts, in any order, and nothing else. */
const foundWith = (query, names, it = '') => ({
    do: async (run) => {
        const asked = query.replace(/\{(\S+?)\}/g, (_, name) => run.look(name)).replace(/:/g, '%3A').replace(/ /g, '%20');
        const answer = await run.ask(`GET /search?${asked}&only=words`);
        const found = answer.json.words.map((one) => one.fact_id).sort();
        run.expect(`${it} ${query}`, [names.map((name) => run.look(`${name}.id`)).sort(), names.length], [found, answer.json.words_count.count]);
    },
});

const undoLast = {
    do: async (run) => {
        const changes = (await run.ask('GET /changes?limit=1')).json.items;
        run.expect('taken back', 200, (await run.ask(`POST /changes/${changes[0].number}/undo`)).status);
    },
};

const setUp = [
    ...[...new Set(Object.values(people).map((person) => person.company).filter(Boolean))]
        .map((name, at) => ({ it: name, ask: 'POST /companies', body: { name }, is: 201, keep: `firm${at}` })),
    {
        do: async (run) => {
            const firms = (await run.ask('GET /companies')).json.items;
            for (const [key, person] of Object.entries(people)) {
                const { company, handles = [], ...rest } = person;
                const made = await run.ask('POST /people', { body: {
                    ...rest, handles: handles.map(([kind, value]) => ({ kind, value })),
                    ...(company && { company_id: firms.find((firm) => firm.name === company).id }),
                    ...(key === 'ingrid' && { tags: ['potters'] }),
                } });
                run.expect(`${key} is made`, 201, made.status);
                run.kept[key] = made.json;
            }
        },
    },
    {
        ask: 'POST /conversations', is: 201, keep: 'call',
        body: {
            kind: 'call', happened_at: '2024-03-02T10:00:00Z', people: ['{ingrid.id}'], summary: 'Kiln moves to gas',
            body: 'We talked long.\n> The gas kiln is cheaper,\n> and kinder.\nAbout #kiln and #firing, in a café in Łódź, Ulica Straße.\n! Invoices go to Solberg Eiendom, not to the studio\n[ ] Send the stickers by 2024-05-01',
        },
    },
    {
        ask: 'POST /conversations', is: 201, keep: 'chat',
        body: {
            kind: 'chat', happened_at: '2024-04-02T10:00:00Z', people: ['{oskar.id}'], body: '紙の販売会が終わったら、定期クラス 🔥 with a 5" pipe',
            turns: [{ at: '2024-04-02T10:00:00Z', side: 'customer', who: 'Óscar', text: 'Why is there a deposit?' }, { side: 'us', text: 'So that places are kept.' }],
        },
    },
];

export const scenarios = [
    {
        name: 'whoever is meant is found by whatever is typed',
        steps: [
            ...setUp,
            {
                do: async (run) => {
                    const wrong = [];
                    for (const [typed, wanted] of cases) {
                        const came = whoCame(wanted, await ask(run, typed));
                        if (came !== wanted.split('+').sort().join('+'))
                            wrong.push(`${typed}: ${came}, not ${wanted}`);
                    }
                    run.expect(wrong.join('; '), 0, wrong.length);
                },
            },
        ],
    },
    {
        name: 'words are found where they stand, and marked',
        steps: [
            ...setUp,
            {
                do: async (run) => {
                    const wrong = [];
                    for (const [typed, field, marked] of words) {
                        const first = (await ask(run, typed)).json.words[0];
                        const marks = first?.snippet.filter((part) => part.found).map((part) => part.text.toLowerCase()) ?? [];
                        const came = `${first?.field ?? '-'} ${[...new Set(marks)].sort().join('+')}`;
                        if (came !== `${field} ${marked.toLowerCase()}`)
                            wrong.push(`${typed}: ${came}, not ${field} ${marked}`);
                    }
                    run.expect(wrong.join('; '), 0, wrong.length);
                },
            },
            {
                it: 'with who and when', ask: 'GET /search?q=kiln%20moves', is: 200,
                has: { words: [{ field: 'summary', conversation_id: '{call.id}', person_id: '{ingrid.id}', person_name: 'Ingrid Solberg', company: 'Fjordlys Keramikk', kind: 'call', at: '2024-03-02T10:00:00.000Z', fact_id: null, promise_id: null }] },
            },
            {
                it: 'narrowed by parameters',
                ask: 'GET /search?q=kiln&kind=call&from=2024-03-01T00:00:00Z&to=2024-03-03T00:00:00Z&person={ingrid.id}&company={ingrid.company_id}&only=words', is: 200,
                has: { words_count: { count: 1, more: false }, people: [], complete: true },
            },
            { it: 'a page', ask: 'GET /search?q=with:ingrid&limit=2&only=words', is: 200, keep: 'told', has: { words_count: { count: 3, more: false } } },
            {
                do: async (run) => {
                    const next = await run.ask(`GET ${run.look('told.next')}`);
                    run.expect('the next page is the rest', [1, null], [next.json.words.length, next.json.next]);
                    const all = await run.ask(`GET ${run.look('told.words_count.href')}`);
                    run.expect('the number equals its list', run.look('told.words_count.count'), all.json.words.length);
                },
            },
            {
                do: async (run) => {
                    const themes = (await run.ask('GET /themes')).json.items;
                    const tags = (await run.ask('GET /tags')).json.items;
                    const members = (await run.ask('GET /members')).json.items;
                    const theme = themes.find((one) => one.name === 'kiln').id;
                    const by = async (more) => (await ask(run, 'kiln', more)).json.words_count.count;
                    run.expect('by theme, tag, member', [1, 1, 1], [await by(`&theme=${theme}`), await by(`&tag=${tags[0].id}`), await by(`&member=${members[0].id}`)]);
                },
            },
            { it: 'a theme and a tag by their beginning', ask: 'GET /search?q=fir', is: 200, has: { themes: [{ name: 'firing' }] } },
            { it: 'a tag', ask: 'GET /search?q=pott', is: 200, has: { tags: [{ name: 'potters' }], tags_count: { count: 1, more: false } } },
            { it: 'one sort alone', ask: 'GET /search?q=sol&only=people&limit=2', is: 200, has: { people_count: { count: 3, more: false }, words: [] } },
            { it: 'why, and the line that matters now', ask: 'GET /search?q=olberg&only=people', is: 200, has: { people: [{ id: '{ingrid.id}', why: 'name', place: 'Bergen', now: { kind: 'promise', text: 'Send the stickers', due_on: '2024-05-01' } }] } },
            { it: 'too long a text', ask: `GET /search?q=${'a'.repeat(501)}`, is: 422 },
            { it: 'a sort that is none', ask: 'GET /search?q=a&only=words,people', is: 422 },
        ],
    },
    {
        name: 'a piece that very many words have',
        steps: [
            {
                do: async (run) => {
                    const letters = 'abcdefghijklmnopqrst';
                    const made = [...letters].flatMap((one) => [...letters].map((other) => ({ name: `${one}${other}qwertzu${other}${one}` })));
                    for (let at = 0; at < made.length; at += 16)
                        await Promise.all(made.slice(at, at + 16).map((body) => run.ask('POST /people', { body })));
                    const count = async (text) => (await ask(run, text, '&only=people')).json.people_count;
                    run.expect('as many as are told exactly, and more', { count: 200, more: true }, await count('qwertzu').then(({ count, more }) => ({ count, more })));
                    run.expect('those of one letter before it', { count: 20, more: false }, await count('aqwertz').then(({ count, more }) => ({ count, more })));
                    run.expect('and one of one', { count: 1, more: false }, await count('bcqwertzucb').then(({ count, more }) => ({ count, more })));
                    run.expect('the end of a word, and not its middle', { count: 0, more: false }, await count('wertzu@home').then(({ count, more }) => ({ count, more })));
                },
            },
        ],
    },
    {
        name: 'what is found follows every write',
        steps: [
            { ask: 'POST /companies', body: { name: 'Northwind' }, is: 201, keep: 'firm' },
            { ask: 'POST /people', body: { name: 'Tamsin Quill', company_id: '{firm.id}' }, is: 201, keep: 'tamsin' },
            { ask: 'POST /conversations', body: { kind: 'note', people: ['{tamsin.id}'], body: 'zanzibar' }, is: 201, keep: 'note' },
            { it: 'made', ask: 'GET /search?q=tamsin', is: 200, has: { people_count: { count: 1, more: false } } },
            { ask: 'PATCH /people/{tamsin.id}', body: { name: 'Tamsin Feather' }, is: 200 },
            { it: 'renamed', ask: 'GET /search?q=quill', is: 200, has: { people_count: { count: 0, more: false } } },
            { it: 'by the new name', ask: 'GET /search?q=feahter', is: 200, has: { people: [{ name: 'Tamsin Feather' }] } },
            { ask: 'PATCH /companies/{firm.id}', body: { name: 'Southwind' }, is: 200 },
            { it: 'the company renamed', ask: 'GET /search?q=southw', is: 200, has: { people: [{ name: 'Tamsin Feather', why: 'company' }] } },
            { ask: 'PATCH /conversations/{note.id}', body: { body: 'madagascar' }, is: 200 },
            { it: 'the old word', ask: 'GET /search?q=zanzibar', is: 200, has: { words: [] } },
            { it: 'the new word', ask: 'GET /search?q=madag', is: 200, has: { words: [{ field: 'body' }] } },
            { ask: 'DELETE /people/{tamsin.id}', is: 204 },
            { it: 'in the trash', ask: 'GET /search?q=madagascar', is: 200, has: { words: [], people: [] } },
            { it: 'nobody', ask: 'GET /search?q=feather', is: 200, has: { people: [] } },
            undoLast,
            { it: 'back again', ask: 'GET /search?q=madagascar%20with:feather', is: 200, has: { words: [{ field: 'body' }] } },
        ],
    },
    {
        name: 'what is known of a company is found with it, and follows every write',
        steps: [
            { ask: 'POST /companies', body: { name: 'Northwind' }, is: 201, keep: 'north' },
            { ask: 'POST /companies', body: { name: 'Southwind' }, is: 201, keep: 'south' },
            { ask: 'POST /people', body: { name: 'Tamsin', company_id: '{north.id}', tags: ['choir'] }, is: 201, keep: 'tamsin' },
            { ask: 'POST /facts', body: { company_id: '{north.id}', text: 'Ships zanzibar cloves' }, is: 201, keep: 'cloves' },
            { ask: 'POST /facts', body: { company_id: '{south.id}', text: 'Ships zanzibar pepper' }, is: 201, keep: 'pepper' },
            { ask: 'POST /facts', body: { person_id: '{tamsin.id}', text: 'Born in zanzibar' }, is: 201, keep: 'born' },
            ...[['q=zanzibar company:northwind', ['cloves', 'born']], ['q=zanzibar -company:northwind', ['pepper']],
                ['q=zanzibar company:northwind -tag:choir', ['cloves']], ['q=zanzibar company:northwind tag:choir', ['born']],
                ['q=company:southwind', ['pepper']], ['q=zanzibar&company={south.id}', ['pepper']], ['company={north.id}', ['cloves', 'born']]]
                .map(([query, found]) => foundWith(query, found)),
            { ask: 'PATCH /facts/{cloves.id}', body: { text: 'Ships zanzibar cardamom' }, is: 200 },
            foundWith('q=cardamom company:northwind', ['cloves'], 'edited'),
            { ask: 'PATCH /facts/{cloves.id}', body: { company_id: '{south.id}' }, is: 200 },
            foundWith('q=cardamom company:northwind', [], 'no longer of'),
            foundWith('q=cardamom company:southwind', ['cloves'], 'moved to'),
            { ask: 'PATCH /facts/{cloves.id}', body: { company_id: null, person_id: '{tamsin.id}' }, is: 200 },
            foundWith('q=cardamom company:southwind', [], 'about a person'),
            { ask: 'PATCH /facts/{cloves.id}', body: { company_id: '{south.id}', person_id: null }, is: 200 },
            foundWith('q=cardamom company:southwind', ['cloves'], 'about a company again'),
            { ask: 'DELETE /facts/{cloves.id}', is: 204 },
            foundWith('q=cardamom company:southwind', [], 'in the trash'),
            { ask: 'POST /trash/{cloves.id}/restore', is: 200 },
            foundWith('q=cardamom company:southwind', ['cloves'], 'back'),
            { ask: 'DELETE /companies/{south.id}', is: 204 },
            foundWith('q=zanzibar company:southwind', [], 'of a company in the trash'),
            foundWith('q=zanzibar', ['born'], 'nowhere else'),
            undoLast,
            foundWith('q=zanzibar company:southwind', ['pepper', 'cloves'], 'taken back'),
        ],
    },
    {
        name: 'nothing is found twice, however much was said in one moment',
        steps: [
            { ask: 'POST /people', body: { name: 'Tamsin Quill' }, is: 201, keep: 'tamsin' },
            { ask: 'POST /conversations', body: { kind: 'note', happened_at: '2024-01-02T10:00:00Z', people: ['{tamsin.id}'], summary: 'tumbleweed', body: 'tumbleweed' }, is: 201, keep: 'first' },
            {
                do: async (run) => {
                    const body = JSON.stringify({ kind: 'note', happened_at: '2024-01-02T10:00:00Z', people: [{ id: run.look('tamsin.id') }], summary: 'tumbleweed', body: 'tumbleweed' });
                    const made = await Promise.all(Array.from({ length: 204 }, () => run.kith.ask('POST', '/api/v1/conversations', { body })));
                    run.expect('all are made', true, made.every((answer) => answer.status === 201));
                },
            },
            { it: 'its body stands behind all others now', ask: 'PATCH /conversations/{first.id}', body: { body: 'tumbleweed again' }, is: 200 },
            {
                do: async (run) => {
                    const found = [];
                    for (let next = '/search?q=tumbleweed&only=words&limit=150'; next;) {
                        const answer = await run.ask(`GET ${next}`);
                        found.push(...answer.json.words.map((one) => one.conversation_id));
                        next = answer.json.next;
                    }
                    run.expect('each once', [205, 205], [found.length, new Set(found).size]);
                },
            },
        ],
    },
    {
        name: 'filters hold together, however many people they mean',
        steps: [
            { ask: 'POST /companies', body: { name: 'Millworks' }, is: 201, keep: 'mill' },
            {
                do: async (run) => {
                    const make = (at) => run.kith.ask('POST', '/api/v1/people', { body: JSON.stringify({ name: `Hand ${at}`, company_id: run.look('mill.id'), tags: ['hands'] }) });
                    const made = await Promise.all(Array.from({ length: 501 }, (_, at) => make(at)));
                    run.expect('all are made', true, made.every((answer) => answer.status === 201));
                },
            },
            { ask: 'POST /people', body: { name: 'Both Ways', company_id: '{mill.id}', tags: ['hands', 'heads'] }, is: 201, keep: 'both' },
            { ask: 'POST /people', body: { name: 'Own Boss', tags: ['heads'] }, is: 201, keep: 'own' },
            { ask: 'POST /conversations', body: { kind: 'note', happened_at: '2024-01-02T10:00:00Z', people: ['{both.id}'], body: 'quicksilver\n! likes quicksilver\n[ ] Send quicksilver' }, is: 201, keep: 'theirs' },
            { ask: 'POST /conversations', body: { kind: 'note', happened_at: '2024-01-01T10:00:00Z', people: ['{own.id}'], body: 'quicksilver\n! sells quicksilver\n[ ] Buy quicksilver' }, is: 201, keep: 'owns' },
            { it: 'two tags', ask: 'GET /search?q=tag:hands%20tag:heads', is: 200, has: { people: [{ id: '{both.id}' }], people_count: { count: 1, more: false } } },
            { it: 'one and not the other', ask: 'GET /search?q=tag:heads%20-tag:hands', is: 200, has: { people: [{ id: '{own.id}' }], people_count: { count: 1, more: false } } },
            { it: 'too many to tell', ask: 'GET /search?q=hand%20tag:hands', is: 200, has: { people_count: { count: 200, more: true } } },
            { ask: 'POST /facts', body: { company_id: '{mill.id}', text: 'Spins mercury' }, is: 201, keep: 'spins' },
            ...['mercury company:millworks', 'company:millworks after:2025', 'company:millworks -tag:hands'].map((query) => foundWith(`q=${query}`, ['spins'])),
            foundWith('q=mercury -company:millworks', []),
            foundWith('q=mercury company:millworks tag:heads', []),
            ...[['company:millworks', 3, '{both.id}'], ['tag:hands', 3, '{both.id}'], ['-company:millworks', 3, '{own.id}'], ['-tag:hands', 3, '{own.id}'],
                ['company:millworks tag:heads', 3, '{both.id}'], ['company:millworks -tag:hands', 0]]
                .map(([filter, count, id]) => ({
                    it: filter, ask: `GET /search?q=quicksilver%20${encodeURIComponent(filter)}&only=words`, is: 200,
                    has: { words_count: { count, more: false }, complete: true, words: Array(count).fill({ person_id: id }) },
                })),
        ],
    },
];
