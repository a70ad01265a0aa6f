import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const SOURCES = new URL('../../src/', import.meta.url);
const read = (/** @type {string} */ file) => readFileSync(new URL(file, SOURCES), 'utf8');

test('size: the whole client in one minified file is at most 10 kB, compressed', async t => {
  const { outputFiles: [bundle] } = await build({
    entryPoints: [new URL('index.js', SOURCES).pathname], bundle: true, minify: true, format: 'esm', target: 'es2022', write: false,
  });

  const compressed = gzipSync(/** @type {NonNullable<typeof bundle>} */ (bundle).contents, { level: 9 }).length;

  t.diagnostic(`${bundle?.contents.length} bytes, ${compressed} compressed`);
  assert.ok(compressed <= 10_000, `${compressed} bytes`);
});

test('types: every frame and every type of the API is exported under its name', () => {
  const exported = [...read('index.js').matchAll(/@typedef \{import\('\.\/([\w-]+\.js)'\)\.(\w+)\} (\w+)/g)];
  /** Types of which others consist. */
  const parts = ['Schemas', 'OfUser'];

  for (const file of ['frames.js', 'types.js']) {
    const named = [...read(file).matchAll(/@typedef (?:\{(?:[^{}]|\{[^{}]*\})*\}) (\w+)/g)].map(([, name]) => name);
    const missing = named.filter(name => !parts.includes(name ?? '') && !exported.some(([, from, type, as]) => from === file && type === name && as === name));
    assert.deepEqual(missing, [], file);
    assert.ok(named.length > 15, file);
  }
});

test('sources: no file is longer than 200 lines', () => {
  const lengths = readdirSync(SOURCES).filter(file => file.endsWith('.js')).map(file => ({ file, lines: read(file).split('\n').length - 1 }));

  assert.deepEqual(lengths.filter(({ lines }) => lines > 200), []);
});
