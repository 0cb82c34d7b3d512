/* Builds the page: node static/build.mjs OPENAPI_JSON OUT_DIR

   types.ts from the OpenAPI document; type check; one bundle of scripts and one of styles, both
   named after their bytes; every file once plain and, where that is shorter, once in gzip and once
   in brotli; assets.c, which puts them all into the program. Nothing is written outside OUT_DIR,
   and nothing is done when no input has changed since. */

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assetsC, encodings } from './assets.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

function inputHash(openapi, out) {
  const hash = createHash('sha256').update(out);
  const single = ['assets.mjs', 'build.mjs', 'icon.svg', 'index.html', 'package-lock.json', 'tsconfig.json'];
  const folders = ['src', 'styles'].flatMap((name) => filesUnder(join(here, name)));
  const paths = [...single.map((name) => join(here, name)), ...folders.sort()];
  for (const path of paths) hash.update(relative(here, path)).update('\0').update(readFileSync(path));
  return hash.update(readFileSync(openapi)).digest('hex');
}

/* Answers hold every field, so all are required there, and whatever stands in one has an id; of
   what is sent, only those are required that say so. */
function requireAnswers(document) {
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    if (schema.required || /_(in|patch)$/.test(name)) continue;
    const properties = schema.properties ?? {};
    schema.required = Object.keys(properties);
    if (properties.id) properties.id.type = 'string';
  }
  return document;
}

async function writeTypes(openapi, out) {
  const { default: openapiTypes, astToString } = await import('openapi-typescript');
  const document = requireAnswers(JSON.parse(readFileSync(openapi, 'utf8')));
  writeFileSync(join(out, 'types.ts'), astToString(await openapiTypes(document)));
  const config = {
    extends: join(here, 'tsconfig.json'),
    compilerOptions: {
      paths: { 'kith-api': [join(out, 'types.ts')] },
      typeRoots: [],
      incremental: true,
      tsBuildInfoFile: join(out, 'types.tsbuildinfo'),
    },
    include: [join(here, 'src')],
  };
  writeFileSync(join(out, 'tsconfig.json'), JSON.stringify(config));
}

function checkTypes(out) {
  const tsc = require.resolve('typescript/bin/tsc');
  const child = spawn(process.execPath, [tsc, '--project', join(out, 'tsconfig.json')], { stdio: 'inherit' });
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('exit', (code) => (code === 0 ? done() : failed(new Error('The types do not fit.'))));
  });
}

async function bundle(files) {
  const { build } = await import('esbuild');
  const result = await build({
    entryPoints: { app: join(here, 'src/app.tsx'), icon: join(here, 'icon.svg') },
    absWorkingDir: here, // hashes of names cover paths as seen from here
    outdir: files,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022', 'chrome123', 'firefox120', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.woff2': 'file', '.svg': 'copy' },
    entryNames: '[name].[hash]',
    assetNames: '[name].[hash]',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    tsconfigRaw: { compilerOptions: { jsx: 'react-jsx', jsxImportSource: 'preact', verbatimModuleSyntax: true } },
  });
  return Object.keys(result.metafile.outputs).map((path) => basename(path));
}

function writeIndex(files, names) {
  const find = (pattern) => `/${names.find((name) => pattern.test(name))}`;
  const places = {
    icon: find(/^icon\..*\.svg$/),
    font: find(/-latin-wght-normal\..*\.woff2$/),
    styles: find(/^app\..*\.css$/),
    script: find(/^app\..*\.js$/),
  };
  const page = readFileSync(join(here, 'index.html'), 'utf8');
  writeFileSync(join(files, 'index.html'), page.replace(/\{\{(\w+)\}\}/g, (_, name) => places[name]));
}

function writeLicences(files) {
  const used = ['preact', '@fontsource-variable/source-serif-4'];
  const texts = used.map((name) => {
    const licence = readFileSync(join(here, 'node_modules', name, 'LICENSE'), 'utf8');
    return `${name}\n\n${licence.trim()}\n`;
  });
  writeFileSync(join(files, 'licences.txt'), texts.join(`\n${'-'.repeat(72)}\n\n`));
}

function writeIfDifferent(path, text) {
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
}

async function main(openapi, out) {
  const stamp = join(out, 'inputs.sha256');
  const inputs = inputHash(openapi, out);
  const built = existsSync(stamp) && existsSync(join(out, 'assets.c'));
  if (built && readFileSync(stamp, 'utf8') === inputs) return;
  const files = join(out, 'files');
  rmSync(files, { recursive: true, force: true });
  mkdirSync(files, { recursive: true });
  await writeTypes(openapi, out);
  const [names] = await Promise.all([bundle(files), checkTypes(out)]);
  writeIndex(files, names);
  writeLicences(files);
  const assets = encodings(files, ['index.html', 'licences.txt', ...names.sort()]);
  writeIfDifferent(join(out, 'assets.c'), assetsC(assets));
  writeFileSync(stamp, inputs);
}

const [openapi, out] = process.argv.slice(2);
if (!openapi || !out) {
  console.error('Usage: node static/build.mjs OPENAPI_JSON OUT_DIR');
  process.exit(2);
}
main(resolve(openapi), resolve(out)).catch((fault) => {
  console.error(fault.message);
  process.exit(1);
});
