// What is done by chance in a logbook, and in the model of it (model.mjs), for found.mjs.
import { chanceOf } from '../support/chance.mjs';
import { Model } from './model.mjs';

// Few words, so that many meet; some are others with an accent more, or with more behind them.
export const words = [
    'tea', 'team', 'teapot', 'Café', 'cafe\u0301', 'prix', 'Größe', 'grosse', 'Łódź', 'lodz', 'Ærø', 'aero', 'e-mail', 'mail', 'late-fees', 'x',
    '紙', '紙と糸', '東京', '京都', 'ชา', 'ชาเย็น', 'น้ำ', 'чай', 'Чайник', 'йога', 'καφές', 'ΚΑΦΕΣ', 'Ωμέγα', 'İzmir', 'ızgara', 'naïve', '10:30', '2024', 'ﬁne', 'đại',
];
const firstNames = [
    'Ada', 'Adam', 'Zoë', 'Łukasz', 'Jörg', 'Strauß', 'Siobhán', "O'Brien", 'Marie-Claire', 'J.R.', 'İbrahim', '伊藤', '東', 'สมชาย', 'น้ำ', 'Олена', 'Ελένη',
];
const lastNames = ['Lovelace', 'Love', 'Wiśniewski', 'Weiß', 'Petit', '美咲', 'ใจดี', 'Коваленко', 'Παππάς', 'Yıldız', 'Øre'];
export const labels = ['early', 'vip', 'früh', 'north', 'nord'];
export const firms = ['Fjordlys', 'Fjord', 'Nord', '紙', 'Œuvre', 'Blue Door'];
const places = ['Porto', 'Port Louis', 'porto', 'Łódź', 'Lodz'];
export const kinds = ['call', 'chat', 'email', 'note'];

export const dateOf = (time) => new Date(time).toISOString().slice(0, 10);
const present = (all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));

// One logbook, and the model of it.
export class Acts {
    constructor(kith, seed) {
        this.kith = kith;
        this.chance = chanceOf(seed);
        this.model = new Model();
        this.faults = [];
        this.done = {};
        this.serial = 0;
    }

    below(count) {
        return Math.floor(this.chance() * count);
    }

    one(list) {
        return list[this.below(list.length)];
    }

    some(list, least, most) {
        const taken = Array.from({ length: least + this.below(most - least + 1) }, () => this.one(list));
        return [...new Set(taken)].filter((item) => item !== undefined);
    }

    maybe(value, often = 0.5) {
        return this.chance() < often ? value : undefined;
    }

    parts(all) {
        return Object.fromEntries(Object.entries(all).filter(() => this.chance() < 0.4));
    }

    // ---- what is sent ----

    text(most) {
        return Array.from({ length: 1 + this.below(most) }, () => this.one(words) + this.one([' ', ' ', ', ', '\n'])).join('').trim();
    }

    line() {
        return this.text(3).replaceAll('\n', ' ');
    }

    day() {
        return Date.UTC(2024, 0, 1 + this.below(12));
    }

    // Somebody who is there, now and then by the id of who turned out to be them.
    somebody() {
        return this.one(this.model.all('person').filter(({ id }) => this.model.isHere(this.model.who(id))))?.id;
    }

    idOf(sort, often) {
        return this.maybe(this.one(this.model.living(sort))?.id, often);
    }

    person() {
        const serial = ++this.serial;
        const handles = [
            this.maybe({ kind: 'email', value: `${this.one(['ada', 'lodz', 'mail'])}${serial}@${this.one(['Tea', 'team'])}.example` }),
            this.maybe({ kind: 'phone', value: `+49 (0)30 ${1000000 + this.below(3) * 111 + serial}` }),
            this.maybe({ kind: 'crm', value: `A-${serial % 7}` }, 0.3),
        ];
        return {
            name: [this.one(firstNames), this.maybe(this.one(lastNames), 0.8)].filter(Boolean).join(' '), company: this.idOf('company') ?? null,
            place: this.maybe(this.one(places)) ?? null, tags: this.some(labels, 0, 2), handles: handles.filter(Boolean),
        };
    }

    turn() {
        return { side: 'us', text: this.text(3), ...(this.maybe({ who: this.one(firstNames) }) ?? {}) };
    }

    conversation() {
        return {
            kind: this.one(kinds), at: this.day(), people: this.some([this.somebody(), this.somebody(), this.somebody()], 1, 3), body: this.text(6),
            summary: this.maybe(this.line()) ?? null, turns: Array.from({ length: this.below(3) }, () => this.turn()),
        };
    }

    // As Kith takes it; the model has no _id, and one word for when it was.
    sent({ company, person, conversation, at, people, ...rest }, time) {
        const ids = { company_id: company, person_id: person, conversation_id: conversation };
        return present({ ...rest, ...ids, people: people?.map((id) => ({ id })), [time]: at && new Date(at).toISOString() });
    }

    // ---- acts ----

    // Sends what the model must do too; `then` does it there.
    async act(what, method, path, body, then) {
        const answer = await this.kith.ask(method, `/api/v1${path}`, { body });
        if (answer.status >= 300) {
            this.faults.push(`${method} ${path} ${JSON.stringify(body) ?? ''} answers ${answer.status}: ${answer.text.slice(0, 300)}`);
            return;
        }
        this.done[what] = (this.done[what] ?? 0) + 1;
        const change = answer.headers['kith-change']; // none when all was so already
        if (change)
            this.model.act({ change: Number(change), what }, () => then(answer.json));
        else
            then(answer.json);
    }

    make(sort, list, thing, time) {
        return this.act(`make a ${sort}`, 'POST', `/${list}`, this.sent(thing, time), ({ id, told_at }) => {
            const person = thing.person && this.model.who(thing.person);
            this.model.put({ id, sort }, present({ ...thing, person, at: sort === 'fact' ? Date.parse(told_at) : undefined }));
        });
    }

    // With a fact, a promise and somebody new, now and then.
    log() {
        const talk = this.conversation();
        const stranger = { name: `${this.one(firstNames)} ${this.one(lastNames)}`, handles: [{ kind: 'crm', value: `new-${++this.serial}` }] };
        const sent = this.sent(talk, 'happened_at');
        if (!sent.people.length || this.chance() < 0.2)
            sent.people.push(stranger);
        const lines = { facts: this.some([{ text: this.line() }], 0, 1), promises: this.some([{ text: this.line() }], 0, 1) };
        return this.act('log', 'POST', '/conversations', { ...sent, ...lines }, (made) => {
            const people = made.people.map(({ id }) => id);
            for (const id of people.filter((one) => !this.model.get(one)))
                this.model.put({ id, sort: 'person' }, { ...stranger, company: null, place: null, tags: [] });
            const of = { person: people[0], conversation: made.id };
            this.model.put({ id: made.id, sort: 'conversation' }, { ...talk, people });
            made.facts.forEach(({ id, text }) => this.model.put({ id, sort: 'fact' }, { ...of, text, at: talk.at }));
            made.promises.forEach(({ id, text }) => this.model.put({ id, sort: 'promise' }, { ...of, text, state: 'open' }));
        });
    }

    fact() {
        const company = this.idOf('company', 0.2);
        const of = company ? { company } : { person: this.somebody() };
        const fact = { ...of, text: this.line(), conversation: this.idOf('conversation'), at: this.maybe(this.day()) };
        return this.make('fact', 'facts', present(fact), 'told_at');
    }

    promise() {
        const promise = { person: this.somebody(), text: this.line(), conversation: this.idOf('conversation'), state: this.one(['open', 'kept']) };
        return this.make('promise', 'promises', present(promise));
    }

    edit(sort, list, changes, time) {
        const thing = this.one(this.model.living(sort));
        const patch = present(thing ? changes(thing) : {});
        return Object.keys(patch).length && this.act(`edit a ${sort}`, 'PATCH', `/${list}/${thing.id}`, this.sent(patch, time), () => {
            const { people, person, ...rest } = patch;
            this.model.put(thing, rest);
            if (people)
                this.model.seat(thing, people);
            if (person && this.model.who(thing.person) !== this.model.who(person))
                this.model.put(thing, { person: this.model.who(person) });
        });
    }

    tagMany() {
        const people = this.some(this.model.living('person'), 1, 5);
        const [tag, untag] = [this.some(labels.slice(0, 2), 1, 2), this.some(labels.slice(2), 0, 2)];
        return people.length && this.act('tag many', 'POST', '/people/actions', { people: people.map(({ id }) => id), tag, untag }, () => {
            for (const person of people)
                this.model.put(person, { tags: [...new Set([...person.tags, ...tag])].filter((name) => !untag.includes(name)) });
        });
    }

    remove(sort, list, among = this.model.living(sort)) {
        const thing = this.one(among);
        return thing && this.act(`delete a ${sort}`, 'DELETE', `/${list}/${thing.id}`, undefined, () => this.model.trash(thing, this.model.now));
    }

    // Those who are left of a conversation when others of it went.
    left() {
        const talks = this.model.living('conversation').filter((talk) => this.model.peopleOf(talk).some((id) => this.model.get(id).trashed));
        return talks.flatMap((talk) => this.model.with(talk));
    }

    // Not what belongs to somebody in the trash.
    restore() {
        const mayReturn = (thing) => ['person', 'company'].includes(thing.sort) || this.model.hasOwner(thing);
        const thing = this.one([...this.model.things.values()].filter((one) => one.trashed && mayReturn(one)));
        return thing && this.act(`restore a ${thing.sort}`, 'POST', `/trash/${thing.id}/restore`, undefined, () => this.model.trash(thing, 0));
    }

    merge() {
        const [person, other] = this.some(this.model.living('person'), 2, 2);
        const takesName = this.chance() < 0.3;
        const asked = { other: other?.id, take: takesName ? ['name'] : [] };
        return other && this.act('merge', 'POST', `/people/${person.id}/merge`, asked, () => this.model.merge(person, other, takesName));
    }

    undo() {
        const fitting = this.model.acts.filter((act) => this.model.mayUndo(act));
        const people = fitting.filter(({ what }) => ['delete a person', 'restore a person'].includes(what)); // conversations follow
        const act = this.one([fitting.at(-1), fitting.at(-1), this.one(fitting), this.one(people) ?? fitting.at(-1)]);
        const age = act === this.model.acts.at(-1) ? 'the newest' : 'an older one';
        return act && this.act(`undo ${age}`, 'POST', `/changes/${act.change}/undo`, undefined, () => this.model.undo(act));
    }

    // What is done, and how often.
    acts() {
        const state = () => this.one(['open', 'kept']);
        return [
            [22, () => this.log()],
            [10, () => this.make('person', 'people', this.person())],
            [2, () => this.make('company', 'companies', { name: `${this.one(firms)} ${++this.serial}` })],
            [6, () => this.somebody() && this.fact()],
            [6, () => this.somebody() && this.promise()],
            [10, () => this.edit('conversation', 'conversations', () => this.parts(this.conversation()), 'happened_at')],
            [8, () => this.edit('person', 'people', () => this.parts(this.person()))],
            [2, () => this.edit('company', 'companies', () => ({ name: `${this.one(firms)} ${++this.serial}` }))],
            [4, () => this.edit('fact', 'facts', ({ person }) => ({ text: this.line(), at: this.maybe(this.day()), person: person && this.maybe(this.somebody()) }), 'told_at')],
            [4, () => this.edit('promise', 'promises', () => this.parts({ text: this.line(), state: state(), person: this.somebody() }))],
            [2, () => this.tagMany()],
            [4, () => this.remove('person', 'people')],
            [3, () => this.remove('person', 'people', this.left())],
            [4, () => this.remove('conversation', 'conversations')],
            [2, () => this.remove('fact', 'facts')],
            [2, () => this.remove('promise', 'promises')],
            [1, () => this.remove('company', 'companies')],
            [8, () => this.restore()],
            [5, () => this.merge()],
            [16, () => this.undo()],
        ];
    }

    step() {
        const acts = this.acts();
        let at = this.chance() * acts.reduce((sum, [weight]) => sum + weight, 0);
        const [, run] = acts.find(([weight]) => (at -= weight) < 0);
        return run();
    }
}
