// The table of who may do what, written by hand. `may` names the callers who are let in:
//     r w e a  tokens that read, read and write, export, administer     H  the host's own socket
//     R M O    sessions of a reader, a member, an owner                 n  an owner's cookie that tells no origin
// and those who never are, but where anybody may:
//     0 nobody   t a wrong token   E an expired one   W a withdrawn one   d D token and session of one who left
//     S an ended session   x an owner's cookie from another site   y the same from a frame without origin
// `of` is what the {id}, wherever it stands, is of; it is there, missing, and in the trash where that is to be had.
// `is` answers those who may; `missing` and `trashed` (404 unless told) are what they are told then.
// `others`: what belongs to somebody else, and who may use it all the same.
const LIST = { is: 200 };
const FILTER = { missing: 200 }; /* a filter by what is not there finds nothing */
const NAMED = { missing: 422 };  /* in a body it is a fault */
const everybody = '0tEWdDSxynrweaRMOH';
const anybody = '0tEWdDSnrweaRMOH';
const day = 'on=2026-11-25&from=2026-11-25T00:00:00Z&to=2026-11-26T00:00:00Z';

const rows = [
    // People
    ['POST /people', 'wMOH', { is: 201, body: { name: 'Ada' } }],
    ['POST /people', 'wMOH', { is: 201, body: { name: 'Ada', company_id: '{id}' }, of: 'company', ...NAMED }],
    ['POST /people', 'wMOH', { is: 201, body: { name: 'Ada', known_by: '{id}' }, of: 'member', ...NAMED }],
    ['GET /people', 'rwRMOnH', LIST],
    ['GET /people', 'rwRMOnH', { ...LIST, query: '?company={id}', of: 'company', ...FILTER }],
    ['GET /people', 'rwRMOnH', { ...LIST, query: '?theme={id}', of: 'theme', ...FILTER }],
    ['GET /people', 'rwRMOnH', { ...LIST, query: '?tag={id}', of: 'tag', ...FILTER }],
    ['POST /people/actions', 'wMOH', { is: 200, body: { people: ['{id}'], tag: ['x'] }, of: 'person', ...NAMED }],
    ['GET /people/{id}', 'rwRMOnH', { is: 200, of: 'person' }],
    ['PATCH /people/{id}', 'wMOH', { is: 200, of: 'person', body: { role: 'Baker' } }],
    ['DELETE /people/{id}', 'wMOH', { is: 204, of: 'person' }],
    ['POST /people/{id}/rest', 'wMOH', { is: 200, of: 'person' }],
    ['POST /people/{id}/merge', 'wMOH', { is: 200, of: 'person', with: 'person', body: { other: '{other}' } }],
    ['POST /people/{id}/merge', 'wMOH', { is: 409, of: 'person', body: { other: '{id}' }, missing: 404 }],
    ['GET /people/{id}/timeline', 'rwRMOnH', { is: 200, of: 'person' }],
    ['GET /people/{id}/brief', 'rwRMOnH', { is: 200, of: 'person' }],
    // Companies
    ['POST /companies', 'wMOH', { is: 201, body: { name: 'Mill' } }],
    ['GET /companies', 'rwRMOnH', LIST],
    ['GET /companies/{id}', 'rwRMOnH', { is: 200, of: 'company' }],
    ['PATCH /companies/{id}', 'wMOH', { is: 200, of: 'company', body: { place: 'Ghent' } }],
    ['DELETE /companies/{id}', 'wMOH', { is: 204, of: 'company' }],
    ['GET /companies/{id}/timeline', 'rwRMOnH', { is: 200, of: 'company' }],
    // Conversations
    ['POST /conversations', 'wMOH', { is: 201, body: { people: [{ name: 'Ada' }], body: 'Hi.' } }],
    ['POST /conversations', 'wMOH', { is: 201, body: { people: ['{id}'], body: 'Hi.' }, of: 'person', ...NAMED }],
    ['POST /conversations', 'wMOH', { is: 201, body: { people: [{ name: 'Ada' }], members: ['{id}'], body: 'Hi.' }, of: 'member', ...NAMED }],
    ['GET /conversations', 'rwRMOnH', LIST],
    ['GET /conversations', 'rwRMOnH', { ...LIST, query: '?person={id}', of: 'person', ...FILTER }],
    ['GET /conversations', 'rwRMOnH', { ...LIST, query: '?company={id}', of: 'company', ...FILTER }],
    ['GET /conversations', 'rwRMOnH', { ...LIST, query: '?member={id}', of: 'member', ...FILTER }],
    ['GET /conversations/{id}', 'rwRMOnH', { is: 200, of: 'conversation' }],
    ['PATCH /conversations/{id}', 'wMOH', { is: 200, of: 'conversation', body: { summary: 'Short.' } }],
    ['DELETE /conversations/{id}', 'wMOH', { is: 204, of: 'conversation' }],
    ['GET /conversations/{id}/history', 'rwRMOnH', { is: 200, of: 'conversation' }],
    // Facts and promises
    ['POST /facts', 'wMOH', { is: 201, body: { person_id: '{id}', text: 'Two dogs.' }, of: 'person', ...NAMED }],
    ['POST /facts', 'wMOH', { is: 201, body: { company_id: '{id}', text: 'Opens at six.' }, of: 'company', ...NAMED }],
    ['GET /facts', 'rwRMOnH', LIST],
    ['GET /facts', 'rwRMOnH', { ...LIST, query: '?person={id}', of: 'person', ...FILTER }],
    ['GET /facts/{id}', 'rwRMOnH', { is: 200, of: 'fact' }],
    ['PATCH /facts/{id}', 'wMOH', { is: 200, of: 'fact', body: { text: 'Three dogs.' } }],
    ['DELETE /facts/{id}', 'wMOH', { is: 204, of: 'fact' }],
    ['POST /promises', 'wMOH', { is: 201, body: { person_id: '{id}', text: 'Call.' }, of: 'person', ...NAMED }],
    ['POST /promises', 'wMOH', { is: 422, body: { person_id: '{id}', text: 'Call.', by: '{id}' }, of: 'person', ...NAMED }],
    ['GET /promises', 'rwRMOnH', LIST],
    ['GET /promises', 'rwRMOnH', { ...LIST, query: '?person={id}', of: 'person', ...FILTER }],
    ['GET /promises/{id}', 'rwRMOnH', { is: 200, of: 'promise' }],
    ['PATCH /promises/{id}', 'wMOH', { is: 200, of: 'promise', body: { state: 'kept' } }],
    ['DELETE /promises/{id}', 'wMOH', { is: 204, of: 'promise' }],
    // Themes, quotes, tags
    ['POST /themes', 'wMOH', { is: 201, body: { name: '{new}' } }],
    ['GET /themes', 'rwRMOnH', { ...LIST, query: '?until=2026-11-25' }],
    ['GET /themes/{id}', 'rwRMOnH', { is: 200, of: 'theme', query: '?until=2026-11-25' }],
    ['PATCH /themes/{id}', 'wMOH', { is: 200, of: 'theme', body: { meaning: 'Mornings.' } }],
    ['POST /themes/{id}/merge', 'wMOH', { is: 200, of: 'theme', with: 'theme', body: { into: '{other}' } }],
    ['GET /themes/{id}/people', 'rwRMOnH', { is: 200, of: 'theme' }],
    ['GET /quotes', 'rwRMOnH', LIST],
    ['GET /quotes', 'rwRMOnH', { ...LIST, query: '?person={id}', of: 'person', ...FILTER }],
    ['POST /tags', 'wMOH', { is: 201, body: { name: '{new}' } }],
    ['GET /tags', 'rwRMOnH', LIST],
    ['GET /tags/{id}', 'rwRMOnH', { is: 200, of: 'tag' }],
    ['PATCH /tags/{id}', 'wMOH', { is: 200, of: 'tag', body: { name: '{new}' } }],
    ['DELETE /tags/{id}', 'wMOH', { is: 204, of: 'tag' }],
    // Views: those for everyone, and those that somebody keeps to themselves
    ['POST /views', 'wMOH', { is: 201, body: { name: 'Mine', filter: {} } }],
    ['GET /views', 'rwRMOnH', LIST],
    ['GET /views/{id}', 'rwRMOnH', { is: 200, of: 'view', others: { of: 'private view', may: '' } }],
    ['PATCH /views/{id}', 'wMOH', { is: 200, of: 'view', body: { name: 'Other' }, others: { of: 'private view', may: '' } }],
    ['DELETE /views/{id}', 'wMOH', { is: 204, of: 'view', others: { of: 'private view', may: '' } }],
    // Drafts: nobody's but their own
    ['GET /drafts', 'wMOnH', LIST],
    ['GET /drafts/{id}', 'wMO', { is: 200, of: 'draft', others: { may: '' } }, { n: 200, H: 404 }],
    ['DELETE /drafts/{id}', 'wMOH', { is: 204, of: 'draft', missing: 204 }],
    ['PUT /drafts/{id}', 'wMO', { is: 200, of: 'nothing', keeps: true, missing: 200, body: { content: 'x' } }, { H: 409 }],
    // What owners arrange
    ['POST /kinds', 'aOH', { is: 201, body: { name: '{new}' } }],
    ['GET /kinds', 'rwRMOnH', LIST],
    ['GET /kinds/{id}', 'rwRMOnH', { is: 200, of: 'kind' }],
    ['PATCH /kinds/{id}', 'aOH', { is: 200, of: 'kind', body: { name: '{new}' } }],
    ['POST /members', 'aOH', { is: 201, body: { name: 'New' } }],
    ['GET /members', 'rwRMOnH', LIST],
    ['GET /members/{id}', 'rwRMOnH', { is: 200, of: 'member' }],
    ['PATCH /members/{id}', 'aOH', { is: 200, of: 'member', body: { language: 'pt' } }],
    ['POST /members/{id}/link', 'aOH', { is: 201, of: 'member' }],
    ['GET /links', 'anOH', LIST],
    ['DELETE /links/{id}', 'aOH', { is: 204, of: 'link' }],
    ['POST /links/look', anybody, { is: 404, body: { secret: 'x' } }],
    ['POST /links/use', anybody, { is: 404, body: { secret: 'x', password: 'four brass lamps shine' } }],
    // Looking
    ['GET /brief', 'rwRMOnH', { ...LIST, query: '?email=nobody@x.example' }],
    ['GET /search', 'rwRMOnH', { ...LIST, query: '?q=x' }],
    ['GET /search', 'rwRMOnH', { ...LIST, query: '?q=x&person={id}', of: 'person', ...FILTER }],
    ['GET /search', 'rwRMOnH', { ...LIST, query: '?q=x&member={id}', of: 'member', ...FILTER }],
    ['GET /today', 'rwRMOnH', { ...LIST, query: `?${day}` }],
    // Oneself
    ['GET /me', 'rwRMOnH', { is: 200 }],
    ['PATCH /me', 'aRMO', { is: 200, body: { language: 'en' } }, { H: 409 }],
    ['PUT /me/password', 'aRMO', { is: 422, body: { current: 'x', password: 'short' } }, { H: 409 }],
    ['DELETE /me/session', 'aH', { is: 404, spends: true }, { R: 204, M: 204, O: 204 }],
    ['POST /sessions', anybody, { is: 422, body: { email: '', password: '' } }],
    ['GET /sessions', 'aRMOnH', LIST],
    ['DELETE /sessions/{id}', 'aOH', { is: 204, of: 'session' }, { R: 404, M: 404 }],
    ['POST /tokens', 'aRMO', { is: 201, body: { name: 'x' } }, { H: 422 }],
    ['POST /tokens', 'aOH', { is: 201, body: { name: 'x', member_id: '{id}' }, of: 'member', ...NAMED }],
    ['GET /tokens', 'aRMOnH', LIST],
    ['GET /tokens', 'anOH', { ...LIST, query: '?member={id}', of: 'member' }, { R: 404, M: 404 }],
    ['DELETE /tokens/{id}', 'aRMOH', { is: 204, of: 'token', others: { may: 'aOH' } }],
    // What was done
    ['GET /changes', 'rwRMOnH', LIST],
    ['GET /changes/{n}', 'rwRMOnH', { is: 200, of: 'change' }],
    ['POST /changes/{n}/undo', 'wMOH', { is: 200, of: 'change' }],
    ['GET /trash', 'rwRMOnH', LIST],
    ['POST /trash/{id}/restore', 'wMOH', { is: 200, of: 'trashed person' }],
    // Whole logbooks
    ['POST /imports', 'aOH', { is: 409, query: '?format=kith', body: '{"kith":1}\n' }],
    ['GET /imports/{id}', 'anOH', { is: 404, of: 'nothing', keeps: true }],
    ['GET /export', 'eMOnH', { is: 200 }],
    ['GET /audit', 'anOH', LIST],
    ['GET /audit', 'anOH', { ...LIST, query: '?member={id}', of: 'member', ...FILTER }],
    // Anybody
    ['GET /openapi.json', everybody, { is: 200 }],
    ['GET healthz', everybody, { is: 200 }],
    ['GET readyz', everybody, { is: 200 }],
];

export const table = rows.map(([route, may, row, also]) => {
    const [method, path] = route.split(' ');
    const address = path.startsWith('/') ? `/api/v1${path}` : `/${path}`;
    return { route: `${method} ${address}`, may, also: also ?? {}, ...row };
});

// Where a check is taken away to see that the table tells.
export const refusedUses = [
    ['GET /api/v1/people/{id}', '0'], ['DELETE /api/v1/facts/{id}', 'R'], ['GET /api/v1/export', 'r'],
    ['PATCH /api/v1/members/{id}', 'M'], ['POST /api/v1/people', 'x'], ['DELETE /api/v1/tokens/{id}', 'r'],
];
