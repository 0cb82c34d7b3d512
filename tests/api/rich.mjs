// A small logbook with something of everything, made through the API, and all that can be read of one.
import { walkList } from './numbers.mjs';

export async function makeRich(run) {
    const made = {};
    const make = async (name, path, body) => {
        const answer = await run.ask(`POST ${path}`, { body });
        if (answer.status !== 201)
            run.fail(`POST ${path} answers ${answer.status}: ${answer.text}`);
        made[name] = answer.json;
        run.kept[name] = { ...answer.json, $change: answer.headers['kith-change'], $etag: answer.headers.etag };
    };
    await make('rui', '/members', { name: 'Rui', email: 'rui@team.example', role: 'member', language: 'pt', time_zone: 'Europe/Lisbon' });
    await make('firm', '/companies', { name: 'Atlântico', domain: 'atlantico.example', place: 'Lisbon' });
    await make('baltic', '/companies', { name: 'Baltic' });
    await make('tag', '/tags', { name: 'early' });
    await make('vip', '/tags', { name: 'vip' });
    await make('kind', '/kinds', { name: 'walk' });
    await make('ada', '/people', {
        name: 'Ada', reads_as: 'AY-da', company_id: made.firm.id, role: 'Head', place: 'Porto', time_zone: 'Europe/Lisbon',
        languages: ['pt', 'en'], prefers: 'mornings', known_by: made.rui.id, since: '2023-01-01', tags: ['early'],
        handles: [{ kind: 'email', value: 'ada@atlantico.example', label: 'work' }, { kind: 'phone', value: '+351 912 345 678' }],
        dates: [{ on: '1980-02-20', what: 'birthday', repeats: 'yearly' }],
    });
    await make('bob', '/people', { name: 'Bob', company_id: made.firm.id, tags: ['early', 'vip'], handles: [{ kind: 'crm', value: '7' }] });
    await make('eve', '/people', { name: 'Eve 😀 e\u0301' });
    await make('call', '/conversations', {
        kind: 'call', direction: 'in', happened_at: '2024-01-01T10:00:00Z', minutes: 30, people: [made.ada.id, made.bob.id], members: ['Rui', 'Olga'],
        summary: 'The move', body: 'About #prices and #moving.\r\n\r\n> It must be fast.\n> = Schnell.\n\n! likes tea\n[ ] send tea by 2024-02-01\n',
        source: { system: 'helpscout', id: '17' },
        turns: [{ at: '2024-01-01T10:00:00Z', side: 'customer', who: 'Ada', text: 'Hello\n"there"' }, { side: 'us', text: 'Hi' }],
        facts: [{ text: 'moves in May', told_by: made.ada.id }], promises: [{ text: 'call back', due_words: 'when it ships', by: made.rui.id }],
    });
    await make('chat', '/conversations', { kind: 'chat', happened_at: '2024-01-11T10:00:00Z', people: [made.ada.id], body: '#prices again\n\n> Too much.\n' });
    await make('walk', '/conversations', { kind: 'walk', happened_at: '2024-01-21T10:00:00Z', people: [made.ada.id], members: [], body: '#costs' });
    await make('note', '/conversations', { happened_at: '2024-01-22T10:00:00Z', people: [made.bob.id], summary: 'Only a line' });
    await make('alone', '/conversations', { kind: 'visit', happened_at: '2024-01-23T10:00:00Z', people: [made.eve.id], body: 'A visit.' });
    await make('fact', '/facts', { company_id: made.firm.id, text: 'closed in August' });
    await make('hers', '/facts', { person_id: made.ada.id, text: 'has two cats', conversation_id: made.chat.id, shown: true });
    await make('promise', '/promises', { person_id: made.ada.id, text: 'send the plan', due_on: '2024-03-01', due_time: '17:00' });
    await make('kept', '/promises', { person_id: made.bob.id, text: 'the list', state: 'kept', closed_words: 'at once' });
    await make('empty', '/themes', { name: 'unused', meaning: 'Nobody spoke of it yet.' });
    await make('ours', '/views', { name: 'The firm', filter: { company: made.firm.id, quiet_at: '2024-03-01T00:00:00Z', conversations: 'some', sort: 'heard' }, everyone: true });
    await make('mine', '/views', { name: 'Whom I know', filter: { place: 'a & b', member: made.rui.id } });
    for (const theme of (await run.ask('GET /themes')).json.items) {
        made[theme.name] = theme;
        run.kept[theme.name] = theme;
    }
    return made;
}

// All that can be read, as one text; what is made of clocks at reading stays out.
export async function readAll(kith) {
    const wrong = [];
    const all = {};
    const lists = ['people', 'companies', 'conversations?turns=true&render=html', 'facts', 'promises', 'themes?until=2024-02-01', 'quotes', 'tags', 'views', 'kinds', 'members', 'trash'];
    for (const list of lists)
        all[list] = await walkList(kith, `/api/v1/${list}`, wrong);
    const read = async (path) => {
        const answer = await kith.ask('GET', `/api/v1/${path}`);
        all[path] = answer.json;
    };
    for (const person of all.people) {
        await read(`people/${person.id}/brief`);
        all[`${person.id} timeline`] = (await walkList(kith, `/api/v1/people/${person.id}/timeline`, wrong)).map((one) => one.id);
    }
    for (const company of all.companies)
        all[`${company.id} timeline`] = (await walkList(kith, `/api/v1/companies/${company.id}/timeline`, wrong)).map((one) => one.id);
    await read('today?on=2024-02-14&from=2024-02-14T00:00:00Z&to=2024-02-15T00:00:00Z');
    if (wrong.length)
        throw new Error(wrong.join('; '));
    return all;
}
