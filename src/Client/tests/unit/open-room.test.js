import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRoom, VideoChatApi } from '../../src/index.js';
import { ADA, fakeServer, refusal, settle, WAIT } from '../support/fake-server.js';

test('openRoom: enters with one request, and connects after its position', async t => {
  const server = fakeServer(t);
  server.say('one');
  server.add({ type: 'video_ready', video_id: 'v', title: 'Clip', playback_url: '/media/v.m3u8' });
  const opened = server.open();

  const loading = opened.room.state;
  await opened.enter();
  await opened.receive(server.say('two'));

  assert.deepEqual(loading, { name: 'loading' });
  assert.deepEqual(server.asked, ['/rooms/lobby/snapshot?limit=50']);
  assert.equal(opened.wire.url, 'ws://server/ws/lobby/ada?after=2:id-2-0');
  assert.deepEqual(opened.shown, ['one', 'video_ready', 'two']);
  assert.deepEqual(opened.room.state, { name: 'live' });
  assert.equal(opened.room.snapshot?.room.name, 'lobby');
  await opened.room.ready;
});

test('openRoom: items are in the order of seq, and pending messages are last', async t => {
  const server = fakeServer(t);
  const opened = await server.open().enter();

  opened.room.send('first of ada');
  opened.room.send('second of ada');
  await opened.receive(server.say('of bob'));
  const pending = opened.shown;
  await opened.confirm();
  await opened.receive(server.say('of bob again'));
  const half = opened.shown;
  await opened.confirm();

  assert.deepEqual(pending, ['of bob', 'first of ada pending', 'second of ada pending']);
  assert.deepEqual(half, ['of bob', 'first of ada', 'of bob again', 'second of ada pending']);
  assert.deepEqual(opened.shown, ['of bob', 'first of ada', 'of bob again', 'second of ada']);
});

test('openRoom: a message keeps its key when it is sent, and has the members of a frame before', async t => {
  const server = fakeServer(t);
  const opened = await server.open().enter();

  opened.room.send('hello');
  const pending = opened.item('hello');
  await opened.confirm();
  const sent = opened.item('hello');

  assert.deepEqual({ ...pending, client_id: '' }, {
    type: 'message', key: pending.key, status: 'pending', error: null, id: null, seq: null, room_id: 'lobby', user_id: 'ada', username: 'ada',
    content: 'hello', client_id: '', timestamp: '1970-01-01T00:16:40.000Z',
  });
  assert.equal(sent.key, pending.key);
  assert.deepEqual([sent.status, sent.seq, sent.id], ['sent', 1, 'id-1-0']);
  assert.equal(new Set(opened.room.items.map(({ key }) => key)).size, opened.room.items.length);
});

test('openRoom: an event that comes twice is shown once', async t => {
  const server = fakeServer(t);
  const first = server.say('one');
  const opened = await server.open().enter();

  const second = server.say('two');
  await opened.receive(first, second, second, first);

  assert.deepEqual(opened.shown, ['one', 'two']);
});

test('openRoom: what is written while the room loads is shown at once, and sent after the history', async t => {
  const server = fakeServer(t);
  server.say('one');
  const opened = server.open();

  opened.room.send('early');
  const early = opened.shown;
  await opened.enter();
  const loaded = opened.shown;
  await opened.confirm();

  assert.deepEqual(early, ['early pending']);
  assert.deepEqual(loaded, ['one', 'early pending']);
  assert.deepEqual(opened.shown, ['one', 'early']);
});

test('openRoom: values are the same objects until they change, and change one by one', async t => {
  const server = fakeServer(t);
  const first = server.say('one');
  const opened = await server.open().enter();
  const { items, members, typing, state, older } = opened.room;

  await opened.receive(first, { type: 'pong', timestamp: '' });
  const same = opened.room.items;
  await opened.receive(server.say('two'));

  assert.equal(same, items);
  assert.equal(items.length, 1, 'an array that was given out does not change');
  assert.notEqual(opened.room.items, items);
  assert.equal(opened.room.items[0], items[0], 'an item that did not change is the same object');
  assert.equal(opened.room.members, members);
  assert.equal(opened.room.typing, typing);
  assert.equal(opened.room.state, state);
  assert.equal(opened.room.older, older);
});

test('subscribe: one call for all changes of a task, none without a change, none after unsubscribing', async t => {
  const server = fakeServer(t);
  const first = server.say('one');
  const opened = await server.open().enter();
  const before = opened.changes;
  let calls = 0;
  const { subscribe } = opened.room; // React calls it without an object.
  const listener = () => { calls++; };
  const [off, offToo] = [subscribe(listener), subscribe(listener)];

  opened.room.send('a');
  opened.room.send('b');
  await settle();
  await opened.receive(first);
  const both = calls;
  off();
  await opened.receive(server.say('two'));
  offToo();
  await opened.receive(server.say('three'));

  assert.equal(both, 2);
  assert.equal(calls, 3);
  assert.equal(opened.changes - before, 3);
});

test('subscribe: a listener that throws does not keep the others from being called, and its error is reported', async t => {
  const server = fakeServer(t);
  const opened = await server.open().enter();
  let calls = 0;
  opened.room.subscribe(() => { throw new Error('of a listener'); });
  opened.room.subscribe(() => { calls++; });
  /** @type {(() => void)[]} */
  const tasks = [];
  t.mock.method(globalThis, 'queueMicrotask', (/** @type {() => void} */ task) => tasks.push(task));

  opened.room.send('a');
  tasks.shift()?.();

  assert.equal(calls, 1);
  assert.throws(/** @type {() => void} */ (tasks[0]), /of a listener/);
});

test('openRoom: an unknown room closes with the status and the reason of the server, and opens no socket', async t => {
  const server = fakeServer(t);
  const opened = server.open({ roomId: 'none' });
  const outgoing = opened.room.send('lost?');

  await assert.rejects(opened.room.ready, { status: 404, detail: 'Room not found' });

  assert.deepEqual(opened.room.state, { name: 'closed', code: 404, reason: 'Room not found' });
  assert.deepEqual(opened.made, []);
  assert.equal((await outgoing.settled).error?.code, 'closed');
  assert.deepEqual(opened.shown, ['lost? failed']);
});

test('openRoom: after 429 it waits as long as the server says, and longer than its own delay', async t => {
  const server = fakeServer(t);
  server.answer(refusal(429, 'Rate limit exceeded', 8));
  const opened = server.open();

  await settle();
  const waiting = opened.room.state;
  t.mock.timers.tick(7_999);
  await settle();
  const asked = server.asked.length;
  t.mock.timers.tick(1);
  await opened.enter();

  assert.deepEqual(waiting, { name: 'waiting', retryAt: 1_008_000, tries: 1, code: 429, reason: 'Rate limit exceeded', hint: null });
  assert.equal(asked, 1);
  assert.equal(opened.room.state.name, 'live');
});

test('openRoom: a server that cannot be reached is asked again, with a hint after three times, and connect() skips the delay', async t => {
  const server = fakeServer(t);
  server.answer(...[1, 2, 3].map(() => new TypeError('fetch failed')));
  const opened = server.open();

  for (let tries = 0; tries < 2; tries++) {
    await settle();
    t.mock.timers.tick(WAIT);
  }
  await settle();
  const { state } = opened.room;
  opened.room.connect();
  await opened.enter();

  assert.deepEqual(state.name === 'waiting' && [state.tries, state.code, state.hint], [3, 0, 'http://server cannot be reached.']);
  assert.deepEqual(opened.made.map(({ url }) => new URL(url).searchParams.get('after')), [server.position], 'no socket before the room is read');
  assert.equal(opened.room.state.name, 'live');
});

test('openRoom: the states of the socket are states of the room, with their hint', async t => {
  const server = fakeServer(t);
  const opened = await server.open().enter();
  /** @type {string[]} */
  const names = [];
  opened.room.subscribe(() => names.push(opened.room.state.name));

  opened.wire.drop(1012, 'restarting');
  await settle();
  const first = opened.room.state;
  for (let tries = 0; tries < 3; tries++) {
    t.mock.timers.tick(WAIT);
    await settle();
    opened.wire.drop(1006);
    await settle();
  }
  const third = opened.room.state;
  opened.room.connect();
  await opened.letIn();

  assert.deepEqual(first, { name: 'waiting', retryAt: 1_000_000 + WAIT, tries: 1, code: 1012, reason: 'restarting', hint: null });
  assert.equal(third.name === 'waiting' && third.hint, 'http://server cannot be reached.');
  assert.deepEqual(names.slice(0, 3), ['waiting', 'connecting', 'waiting']);
  assert.equal(names.at(-1), 'live');
});

test('openRoom: a final close code closes the room, and later messages fail', async t => {
  const server = fakeServer(t);
  const opened = await server.open().enter();

  opened.wire.drop(4004, 'User not found');
  const outgoing = opened.room.send('too late');
  await settle();

  assert.deepEqual(opened.room.state, { name: 'closed', code: 4004, reason: 'User not found' });
  assert.deepEqual((await outgoing.settled).error, { code: 'closed', message: 'User not found' });
  assert.deepEqual(opened.shown, ['too late failed']);
});

test('openRoom: a server without snapshots and positions is read with the older requests, and resumed by seq', async t => {
  const server = fakeServer(t);
  server.hasSnapshots = false;
  for (let n = 1; n <= 60; n++) server.say(`${n}`);
  server.add({ type: 'video_ready', video_id: 'w', title: 'Clip' });
  const opened = server.open();

  await opened.enter();
  await opened.receive(server.say('62'));
  await opened.reconnect({});

  assert.deepEqual(opened.shown.slice(0, 2), ['11', '12']);
  assert.deepEqual(opened.shown.slice(-3), ['60', 'video_ready', '62']);
  assert.equal(opened.made[0]?.url, 'ws://server/ws/lobby/ada?after=61');
  assert.equal(opened.wire.url, 'ws://server/ws/lobby/ada?after=62');
  assert.equal(opened.room.older.hasMore, true);
  assert.deepEqual(opened.room.snapshot?.videos.map(({ id }) => id), ['w']);
  assert.deepEqual(opened.room.snapshot?.live_streams, [{ id: 's', status: 'live' }], 'without the keys');
  assert.deepEqual(opened.room.snapshot?.users, [{ id: 'bob', username: 'bob' }]);
});

test('close: no listener is called, no request or attempt follows, and messages are kept', async t => {
  const server = fakeServer(t);
  server.answer(refusal(503, 'starting', 1));
  const loading = server.open();
  await settle();
  const opened = await server.open().enter();
  const outgoing = opened.room.send('kept');
  await settle();
  const { changes } = opened;
  const asked = server.asked.length;

  for (const { room } of [loading, opened]) room.close();
  opened.room.connect();
  t.mock.timers.tick(60_000);
  await settle();

  await assert.rejects(loading.room.ready, { name: 'AbortError' });
  assert.equal(outgoing.error?.code, 'closed');
  assert.deepEqual(opened.shown, ['kept pending']);
  assert.equal(opened.changes, changes);
  assert.equal(server.asked.length, asked);
  assert.ok(opened.wire.isClosed);
  assert.deepEqual([loading, opened].map(({ room }) => room.state.name), ['closed', 'closed']);
});

test('openRoom: needs neither a page nor localStorage, and says what it needs', () => {
  assert.throws(() => openRoom('lobby', { user: ADA }), { name: 'TypeError', message: /baseUrl/ });
  if (!globalThis.WebSocket)
    assert.throws(() => openRoom('lobby', { user: ADA, api: new VideoChatApi({ baseUrl: 'http://server' }) }), { name: 'TypeError', message: /WebSocket/ });
});
