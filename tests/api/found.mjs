// Random logbooks held against a model of Kith (model.mjs): some hundred acts by chance, and in between
// many questions, which Kith must answer as the model does: search, lists and counts.
//     node tests/api/found.mjs [--seed N] [--logbooks N] [--acts N] [--at-once N] [--acts-told]
import { Kith } from '../support/kith.mjs';
import { runSeeds } from '../support/seeds.mjs';
import { Acts, dateOf, firms, kinds, labels, words } from './acts.mjs';
import { isNumber } from './model.mjs';
import { walkList } from './numbers.mjs';

const ACTS_BETWEEN = 20;
const FEW = 5; // when fewer people are found, a slip of the pen is forgiven
const MOST_COUNTED = 200;
const MOST_TOLD = 5;

// What is asked of one logbook, and held against its model.
class Questions extends Acts {
    compared = 0;

    // ---- what is looked for ----

    // A word as somebody else writes it.
    written(word) {
        const apart = word.normalize('NFD');
        return this.one([word, word, word.toLowerCase(), word.toUpperCase(), apart, apart.replace(/\p{M}/gu, '')]);
    }

    beginning(word) {
        return this.written([...word.normalize('NFC')].slice(0, 1 + this.below(8)).join('').split(' ')[0]);
    }

    wordTerm() {
        const without = this.chance() < 0.15;
        const thing = this.maybe(this.one([...this.model.living('conversation'), ...this.model.living('fact')]), 0.2);
        if (!thing) {
            const word = this.one(words);
            return { without, text: this.one([this.written(word), this.beginning(word)]) };
        }
        const stands = this.one(this.model.passages(thing)).split(/\s+/);
        const from = this.below(stands.length);
        return { without, phrase: true, text: stands.slice(from, from + 3).map((word) => this.written(word)).join(' ') };
    }

    // A piece of a name or a handle.
    personTerm() {
        const { name, handles } = this.one(this.model.living('person')) ?? { name: 'Nobody', handles: [] };
        const { kind, value = 'none' } = this.one(handles) ?? {};
        const word = this.one(name.split(' '));
        const digits = value.replace('(0)', '').replace(/\D/g, '');
        const numbers = [value.replace(' ', ''), value.replace('+', '00'), `0${digits.slice(2)}`, digits.slice(this.below(8)).slice(0, 3 + this.below(5))];
        const ofHandle = kind === 'phone' ? this.one(numbers) : value.slice(this.below(4));
        const piece = this.one([this.written(word), this.beginning(word), [...word].slice(1, 5).join(''), this.beginning(this.one(firms)), ofHandle]);
        const text = piece.replace(/^[^\p{L}\p{N}+]+/u, '') || 'ad';
        return { text, without: !isNumber(text) && this.chance() < 0.1 };
    }

    filter() {
        const key = this.one(['with', 'tag', 'company', 'kind', 'after', 'before']);
        const time = key === 'after' || key === 'before';
        const value = {
            with: () => this.one((this.one(this.model.living('person'))?.name ?? 'Ada').split(' ')),
            tag: () => this.one([...labels, 'nor', 'fru', 'FRÜH']), company: () => this.beginning(this.one(firms)), kind: () => this.one(kinds),
        }[key]?.() ?? this.day();
        return { key, value, without: !time && this.chance() < 0.2, typed: `${key}:${time ? dateOf(value) : `"${value}"`}` };
    }

    // A filter beside the text.
    parameter() {
        const [person, company, kind] = [this.one(this.model.all('person'))?.id, this.one(this.model.all('company'))?.id, this.one(kinds)];
        const by = this.one([undefined, ['kind', 'kind', kind], person && ['person', 'person', person], company && ['company', 'firm', company]]);
        return by && { key: by[1], value: by[2], sent: `&${by[0]}=${by[2]}` };
    }

    // A question with its text. The last word may be a beginning, unless something stands behind it.
    asked(terms) {
        const filters = Array.from({ length: terms.length ? this.one([0, 0, 0, 1, 2]) : 1 + this.below(2) }, () => this.filter());
        const beside = this.maybe(this.parameter());
        const end = this.maybe(' ', 0.2) ?? '';
        const items = this.chance() < 0.5 ? [...terms, ...filters] : [...filters, ...terms];
        const text = items.map((item) => (item.without ? '-' : '') + (item.typed ?? (item.phrase ? `"${item.text}"` : item.text))).join(' ') + end;
        const open = (term) => term === items.at(-1) && !term.phrase && !end;
        return {
            terms: terms.map((term) => ({ ...term, open: open(term) })), filters: beside ? [...filters, beside] : filters,
            text, path: `/api/v1/search?q=${encodeURIComponent(text)}${beside?.sent ?? ''}`,
        };
    }

    // ---- questions ----

    same(question, came, wanted) {
        this.compared++;
        if (JSON.stringify(came) !== JSON.stringify(wanted))
            this.faults.push(`${question} is ${JSON.stringify(came)}, and in the model ${JSON.stringify(wanted)}`);
    }

    sameSet(question, came, wanted) {
        this.compared++;
        const only = (some, others) => {
            const ids = some.filter((id) => !others.includes(id));
            const lines = ids.slice(0, MOST_TOLD).map((id) => `\n        ${JSON.stringify(this.model.get(id) ?? id)}`);
            return ` ${ids.length}${lines.join('')}`;
        };
        if (new Set(came).size !== came.length)
            this.faults.push(`${question} finds something twice`);
        if (came.some((id) => !wanted.includes(id)) || wanted.some((id) => !came.includes(id)))
            this.faults.push(`${question}\n    only Kith found:${only(came, wanted)}\n    only the model found:${only(wanted, came)}`);
    }

    async search(path, sort) {
        const found = [];
        let count;
        for (let next = path; next;) {
            const answer = await this.kith.ask('GET', next);
            if (answer.status !== 200)
                throw new Error(`${next} answers ${answer.status}: ${answer.text.slice(0, 300)}`);
            count ??= answer.json[`${sort}_count`];
            found.push(...answer.json[sort]);
            next = answer.json.next;
        }
        return { found, count: [count.count, count.more] };
    }

    async compareWords(question) {
        const { found, count } = await this.search(`${question.path}&only=words&limit=${this.one([1 + this.below(9), 200])}`, 'words');
        const wanted = this.model.findWords(question).map(({ id }) => id);
        this.sameSet(`words: ${question.text} (${question.path})`, found.map((one) => one.fact_id ?? one.promise_id ?? one.conversation_id), wanted);
        const wantedCount = [Math.min(wanted.length, MOST_COUNTED), wanted.length > MOST_COUNTED];
        this.same(`the number of words: ${question.text} (${question.path})`, count, wantedCount);
    }

    askWords() {
        return this.compareWords(this.asked(Array.from({ length: this.one([0, 1, 1, 1, 2]) }, () => this.wordTerm())));
    }

    // All that somebody said, and was said to them, on one day or another.
    async askDays() {
        const id = this.somebody();
        for (const day of id ? this.some([...Array(12).keys()], 6, 6) : []) {
            const [from, to] = [Date.UTC(2024, 0, 1 + day), Date.UTC(2024, 0, 2 + day)];
            const text = `after:${dateOf(from)} before:${dateOf(to)}`;
            const filters = [{ key: 'person', value: id }, { key: 'after', value: from }, { key: 'before', value: to }];
            await this.compareWords({ terms: [], filters, text, path: `/api/v1/search?q=${encodeURIComponent(text)}&person=${id}` });
        }
    }

    async askPeople() {
        const [term, other] = [this.personTerm(), this.personTerm()];
        const question = this.asked(this.chance() < 0.5 || (isNumber(term.text) && isNumber(other.text)) ? [term] : [term, other]);
        const { found, count } = await this.search(`${question.path}&only=people&limit=200`, 'people');
        const came = found.map(({ id }) => id);
        const wanted = this.model.findPeople(question).map(({ id }) => id);
        const perhaps = wanted.length < FEW ? this.model.findPeople(question, true).map(({ id }) => id) : [];
        this.sameSet(`people: ${question.text} (${question.path})`, came.filter((id) => wanted.includes(id) || !perhaps.includes(id)), wanted);
        this.same(`the number of people: ${question.text} (${question.path})`, count, [came.length, false]);
    }

    async list(path, wanted) {
        const items = await walkList(this.kith, `/api/v1${path}`, this.faults, { limit: this.one([3, 50, 200]) });
        this.sameSet(path, items.map(({ id }) => id), wanted.map(({ id }) => id));
        return items;
    }

    async askPeopleAndCompanies() {
        const { model } = this;
        const valuesOf = ({ handles }) => handles.map(({ value }) => value);
        for (const person of await this.list('/people', model.list('person'))) {
            const known = model.get(person.id) ?? { tags: [], handles: [] };
            const talks = model.list('conversation', { key: 'person', value: person.id });
            this.same(`the person ${person.id}`, [person.name, person.tags.sort(), valuesOf(person), person.conversations.count],
                [known.name, [...known.tags].sort(), valuesOf(known), talks.length]);
        }
        for (const { id, people, conversations } of await this.list('/companies', model.list('company'))) {
            const by = { key: 'firm', value: id };
            const wanted = [model.list('person', by).length, model.list('conversation', by).length];
            this.same(`the company ${id}`, [people.count, conversations.count], wanted);
        }
        for (const { id, name, people } of await walkList(this.kith, '/api/v1/tags', this.faults)) {
            const bearers = model.list('person', { key: 'tag', value: name });
            this.same(`the tag ${name}`, people.count, bearers.length);
            await this.list(`/people?tag=${id}`, bearers);
        }
    }

    async askLists() {
        const { model } = this;
        for (const [list, sort] of [['people', 'person'], ['conversations', 'conversation'], ['facts', 'fact'], ['promises', 'promise']])
            await this.list(`/${list}`, model.list(sort));
        await this.list('/trash', [...model.things.values()].filter(({ trashed }) => trashed));
        const place = this.one(['po', 'PORT', 'Łód', 'lodz']);
        const spoken = { key: 'conversations', value: this.one(['none', 'some']) };
        await this.list(`/people?place=${encodeURIComponent(place)}`, model.list('person', { key: 'place', value: place }));
        await this.list(`/people?conversations=${spoken.value}`, model.list('person', spoken));
        await this.list('/promises?state=open', model.list('promise', { key: 'state', value: 'open' }));
    }

    // Of somebody, perhaps by an old id or in the trash; of a company, a tag, a conversation.
    async askLinks() {
        const { model } = this;
        const kind = { key: 'kind', value: this.one(kinds) };
        const id = this.one([this.one(model.all('person').filter(({ merged }) => merged)), this.one(model.all('person'))])?.id;
        const company = this.one(model.all('company'))?.id;
        const talk = this.one(model.all('conversation'))?.id;
        if (id) {
            const by = { key: 'person', value: id };
            const is = await this.kith.ask('GET', `/api/v1/people/${id}`);
            this.same(`who ${id} is`, is.json.id ?? null, model.isHere(model.who(id)) ? model.who(id) : null);
            await this.list(`/conversations?person=${id}&kind=${kind.value}`, model.list('conversation', by, kind));
            await this.list(`/facts?person=${id}`, model.list('fact', by));
            await this.list(`/promises?person=${id}`, model.list('promise', by));
            if (is.status === 200)
                await this.list(`/people/${id}/timeline`, model.list('conversation', by));
        }
        if (company) {
            const by = { key: 'firm', value: company };
            await this.list(`/people?company=${company}`, model.list('person', by));
            await this.list(`/conversations?company=${company}&kind=${kind.value}`, model.list('conversation', by, kind));
            await this.list(`/facts?company=${company}`, model.list('fact', { key: 'of', value: company }));
        }
        if (talk) {
            await this.list(`/facts?conversation=${talk}`, model.list('fact', { key: 'conversation', value: talk }));
            await this.list(`/promises?conversation=${talk}`, model.list('promise', { key: 'conversation', value: talk }));
        }
    }

    async ask() {
        for (let i = 0; i < 25; i++)
            await this.askWords();
        await this.askDays();
        for (let i = 0; i < 20; i++)
            await this.askPeople();
        await this.askPeopleAndCompanies();
        await this.askLists();
        await this.askLinks();
    }

    // Ends at the act behind which something did not fit.
    async run(acts) {
        for (let i = 1; i <= acts && !this.faults.length; i++) {
            try {
                await this.step();
                if (i % ACTS_BETWEEN === 0 || i === acts)
                    await this.ask();
            } catch (error) {
                this.faults.push(error.stack);
            }
            this.faults = this.faults.map((fault) => `act ${i}: ${fault}`);
        }
    }
}

async function runLogbook(seed, acts) {
    const kith = await Kith.start({ flags: ['--quiet'] });
    kith.secret = await kith.token('Olga');
    const walk = new Questions(kith, seed);
    await walk.run(acts);
    walk.faults.push(...await kith.stop());
    return { wrong: walk.faults, compared: walk.compared, done: walk.done };
}

await runSeeds({ logbooks: 4, acts: 160, compares: 'answers held against the model', told: 4 }, runLogbook);
