import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomBackoff } from '../../src/index.js';

test('randomBackoff: grows from 2 to 20 s, and is never under half a second', () => {
  const longest = [0, 1, 2, 3, 4, 50].map(tries => Math.round(randomBackoff(tries, () => 1)));
  const shortest = [0, 1, 2, 3, 4, 50].map(tries => randomBackoff(tries, () => 0));

  assert.deepEqual(longest, [2_000, 4_000, 8_000, 16_000, 20_000, 20_000]);
  assert.deepEqual(shortest, [500, 500, 500, 500, 500, 500]);
});

test('randomBackoff: is another one each time', () => {
  const waits = new Set(Array.from({ length: 100 }, () => randomBackoff(3)));

  assert.ok(waits.size > 90);
});
