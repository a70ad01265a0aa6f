import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeServer } from '../support/fake-server.js';
import { fakeStorage } from '../support/fake-storage.js';

test('outbox: after a reload pending messages are there before the room is loaded, and are sent once', async t => {
  const server = fakeServer(t);
  const outbox = fakeStorage();
  const before = await server.open({ outbox }).enter();
  before.wire.drop(1006);
  const written = ['a', 'b'].map(content => before.room.send(content).clientId);
  const after = server.open({ outbox }); // A reload does not call close() on the first store.

  const early = after.shown;
  await after.enter();
  await after.confirm();
  await after.confirm();

  assert.deepEqual(early, ['a pending', 'b pending']);
  assert.deepEqual(after.shown, ['a', 'b']);
  assert.deepEqual(after.wire.sent.map(({ client_id: id }) => id), written);
  assert.equal(outbox.length, 0);
});

test('outbox: a message that was stored before the reload is shown once, and not sent again', async t => {
  const server = fakeServer(t);
  const outbox = fakeStorage();
  const before = await server.open({ outbox }).enter();
  before.room.send('stored');
  server.say('stored', { user_id: 'ada', username: 'ada', client_id: before.wire.sent[0]?.client_id });
  before.wire.drop(1006); // before the frame arrives
  const after = server.open({ outbox });

  await after.enter();

  assert.deepEqual(after.shown, ['stored']);
  assert.deepEqual(after.wire.sent, []);
  assert.equal(outbox.length, 0);
});

test('outbox: a message that was stored long before is confirmed by the server, and not shown among the newest', async t => {
  const server = fakeServer(t);
  const outbox = fakeStorage();
  const before = await server.open({ outbox }).enter();
  before.room.send('stored');
  const stored = server.say('stored', { user_id: 'ada', username: 'ada', client_id: before.wire.sent[0]?.client_id });
  before.wire.drop(1006);
  for (const content of ['x', 'y']) server.say(content);
  const after = server.open({ outbox, limit: 2 });

  await after.enter();
  await after.receive(stored); // The answer to the repeat.
  const newest = after.shown;
  await after.room.loadOlder();

  assert.deepEqual(newest, ['x', 'y']);
  assert.deepEqual(after.shown, ['stored', 'x', 'y']);
  assert.equal(outbox.length, 0);
});

test('outbox: two tabs show each other\'s messages once', async t => {
  const server = fakeServer(t);
  const outbox = fakeStorage();
  const first = await server.open({ outbox }).enter();
  first.wire.drop(1006);
  first.room.send('of the first tab');
  const second = await server.open({ outbox }).enter();

  const pending = second.shown;
  await second.confirm();
  second.room.send('of the second tab');
  await second.confirm();
  await first.reconnect();
  await first.receive(...server.log);

  assert.deepEqual(pending, ['of the first tab pending']);
  for (const { shown } of [first, second]) assert.deepEqual(shown, ['of the first tab', 'of the second tab']);
  assert.equal(outbox.length, 0);
});

test('outbox: the early answer to a repeat stays last until the events before it have arrived', async t => {
  const server = fakeServer(t);
  const opened = await server.open().enter();
  opened.room.send('repeated');
  server.say('one');
  const stored = server.say('repeated', { user_id: 'ada', username: 'ada', client_id: opened.wire.sent[0]?.client_id });
  await opened.reconnect();

  await opened.receive(stored);
  opened.room.send('next');
  const early = opened.shown;
  await opened.receive(...server.log);

  assert.deepEqual(early, ['repeated', 'next pending']);
  assert.deepEqual(opened.shown, ['one', 'repeated', 'next pending']);
  assert.equal(opened.made.length, 2, 'no reconnection for a gap');
});

test('outbox: each user has its own', async t => {
  const server = fakeServer(t);
  const outbox = fakeStorage();
  const ada = await server.open({ outbox }).enter();
  ada.wire.drop(1006);
  ada.room.send('of ada');

  const bob = server.open({ outbox, user: { id: 'bob', username: 'bob' } });

  assert.deepEqual(bob.shown, []);
});

test('outbox: full, forbidden or none, messages are still sent', async t => {
  const server = fakeServer(t);
  const full = Object.assign(fakeStorage(), { isFull: true });
  const forbidden = { get length() { throw new Error('SecurityError'); }, key() {}, getItem() {}, setItem() { throw new Error(); }, removeItem() { throw new Error(); } };

  for (const outbox of [full, /** @type {any} */ (forbidden), null, undefined]) {
    const opened = await server.open({ outbox }).enter();
    opened.room.send('hello');
    await opened.confirm();
    assert.equal(opened.shown.at(-1), 'hello');
    opened.room.close();
  }
});

test('outbox: in a page it is localStorage by default, and memory if that is forbidden', async t => {
  const server = fakeServer(t);
  const storage = fakeStorage();
  const scope = /** @type {any} */ (globalThis);
  const known = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
  scope.document = {};
  t.after(() => {
    delete scope.document;
    if (known) Object.defineProperty(globalThis, 'localStorage', known);
    else delete scope.localStorage;
  });

  Object.defineProperty(globalThis, 'localStorage', { configurable: true, get: () => storage });
  server.open({ outbox: undefined }).room.send('kept');
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, get() { throw new Error('SecurityError'); } });
  const opened = server.open({ outbox: undefined });
  opened.room.send('sent');

  assert.ok(storage.key(0)?.startsWith('videochat.outbox/ada/lobby/'));
  assert.deepEqual(opened.shown, ['sent pending']);
});

test('send: a refused message says why, stays in its place, and can be sent again or discarded', async t => {
  const server = fakeServer(t);
  const outbox = fakeStorage();
  const opened = await server.open({ outbox }).enter();
  for (const content of ['a', 'b']) opened.room.send(content);

  await opened.receive({ type: 'error', code: 'invalid_message', message: 'content is too long', timestamp: '' });
  await opened.receive({ type: 'error', code: 'invalid_message', message: 'content is too long', timestamp: '' });
  const refused = opened.shown;
  const { error } = opened.item('a');
  opened.room.discard(opened.item('a'));
  opened.room.retry(opened.item('b'));
  const retried = opened.shown;
  opened.room.discard(opened.item('b')); // It is not failed.
  const kept = opened.shown;
  await opened.confirm();

  assert.deepEqual(refused, ['a failed', 'b failed']);
  assert.equal(error?.message, 'content is too long');
  assert.deepEqual(retried, ['b pending']);
  assert.deepEqual(kept, ['b pending']);
  assert.deepEqual(opened.shown, ['b']);
  assert.equal(outbox.length, 0);
});

test('send: a message that is sent again is the last one', async t => {
  const server = fakeServer(t);
  const opened = await server.open().enter();
  for (const content of ['a', 'b']) opened.room.send(content);
  await opened.receive({ type: 'error', code: 'invalid_message', message: 'no', timestamp: '' });
  t.mock.timers.tick(1);

  opened.room.retry(opened.item('a'));
  const retried = opened.shown;
  await opened.confirm();
  await opened.confirm();

  assert.deepEqual(retried, ['b pending', 'a pending']);
  assert.deepEqual(opened.shown, ['b', 'a']);
});

test('send: the result tells a program when its message is stored', async t => {
  const server = fakeServer(t);
  const opened = await server.open().enter();

  const outgoing = opened.room.send('hello');
  await opened.confirm();

  assert.equal((await outgoing.settled).message?.seq, 1);
});
