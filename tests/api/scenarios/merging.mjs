// Two records of one person: who is near, merging them, and taking that back.
import { absent } from '../match.mjs';

export const scenarios = [
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
                has: { near: [{ id: '{ines.id}', name: 'Inês Carvalho', company: 'Atlântico', email: 'ines@a.example' }] },
            },
            {
                it: 'of a handle, then of the name', ask: 'POST /people', is: 201, keep: 'third',
                body: { name: 'Ines Carvalho', handles: [{ kind: 'phone', value: '912345678' }] },
                has: { near: [{ id: '{ines.id}' }, { id: '{twin.id}', company: null, email: null }] },
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
];
