// Serves the demo on a free port and runs a script against it: node tests/ui/with-kith.mjs run.mjs
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { command, Kith } from '../support/kith.mjs';
import { ownerOf } from './owner.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const [script, ...words] = process.argv.slice(2);
const data = path.join(mkdtempSync(path.join(tmpdir(), 'kith-ui-')), 'data');
const made = await command(['demo', '--data', data]);
if (made.status !== 0)
    throw new Error(made.stderr);
const kith = await Kith.start({ data, flags: ['--quiet'] });
const env = { ...process.env, KITH_URL: kith.url, ...await ownerOf(kith) };
const child = spawn(process.execPath, [path.join(here, script), ...words], { env, stdio: 'inherit' });
const code = await new Promise((resolve) => child.on('close', resolve));
const wrong = await kith.stop({ keep: false });
for (const sentence of wrong)
    console.log(sentence);
process.exitCode = code || (wrong.length ? 1 : 0);
