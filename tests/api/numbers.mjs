// Every number with an address equals the length of the list there, all pages walked.

const lists = ['people', 'companies', 'conversations', 'facts', 'promises', 'themes', 'quotes', 'tags', 'views',
    'kinds', 'members', 'changes', 'trash'];

// All items of a list; `wrong` gets a sentence for everything that does not fit together.
export async function walkList(kith, href, wrong, { limit } = {}) {
    const items = [];
    const seen = new Set();
    let count;
    let next = limit ? `${href}${href.includes('?') ? '&' : '?'}limit=${limit}` : href;
    while (next) {
        const answer = await kith.ask('GET', next);
        if (answer.status !== 200) {
            wrong.push(`${next} answers ${answer.status}: ${answer.text.slice(0, 200)}`);
            return items;
        }
        const page = answer.json;
        count ??= page.count;
        if (page.count !== count)
            wrong.push(`${next} counts ${page.count}, the first page ${count}`);
        const link = answer.headers.link ?? null;
        if ((page.next === null) !== (link === null) || (link && link !== `<${page.next}>; rel="next"`))
            wrong.push(`${next} has the Link ${link} and the next page ${page.next}`);
        for (const item of page.items) {
            const key = item.id ?? item.number;
            if (key !== undefined && seen.has(key))
                wrong.push(`${href} tells ${key} twice`);
            if (key !== undefined)
                seen.add(key);
            items.push(item);
        }
        if (page.next && page.items.length === 0)
            wrong.push(`${next} is an empty page with another behind it`);
        next = page.next && page.items.length ? page.next : null;
    }
    if (count !== items.length && count < 1000)
        wrong.push(`${href} counts ${count} and has ${items.length} items`);
    return items;
}

// Every {count, more, href} anywhere in a value.
export function numbersIn(value, found = []) {
    if (Array.isArray(value)) {
        for (const item of value)
            numbersIn(item, found);
    } else if (value && typeof value === 'object') {
        if (typeof value.href === 'string' && typeof value.count === 'number')
            found.push(value);
        else
            Object.values(value).forEach((inner) => numbersIn(inner, found));
    }
    return found;
}

// Walks all that can be reached and compares. Gives sentences, and how many numbers were compared.
export async function checkNumbers(kith, { day = new Date().toISOString().slice(0, 10), limit } = {}) {
    const wrong = [];
    const lengths = new Map();
    let compared = 0;
    const compare = async (value, where) => {
        for (const { count, more, href } of numbersIn(value)) {
            if (!lengths.has(href))
                lengths.set(href, (await walkList(kith, href, wrong, { limit })).length);
            compared++;
            const length = lengths.get(href);
            const fits = more ? length > count : length === count;
            if (!fits)
                wrong.push(`${where} counts ${count}${more ? '+' : ''}, and ${href} has ${length}`);
        }
    };
    const read = async (target) => {
        const answer = await kith.ask('GET', target);
        if (answer.status === 200)
            await compare(answer.json, target);
        else
            wrong.push(`${target} answers ${answer.status}: ${answer.text.slice(0, 200)}`);
        return answer.json;
    };
    const all = {};
    for (const list of lists) {
        all[list] = await walkList(kith, `/api/v1/${list}`, wrong, { limit });
        lengths.set(`/api/v1/${list}`, all[list].length);
        await compare(all[list], `/api/v1/${list}`);
    }
    for (const person of all.people) {
        const brief = await read(`/api/v1/people/${person.id}/brief`);
        await compare(brief, `the brief of ${person.name}`);
        const timeline = await walkList(kith, `/api/v1/people/${person.id}/timeline`, wrong, { limit });
        if (person.conversations.count < 1000 && timeline.length !== person.conversations.count)
            wrong.push(`${person.name} has ${person.conversations.count} conversations and ${timeline.length} on the timeline`);
        await walkList(kith, `/api/v1/themes?person=${person.id}`, wrong, { limit })
            .then((themes) => compare(themes, `the themes of ${person.name}`));
    }
    for (const company of all.companies) {
        const timeline = await walkList(kith, `/api/v1/companies/${company.id}/timeline`, wrong, { limit });
        if (company.conversations.count < 1000 && timeline.length !== company.conversations.count)
            wrong.push(`${company.name} has ${company.conversations.count} conversations and ${timeline.length} on the timeline`);
    }
    for (const theme of all.themes) {
        await read(`/api/v1/themes/${theme.id}?until=${day}`);
        const people = await walkList(kith, `/api/v1/themes/${theme.id}/people`, wrong, { limit });
        if (theme.people.count < 1000 && people.length !== theme.people.count)
            wrong.push(`#${theme.name} counts ${theme.people.count} people and lists ${people.length}`);
    }
    const from = `${day}T00:00:00Z`;
    const to = new Date(Date.parse(from) + 86400000).toISOString();
    await read(`/api/v1/today?on=${day}&from=${from}&to=${to}`);
    return { wrong, compared };
}
