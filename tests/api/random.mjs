// Random logbooks: a few hundred acts by chance, then every number with an address is walked, the
// export moves into an empty Kith and out of it with the same bytes, and kith doctor finds nothing.
//     node tests/api/random.mjs [--seed N] [--logbooks N] [--acts N] [--at-once N]
import { chanceOf } from '../support/chance.mjs';
import { command, Kith } from '../support/kith.mjs';
import { runSeeds } from '../support/seeds.mjs';
import { checkNumbers } from './numbers.mjs';

const names = ['Ada', 'Bob', 'Çelik', 'Dörte', 'Eve', 'Fatıma', 'Ga\u0301bor', 'Hana', '伊藤', 'Jon', 'Kim', 'Łukasz'];
const words = ['prices', 'moving', 'tea', 'Größe', 'late-fees', 'Über_all', 'onboarding', 'api'];
const labels = ['early', 'vip', 'quiet', 'north', 'south'];
const places = ['Porto', 'Port Louis', 'porto', 'Lisboa', 'Łódź', 'Lodz'];
const kinds = ['call', 'chat', 'email', 'meeting', 'visit', 'note'];

// One logbook: what is known to be there, and what may be done next.
class Logbook {
    constructor(kith, seed) {
        this.kith = kith;
        this.chance = chanceOf(seed);
        this.ids = { people: [], companies: [], conversations: [], facts: [], promises: [], themes: [], tags: [], views: [], kinds: [], members: [] };
        this.trash = [];
        this.changes = [];
        this.done = {};
        this.faults = [];
        this.serial = 0;
    }

    below(count) {
        return Math.floor(this.chance() * count);
    }

    one(list) {
        return list[this.below(list.length)];
    }

    some(list, most) {
        return Array.from({ length: this.below(most + 1) }, () => this.one(list)).filter((item, i, all) => item !== undefined && all.indexOf(item) === i);
    }

    maybe(value) {
        return this.chance() < 0.5 ? value : undefined;
    }

    day(spread = 400) {
        return new Date(Date.UTC(2024, 0, 1) + this.below(spread) * 86400000).toISOString().slice(0, 10);
    }

    // An answer other than these is a fault: what is gone or in the way may be refused.
    async ask(what, method, path, body, fine = [404, 409, 422]) {
        const answer = await this.kith.ask(method, `/api/v1${path}`, { body });
        const good = answer.status < 300;
        if (!good && !fine.includes(answer.status))
            this.faults.push(`${what}: ${method} ${path} ${JSON.stringify(body)?.slice(0, 200)} answers ${answer.status}: ${answer.text.slice(0, 300)}`);
        const key = `${what}${good ? '' : ` ${answer.status}`}`;
        this.done[key] = (this.done[key] ?? 0) + 1;
        if (good && answer.headers['kith-change'])
            this.changes.push(Number(answer.headers['kith-change']));
        return good ? answer : undefined;
    }

    async make(what, list, body) {
        const answer = await this.ask(what, 'POST', `/${list}`, body);
        if (answer)
            this.ids[list].push(answer.json.id);
        if (answer && list === 'conversations')
            this.learn(answer.json);
        return answer;
    }

    // Logging makes people, facts and promises too.
    learn(logged) {
        for (const list of ['people', 'facts', 'promises'])
            this.ids[list].push(...logged[list].map(({ id }) => id).filter((id) => !this.ids[list].includes(id)));
    }

    change(what, list, body) {
        return this.ids[list].length ? this.ask(what, 'PATCH', `/${list}/${this.one(this.ids[list])}`, body()) : undefined;
    }

    async remove(what, list) {
        if (!this.ids[list].length)
            return;
        const id = this.one(this.ids[list]);
        const done = await this.ask(what, 'DELETE', `/${list}/${id}`);
        this.ids[list] = this.ids[list].filter((other) => other !== id);
        if (done && !['tags', 'views'].includes(list))
            this.trash.push({ list, id });
    }

    person() {
        const serial = ++this.serial;
        return {
            name: `${this.one(names)} ${this.below(9)}`, company_id: this.maybe(this.one(this.ids.companies)), languages: this.some(['en', 'pt-BR', 'de'], 2),
            tags: this.some(labels, 3), known_by: this.maybe(this.one(this.ids.members)),
            place: this.maybe(this.one(places)), since: this.maybe(this.day()),
            handles: [{ kind: 'email', value: `p${this.below(3) ? serial : this.below(20)}@${this.one(['a', 'b'])}.example` }, ...(this.maybe([{ kind: 'phone', value: `+49 30 ${1000000 + serial}` }]) ?? [])],
            dates: this.maybe([{ on: this.day(), what: 'a day', repeats: this.one(['never', 'yearly']) }]),
        };
    }

    body() {
        const lines = ['We talked.', `About #${this.one(words)} and #${this.one(words)}.`, `> Words about #${this.one(words)}\n> of two lines.\n> = Translated.`, '! a fact', `[ ] a promise by ${this.day()}`, '[ ] another by when it ships', `@${this.one(names)} was there.`, '', '```\n#code\n! code\n```', '> Only words.'];
        return this.some(lines, 6).join('\n\n');
    }

    parties() {
        const found = this.some(this.ids.people, 3).map((id) => ({ id }));
        return found.length && this.chance() < 0.9 ? found : [...found, { name: `${this.one(names)} ${this.below(9)}`, handles: [{ kind: 'crm', value: String(this.below(60)) }] }];
    }

    conversation() {
        return {
            kind: this.maybe(this.one(kinds)), happened_at: `${this.day()}T${String(this.below(24)).padStart(2, '0')}:00:00Z`, minutes: this.maybe(this.below(90)),
            people: this.parties(), members: this.maybe(this.some(this.ids.members, 2).map((id) => ({ id }))), summary: this.maybe('A line'), body: this.body() || 'Something.',
            turns: this.maybe([{ side: 'customer', text: 'Hello' }, { side: 'us', text: this.one(words) }]), facts: this.maybe([{ text: 'told in the call' }]), marks: this.maybe(this.chance() < 0.8),
        };
    }

    promise() {
        const [state, closed_words] = this.one([['open', undefined], ['open', undefined], ['kept', 'done'], ['released', 'no need']]);
        return { person_id: this.one(this.ids.people), text: 'we will', due_on: this.maybe(this.day()), state, closed_words };
    }

    // Of a list of people; null takes away what a view had.
    filter() {
        const part = (value) => this.one([value, value, undefined, undefined, null]);
        return {
            company: part(this.one(this.ids.companies)), tag: part(this.one(this.ids.tags)), theme: part(this.one(this.ids.themes)), member: part(this.one(this.ids.members)),
            language: part(this.one(['en', 'PT-br', 'de'])), place: part(this.one(['po', 'PORTO', 'lod', 'Lisboa'])), quiet_at: part(`${this.day()}T00:00:00Z`),
            conversations: part(this.one(['none', 'some'])), sort: part(this.one(['name', 'heard', 'since'])),
        };
    }

    // One part or two: few are in all of them.
    narrow() {
        const parts = Object.entries(this.filter()).filter(([, value]) => value !== undefined);
        return Object.fromEntries(this.some(parts, 2));
    }

    action() {
        return {
            people: this.some(this.ids.people, 6), tag: this.maybe(this.some([...labels, `tag${this.below(20)}`], 3)), untag: this.maybe(this.some(labels, 2)),
            known_by: this.maybe(this.one([...this.ids.members, null])),
        };
    }

    async undo() {
        if (!this.changes.length)
            return;
        const recent = this.chance() < 0.7 ? this.changes.slice(-6) : this.changes;
        await this.ask('undo', 'POST', `/changes/${this.one(recent)}/undo`, undefined, [404, 409]);
    }

    async restore() {
        if (!this.trash.length)
            return;
        const [{ list, id }] = this.trash.splice(this.below(this.trash.length), 1);
        if (await this.ask('restore', 'POST', `/trash/${id}/restore`, undefined, [404, 409]) && !this.ids[list].includes(id))
            this.ids[list].push(id);
    }

    async learnThemes() {
        const answer = await this.kith.ask('GET', '/api/v1/themes?limit=200');
        this.ids.themes = answer.json.items.map(({ id }) => id);
    }

    async mergeThemes() {
        await this.learnThemes();
        if (this.ids.themes.length > 1)
            await this.ask('merge themes', 'POST', `/themes/${this.one(this.ids.themes)}/merge`, { into: this.one(this.ids.themes) });
    }

    async mergePeople() {
        if (this.ids.people.length > 1)
            await this.ask('merge people', 'POST', `/people/${this.one(this.ids.people)}/merge`, { other: this.one(this.ids.people), take: this.some(['name', 'company_id', 'role'], 2) });
    }

    async renameTheme() {
        await this.learnThemes();
        await this.change('rename a theme', 'themes', () => ({ name: this.maybe(this.one([...words, `new${this.below(30)}`])), meaning: this.maybe(this.one(['What it means.', null])) }));
    }

    // What is done, and how often.
    acts() {
        return [
            [30, () => this.make('log', 'conversations', this.conversation())],
            [8, () => this.make('make a person', 'people', this.person())],
            [3, () => this.make('make a company', 'companies', { name: this.one(['North', 'South', 'East']) })],
            [6, () => this.make('note a fact', 'facts', { [this.one(['person_id', 'person_id', 'company_id'])]: this.one([...this.ids.people, ...this.ids.companies]), text: 'something' })],
            [6, () => this.make('promise', 'promises', this.promise())],
            [1, () => this.make('make a tag', 'tags', { name: this.one([...labels, `tag${this.below(20)}`]) })],
            [1, () => this.make('make a member', 'members', { name: `${this.one(names)} of us` })],
            [1, () => this.make('make a theme', 'themes', { name: this.one(words), meaning: this.maybe('Said.') })],
            [12, () => this.change('edit', 'conversations', () => ({ body: this.maybe(this.body()), people: this.maybe(this.parties()), kind: this.maybe(this.one(kinds)), happened_at: this.maybe(`${this.day()}T12:00:00Z`), members: this.maybe(this.some(this.ids.members, 2).map((id) => ({ id }))), turns: this.maybe([{ text: 'new words' }]) }))],
            [6, () => this.change('change a person', 'people', () => this.person())],
            [3, () => this.change('change company', 'people', () => ({ company_id: this.one([...this.ids.companies, null]) }))],
            [3, () => this.change('tag', 'people', () => ({ tags: this.some([...labels, `tag${this.below(20)}`], 3) }))],
            [3, () => this.make('keep a view', 'views', { name: this.one(words), filter: this.maybe(this.narrow()), everyone: this.maybe(this.chance() < 0.5) })],
            [2, () => this.change('change a view', 'views', () => ({ name: this.maybe(this.one(names)), filter: this.maybe(this.narrow()), everyone: this.maybe(true) }))],
            [1, () => this.remove('delete a view', 'views')],
            [4, () => this.ask('act on many', 'POST', '/people/actions', this.action())],
            [2, () => this.change('rename a company', 'companies', () => ({ name: `Firm ${this.below(9)}` }))],
            [3, () => this.change('change a fact', 'facts', () => ({ text: 'otherwise', position: this.below(9), ...(this.maybe({ person_id: this.one(this.ids.people), company_id: null }) ?? {}) }))],
            [6, () => this.change('change a promise', 'promises', () => ({ ...this.promise() }))],
            [1, () => this.change('rename a tag', 'tags', () => ({ name: this.one([...labels, `tag${this.below(20)}`]) }))],
            [1, () => this.change('rename a member', 'members', () => ({ name: `${this.one(names)} of ours`, state: this.one(['active', 'left', 'active']) }))],
            [3, () => this.renameTheme()],
            [3, () => this.mergeThemes()],
            [3, () => this.mergePeople()],
            [2, () => (this.ids.people.length ? this.ask('rest', 'POST', `/people/${this.one(this.ids.people)}/rest`) : undefined)],
            [4, () => this.remove('delete a person', 'people')],
            [5, () => this.remove('delete a conversation', 'conversations')],
            [2, () => this.remove('delete a fact', 'facts')],
            [2, () => this.remove('delete a promise', 'promises')],
            [1, () => this.remove('delete a company', 'companies')],
            [1, () => this.remove('delete a tag', 'tags')],
            [7, () => this.restore()],
            [14, () => this.undo()],
        ];
    }

    async act() {
        const acts = this.acts();
        let at = this.chance() * acts.reduce((sum, [weight]) => sum + weight, 0);
        for (const [weight, run] of acts) {
            at -= weight;
            if (at < 0)
                return run();
        }
        return undefined;
    }
}

// Exported, taken in by an empty Kith and exported again it has the same bytes, and its numbers fit too.
async function checkMove(kith, limit) {
    const file = await kith.ask('GET', '/api/v1/export');
    const other = await Kith.start({ flags: ['--quiet'] });
    other.secret = await other.token('Somebody else');
    const wrong = [];
    try {
        let answer = await other.ask('POST', '/api/v1/imports?format=kith', { body: file.bytes, headers: { 'Content-Type': 'application/x-ndjson' } });
        const late = Date.now() + 60000;
        while (['waiting', 'running'].includes(answer.json.state) && Date.now() < late)
            answer = await other.ask('GET', `/api/v1/imports/${answer.json.id}`);
        if (answer.json.state !== 'done')
            wrong.push(`the import ends as ${answer.text}`);
        const again = (await other.ask('GET', '/api/v1/export')).text.split('\n');
        const lines = file.text.split('\n');
        const at = lines.findIndex((line, i) => line !== again[i]);
        if (at >= 0 || lines.length !== again.length)
            wrong.push(`line ${at + 1} of the export was ${lines[at]} and came back as ${again[at]}`);
        wrong.push(...(await checkNumbers(other, { day: '2024-06-12', limit })).wrong);
    } finally {
        wrong.push(...await other.stop({ keep: true }));
    }
    const doctor = await command(['doctor', '--data', other.data]);
    if (doctor.status !== 0)
        wrong.push(`kith doctor: ${doctor.stdout}${doctor.stderr}`);
    other.remove();
    return wrong.map((sentence) => `moved: ${sentence}`);
}

async function runLogbook(seed, acts) {
    const kith = await Kith.start({ flags: ['--quiet'] });
    kith.secret = await kith.token('Olga');
    const logbook = new Logbook(kith, seed);
    const wrong = [];
    let compared = 0;
    try {
        logbook.ids.members.push((await kith.ask('GET', '/api/v1/me')).json.id);
        for (let i = 0; i < acts; i++)
            await logbook.act();
        const numbers = await checkNumbers(kith, { day: '2024-06-12', limit: 1 + (seed % 40) });
        wrong.push(...logbook.faults, ...numbers.wrong);
        compared = numbers.compared;
        wrong.push(...await checkMove(kith, 1 + (seed % 40)));
    } catch (error) {
        wrong.push(error.stack);
    }
    wrong.push(...await kith.stop({ keep: true }));
    const doctor = await command(['doctor', '--data', kith.data]);
    if (doctor.status !== 0)
        wrong.push(`kith doctor: ${doctor.stdout}${doctor.stderr}`);
    if (!wrong.length || !process.argv.includes('--keep'))
        kith.remove();
    else
        console.log(`the logbook of seed ${seed} is kept in ${kith.data}`);
    return { wrong, compared, done: logbook.done };
}

await runSeeds({ logbooks: 6, acts: 300, compares: 'numbers equal to their lists' }, runLogbook);
