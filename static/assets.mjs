/* Files as they are built into the program: their forms, and the C that holds them. */

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

const packed = new Set(['.woff2']);

const codings = [
  { name: 'gzip', ending: '.gz', pack: (bytes) => gzipSync(bytes, { level: 9 }) },
  { name: 'brotli', ending: '.br', pack: packBrotli },
];

function packBrotli(bytes) {
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}

function encoded(files, name, coding, bytes) {
  const packedBytes = coding.pack(bytes);
  if (packedBytes.length >= bytes.length) return null;
  const path = join(files, name + coding.ending);
  writeFileSync(path, packedBytes);
  return { path, length: packedBytes.length };
}

/* Each file with its forms; `hash` is of the plain bytes. */
export function encodings(files, names) {
  return names.map((name) => {
    const path = join(files, name);
    const bytes = readFileSync(path);
    const ending = extname(name);
    const forms = { plain: { path, length: bytes.length } };
    for (const coding of packed.has(ending) ? [] : codings)
      forms[coding.name] = encoded(files, name, coding, bytes);
    return {
      path: name === 'index.html' ? '/' : `/${name}`,
      type: types[ending],
      immutable: /\.[0-9A-Z]{8}\.\w+$/.test(name),
      hash: createHash('sha256').update(bytes).digest('hex').slice(0, 24),
      forms,
    };
  });
}

const quote = (text) => JSON.stringify(text);

/* The assembler's text inside the C text: both want their quotes escaped. */
function included(symbol, path) {
  const lines = [
    '.section .rodata',
    `.global ${symbol}`,
    `${symbol}:`,
    `.incbin ${quote(path)}`,
    '.byte 0',
    '.previous',
  ];
  return `__asm__(${lines.map((line) => `\n    ${quote(`${line}\n`)}`).join('')});\nextern const char ${symbol}[];\n`;
}

function form(asset, coding, symbol) {
  const ending = coding === 'plain' ? '' : `-${coding}`;
  const etag = quote(`"${asset.hash}${ending}"`);
  return `\n     .${coding} = {${symbol}, ${asset.forms[coding].length}, ${etag}}`;
}

function row(asset, place) {
  const forms = Object.keys(asset.forms).filter((coding) => asset.forms[coding]);
  const parts = forms.map((coding) => form(asset, coding, `page_${place}_${coding}`));
  return `    {.path = ${quote(asset.path)},\n     .content_type = ${quote(asset.type)},\n     .immutable = ${asset.immutable},${parts.join(',')}},\n`;
}

/* The C file: every form of every asset, and their table. */
export function assetsC(assets) {
  const symbols = assets.flatMap((asset, place) =>
    Object.entries(asset.forms)
      .filter(([, kept]) => kept)
      .map(([coding, kept]) => included(`page_${place}_${coding}`, kept.path)),
  );
  return `/* Made by static/build.mjs: the page's files as bytes. */
#include "commands/assets.h"

${symbols.join('\n')}
const struct asset page_assets[] = {
${assets.map(row).join('')}};
const size_t page_asset_count = ${assets.length};
`;
}
