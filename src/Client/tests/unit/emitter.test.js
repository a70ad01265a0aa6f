import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeRoom } from '../support/fake-room.js';

test('on: what it returns ends it', t => {
  const room = fakeRoom(t).start();
  /** @type {number[]} */
  const heard = [];
  const off = room.socket.on('message', ({ seq }) => heard.push(seq));

  room.server.receive(room.message(1));
  off();
  room.server.receive(room.message(2));

  assert.deepEqual(heard, [1]);
});

test('next: waits for the one that is meant', async t => {
  const room = fakeRoom(t).start();
  const second = room.socket.next('message', ({ seq }) => seq === 2);

  room.server.receive(room.message(1));
  room.server.receive(room.message(2));

  assert.equal((await second).content, '2');
});

test('on: a listener that throws stops neither the others nor the room, and its error is not swallowed', t => {
  const room = fakeRoom(t).start();
  /** @type {(() => void)[]} */
  const later = [];
  t.mock.method(globalThis, 'queueMicrotask', (/** @type {() => void} */ task) => later.push(task));
  room.socket.on('event', () => { throw new Error('of the page'); });

  room.server.receive(room.message(1));
  room.server.receive(room.message(2));

  assert.deepEqual(room.told('message').map(({ seq }) => seq), [1, 2]);
  assert.equal(later.length, 2);
  assert.throws(/** @type {() => void} */ (later[0]), /of the page/);
});
