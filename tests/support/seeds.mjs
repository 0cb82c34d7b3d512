// Random logbooks, one of each seed, some at a time; each sentence of what was wrong with one is told,
// and how to run it again.
import path from 'node:path';

export function argument(name, otherwise) {
    const at = process.argv.indexOf(name);
    return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

// `run` takes a seed and a number of acts, and gives { wrong, compared, done }: sentences, how much was
// compared, and how often each act was done.
export async function runSeeds({ logbooks, acts, compares, told = 10 }, run) {
    const first = argument('--seed', 1);
    const count = argument('--logbooks', logbooks);
    const each = argument('--acts', acts);
    const seeds = Array.from({ length: count }, (_, i) => first + i);
    const started = Date.now();
    const done = {};
    let failed = 0, compared = 0;
    await Promise.all(Array.from({ length: argument('--at-once', 2) }, async () => {
        for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
            const result = await run(seed, each);
            compared += result.compared;
            for (const [what, times] of Object.entries(result.done))
                done[what] = (done[what] ?? 0) + times;
            failed += result.wrong.length ? 1 : 0;
            for (const sentence of result.wrong.slice(0, told))
                console.log(`FAILED seed ${seed}: ${sentence}`);
            if (result.wrong.length)
                console.log(`Again: node ${path.relative('.', process.argv[1])} --seed ${seed} --logbooks 1 --acts ${each}`);
        }
    }));
    if (process.argv.includes('--acts-told'))
        console.log(done);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(`${count} logbooks of ${each} acts, ${compared} ${compares}, in ${seconds} s`);
    console.log(`${count - failed} passed, ${failed} failed, 0 skipped`);
    process.exitCode = failed ? 1 : 0;
}
