// Kith as one list in memory: every question is a walk over all there is. It knows people, companies,
// conversations, facts, promises and tags, the trash, merging people, and undo.
//     Left out: members, themes, quotes, other kinds, dates, languages and readings of people, marks in
// bodies, history, turns of more than one passage, people asked for by several words in quotes or several
// numbers, and the order of what is found. Found by a slip of the pen: only who may be, not who must. Undo:
// only of what nobody touched since (`mayUndo`). A conversation is found when one of its passages (body,
// summary, turns) has all that is asked for and nothing that must not be there.

const strokes = { æ: 'ae', ð: 'd', ø: 'o', þ: 'th', đ: 'd', ħ: 'h', ı: 'i', ł: 'l', œ: 'oe', ß: 'ss', ς: 'σ' };
const alone = '[\\u0e00-\\u0edf\\u3040-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff]'; // a word by itself
const aWord = new RegExp(`${alone}|(?:(?!${alone})[\\p{L}\\p{M}\\p{N}])+`, 'gu');
const isAlone = (word) => new RegExp(alone).test(word);
const bare = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '');
const fold = (text) => [...bare(bare(text).toLowerCase())].map((letter) => strokes[letter] ?? letter).join('');
const wordsOf = (text) => (text.match(aWord) ?? []).map(fold).filter(Boolean);
const digitsOf = (text) => text.replaceAll('(0)', '').replace(/\D/g, '').replace(/^00/, '');
export const isNumber = (text) => /^[\d+\-()./ ]+$/.test(text);
// One letter more, less or other, or two swapped, makes `typed` of the beginning of a word; and a little more.
const lessOne = (word) => [word, ...[...word].map((_, at) => word.slice(0, at) + word.slice(at + 1))];
const isNearly = (typed, word) => typed.length > 3 && !/\d/.test(typed)
    && lessOne(typed).some((one) => lessOne(word).some((other) => other.startsWith(one)));
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const holds = (wanted, { without = false }) => Boolean(wanted) !== without;
const ofPeople = ['with', 'person', 'tag', 'company', 'firm', 'place', 'conversations'];

export class Model {
    now = 0; // acts are counted: that is the clock
    things = new Map(); // by id: { id, sort, touched, trashed (when), merged (into whom), … }
    acts = []; // { change, what, at, before, after, undone }: all things as they were before and after each
    tags = new Set(); // they stay when nobody bears them any more

    get(id) { return this.things.get(id); }
    all(sort) { return [...this.things.values()].filter((thing) => thing.sort === sort); }
    who(id) { return this.get(id)?.merged ? this.who(this.get(id).merged) : id; }
    isHere(id) { return this.things.has(id) && !this.get(id).trashed && !this.get(id).merged; }
    peopleOf(thing) { return [...new Set((thing.people ?? [thing.person]).map((id) => this.who(id)))]; }
    ownersOf(thing) { return thing.sort === 'fact' && thing.company ? [thing.company] : this.peopleOf(thing); }
    hasOwner(thing) { return this.ownersOf(thing).some((id) => this.isHere(id)); }
    lives(thing) { return this.isHere(thing.id) && (!['fact', 'promise'].includes(thing.sort) || this.hasOwner(thing)); }
    living(sort) { return this.all(sort).filter((thing) => this.lives(thing)); }
    with(thing) { return this.peopleOf(thing).filter((id) => this.isHere(id)).map((id) => this.get(id)); }

    // ---- acts ----

    // Notes what `run` does, with all that is told of it: the number of its change at least.
    act(told, run) {
        const before = structuredClone(this.things);
        this.now++;
        run();
        this.acts = [...this.acts.slice(-50), { ...told, at: this.now, before, after: structuredClone(this.things) }];
    }
    put(thing, more) {
        this.things.set(thing.id, Object.assign(thing, more, { touched: this.now }));
        (thing.tags ?? []).forEach((tag) => this.tags.add(tag));
    }
    // Whoever is in a conversation already stays there as who they were, should a merge be undone.
    seat(talk, people) {
        const place = (id) => talk.people.find((old) => this.who(old) === this.who(id)) ?? this.who(id);
        this.put(talk, { people: people.map(place) });
    }
    trash(thing, trashed) {
        const went = thing.trashed;
        this.put(thing, { trashed });
        this.follow(thing, went);
    }
    // Conversations go to the trash with the last of their people, and come with the first of them.
    follow(person, went) {
        for (const talk of this.all('conversation').filter((one) => this.peopleOf(one).includes(person.id))) {
            const times = [went, ...this.peopleOf(talk).map((id) => this.get(id).trashed)];
            if (person.trashed && !talk.trashed && !this.hasOwner(talk))
                this.put(talk, { trashed: person.trashed });
            else if (!person.trashed && talk.trashed && times.includes(talk.trashed))
                this.put(talk, { trashed: 0 });
        }
    }
    // What was the other's is found through `who`.
    merge(person, other, takesName) {
        const key = ({ kind, value }) => `${kind} ${kind === 'phone' ? digitsOf(value) : fold(value)}`;
        const news = other.handles.filter((handle) => !person.handles.some((own) => key(own) === key(handle)));
        this.put(person, {
            name: takesName ? other.name : person.name, company: person.company ?? other.company, place: person.place ?? other.place,
            tags: [...new Set([...person.tags, ...other.tags])], handles: [...person.handles, ...news],
        });
        this.put(other, { merged: person.id });
    }
    changedBy({ before, after }) {
        return [...new Set([...before.keys(), ...after.keys()])].filter((id) => !same(before.get(id), after.get(id)));
    }
    // All stands as the act left it, nothing that it made is named elsewhere, and what is named is there. A
    // merge touched all that names them.
    mayUndo(act) {
        const ids = this.changedBy(act);
        const states = ids.flatMap((id) => [act.before.get(id), act.after.get(id)]);
        const rest = [...this.things.values()].filter(({ id }) => !ids.includes(id));
        const names = (things, some) => some.some((id) => JSON.stringify(things).includes(id));
        const merges = ids.some((id) => act.before.get(id)?.merged !== act.after.get(id)?.merged);
        return !act.undone && ids.every((id) => same(this.get(id), act.after.get(id)))
            && !names(rest, ids.filter((id) => !act.before.has(id)))
            && !(merges && rest.some((thing) => thing.touched > act.at && names([thing, act.after.get(thing.id)], ids)))
            && states.flatMap((thing) => [thing?.company, thing?.conversation]).every((id) => !id || this.things.has(id) || ids.includes(id))
            && states.flatMap((thing) => thing?.people ?? thing?.person ?? [])
                .every((id) => !this.get(id)?.merged && (ids.includes(id) || this.isHere(id)));
    }
    undo(act) {
        const ids = this.changedBy(act);
        for (const id of ids) {
            if (act.before.has(id))
                this.things.set(id, structuredClone(act.before.get(id)));
            else
                this.things.delete(id);
        }
        act.undone = true;
        for (const id of ids.filter((one) => this.get(one) && this.get(one).trashed !== act.after.get(one)?.trashed))
            this.follow(this.get(id), act.after.get(id)?.trashed);
    }

    // ---- questions ----

    // A term is { text, without, open }: open when its last word may be the beginning of one.
    stands({ text, open }, passage) {
        const [words, wanted] = [wordsOf(passage), wordsOf(text)];
        const begins = open && [...wanted.at(-1)].length > (wanted.length > 1 ? 2 : 1) && !isAlone(wanted.at(-1));
        const fits = (word, i) => word === wanted[i] || (begins && i === wanted.length - 1 && word?.startsWith(wanted[i]));
        return words.some((_, at) => wanted.every((_, i) => fits(words[at + i], i)));
    }
    passages({ body, summary, text, turns = [] }) {
        const said = turns.map((turn) => (turn.who ? `${turn.who}: ${turn.text}` : turn.text)).join('\n');
        return [body, summary, text, said].filter((passage) => passage?.trim());
    }
    // Facts know when they were told; promises were made in their conversation, or just now.
    at(thing) { return thing.at ?? this.get(thing.conversation)?.at ?? Date.UTC(2026, 0, 1); }
    // The first name that begins so.
    named(names, value) { return names.map(fold).filter((name) => name.startsWith(fold(value))).sort()[0]; }
    isMeant(firm, value) { return fold(firm.name) === this.named(this.living('company').map(({ name }) => name), value); }
    meets(person, { key, value }) {
        const firm = this.isHere(person.company) && this.get(person.company);
        return {
            person: () => person.id === this.who(value),
            with: () => this.hasTerm(person, { text: value }),
            tag: () => person.tags.map(fold).includes(this.named([...this.tags], value)),
            company: () => firm && this.isMeant(firm, value),
            firm: () => firm && firm.id === value,
            place: () => person.place && fold(person.place).startsWith(fold(value)),
            conversations: () => this.living('conversation').some((talk) => this.with(talk).includes(person)) === (value === 'some'),
        }[key]();
    }
    fits(thing, { key, value }) {
        const firm = this.isHere(thing.company) && this.get(thing.company); // a fact may be about one
        if (firm && (key === 'firm' ? firm.id === value : key === 'company' && this.isMeant(firm, value)))
            return true;
        if (ofPeople.includes(key))
            return this.with(thing).some((person) => this.meets(person, { key, value }));
        return { after: this.at(thing) >= value, before: this.at(thing) < value, of: this.isHere(value) && thing.company === value }[key]
            ?? thing[key] === value;
    }
    list(sort, ...filters) {
        const fits = (thing, filter) => (sort === 'person' ? this.meets(thing, filter) : this.fits(thing, filter));
        return this.living(sort).filter((thing) => filters.every((filter) => holds(fits(thing, filter), filter)));
    }
    // Where nothing must be there, conversations are what the rest is taken from.
    findWords({ terms, filters }) {
        const must = [...terms, ...filters].some(({ key, without }) => !without && !['after', 'before'].includes(key));
        return ['conversation', 'fact', 'promise'].slice(0, must ? 3 : 1).flatMap((sort) => this.list(sort, ...filters))
            .filter((thing) => this.passages(thing).some((passage) => terms.every((term) => holds(this.stands(term, passage), term))));
    }
    // All that somebody is found by, a line each, a space before each word.
    linesOf({ name, company, handles }) {
        const line = (text) => wordsOf(text).map((word) => ` ${word}`).join('');
        const joined = (text) => text.split(' ').filter((word) => !wordsOf(word).some(isAlone)).map((word) => ` ${wordsOf(word).join('')}`);
        const names = [name, ...(this.isHere(company) ? [this.get(company).name] : [])];
        const lineOf = { phone: (value) => ` ${digitsOf(value)}`, email: line, crm: (value) => line(`crm:${value}`) };
        return [...names.flatMap((text) => [line(text), ...joined(text)]), ...handles.map(({ kind, value }) => lineOf[kind](value))].join('\n');
    }
    // Three letters or more may stand within a word. A telephone number is its digits.
    hasTerm(person, { text }, slips) {
        const wanted = isNumber(text) ? [digitsOf(text).replace(/^0+(?=\d{7})/, '')] : wordsOf(text);
        const lines = this.linesOf(person);
        return lines.includes((wanted[0].length < 3 ? ' ' : '') + wanted.join(' '))
            || (slips && wanted.length === 1 && lines.split(/\s/).some((word) => isNearly(wanted[0], word)));
    }
    findPeople({ terms, filters }, slips) {
        const asked = filters.filter(({ key }) => ofPeople.includes(key));
        return this.list('person', ...asked).filter((person) => [...terms, ...asked].some(({ without }) => !without)
            && terms.every((term) => holds(this.hasTerm(person, term, slips && !term.without), term)));
    }
}
