import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeServer, refusal, settle, WAIT } from '../support/fake-server.js';

/** Fills the log. @param {ReturnType<typeof fakeServer>} server @param {number} from @param {number} to */
function fill(server, from, to) {
  for (let n = from; n <= to; n++) server.say(`${n}`);
}

test('resync: messages that the log has lost are dropped, also those whose numbers were given again', async t => {
  const server = fakeServer(t);
  fill(server, 1, 5);
  const opened = await server.open().enter();
  const kept = opened.room.items[1];

  server.goBack(3);
  server.say('another fourth');
  await opened.reconnect();
  const asked = opened.wire.url;
  await opened.resync();

  assert.equal(asked, 'ws://server/ws/lobby/ada?after=5:id-5-0');
  assert.deepEqual(opened.shown, ['1', '2', '3', 'another fourth']);
  assert.equal(opened.room.items[1], kept);
});

test('resync: what is beyond the new end is dropped before the room is read again', async t => {
  const server = fakeServer(t);
  fill(server, 1, 5);
  const opened = await server.open().enter();
  server.goBack(3);
  server.answer(refusal(503, 'starting', 2));

  await opened.reconnect();
  await opened.resync();

  assert.deepEqual(opened.shown, ['1', '2', '3']);
});

test('resync: older pages stay if the log still has them, and go if it does not', async t => {
  const server = fakeServer(t);
  fill(server, 1, 8);
  const opened = await server.open({ limit: 3 }).enter();
  await opened.room.loadOlder();
  const pages = opened.shown;

  server.goBack(7);
  server.say('another eighth');
  await opened.reconnect();
  await opened.resync();
  const common = opened.shown;
  server.goBack(1);
  for (const content of ['a', 'b', 'c', 'd', 'e']) server.say(content);
  await opened.reconnect();
  await opened.resync();
  const replaced = opened.shown;
  await opened.room.loadOlder();

  assert.deepEqual(pages, ['3', '4', '5', '6', '7', '8']);
  assert.deepEqual(common, ['3', '4', '5', '6', '7', 'another eighth']);
  assert.deepEqual(replaced, ['c', 'd', 'e']);
  assert.deepEqual(opened.shown, ['1', 'a', 'b', 'c', 'd', 'e']);
});

test('resync: after a long absence the newest messages replace the old ones, without a gap', async t => {
  const server = fakeServer(t);
  fill(server, 1, 3);
  const opened = await server.open({ limit: 2 }).enter();

  fill(server, 4, 2_000);
  await opened.reconnect();
  await opened.resync();

  assert.deepEqual(opened.shown, ['1999', '2000']);
  assert.equal(opened.room.older.hasMore, true);
});

test('resync: events that arrive while the room is read are added after it, each once', async t => {
  const server = fakeServer(t);
  fill(server, 1, 3);
  const opened = await server.open().enter();
  /** @type {(response: Response) => void} */
  let release = () => {};

  server.goBack(2);
  await opened.reconnect();
  server.answer(new Promise(resolve => { release = resolve; }));
  await opened.resync();
  const during = server.say('during');
  await opened.receive(during);
  const before = opened.shown;
  release(server.respond('/rooms/lobby/snapshot', new URLSearchParams()));
  await settle();
  await opened.receive(server.say('after'));

  assert.deepEqual(before, ['1', '2']);
  assert.deepEqual(opened.shown, ['1', '2', 'during', 'after']);
});

test('resync: of two, the later one counts', async t => {
  const server = fakeServer(t);
  fill(server, 1, 4);
  const opened = await server.open().enter();
  const late = Promise.resolve(server.respond('/rooms/lobby/snapshot', new URLSearchParams()));
  /** @type {(response: Response) => void} */
  let release = () => {};
  server.answer(new Promise(resolve => { release = resolve; }));

  await opened.resync();
  server.goBack(1);
  server.say('second');
  await opened.resync();
  const shown = opened.shown;
  release(await late);
  await settle();

  assert.deepEqual(shown, ['1', 'second']);
  assert.deepEqual(opened.shown, shown);
});

test('resync: the room is read again until it succeeds, as late as the server says', async t => {
  const server = fakeServer(t);
  fill(server, 1, 3);
  const opened = await server.open().enter();
  server.goBack(2);
  server.answer(refusal(429, 'Rate limit exceeded', 5), refusal(500, 'internal'));

  await opened.resync();
  const { state } = opened.room;
  const asked = server.asked.length;
  t.mock.timers.tick(4_999);
  await settle();
  const early = server.asked.length;
  t.mock.timers.tick(1);
  await settle();
  t.mock.timers.tick(WAIT);
  await settle();
  await opened.receive(server.say('third'));

  assert.deepEqual(state, { name: 'waiting', retryAt: 1_005_000, tries: 1, code: 429, reason: 'Rate limit exceeded', hint: null });
  assert.deepEqual(opened.room.state, { name: 'live' });
  assert.equal(early, asked);
  assert.deepEqual(opened.shown, ['1', '2', 'third']);
});

test('resync: pending messages stay, and sent messages that the log has lost do not', async t => {
  const server = fakeServer(t);
  const opened = await server.open().enter();
  opened.room.send('confirmed');
  await opened.confirm();
  opened.room.send('pending');

  server.goBack(0);
  await opened.reconnect();
  await opened.resync();
  const shown = opened.shown;
  await opened.confirm();

  assert.deepEqual(shown, ['pending pending']);
  assert.deepEqual(opened.shown, ['pending']);
});

test('resync: a sent message whose place the log lost before its events arrived does not stay', async t => {
  const server = fakeServer(t);
  const opened = await server.open().enter();
  opened.room.send('repeated');
  server.say('one');
  const stored = server.say('repeated', { user_id: 'ada', username: 'ada', client_id: opened.wire.sent[0]?.client_id });
  await opened.reconnect();
  await opened.receive(stored); // The answer to the repeat, before the events that precede it.
  const early = opened.shown;

  server.goBack(1);
  await opened.reconnect();
  await opened.resync();

  assert.deepEqual(early, ['repeated']);
  assert.deepEqual(opened.shown, ['one']);
});

test('resync: a server without positions resyncs a seq from the future, and the room is read again', async t => {
  const server = fakeServer(t);
  server.hasSnapshots = false;
  fill(server, 1, 5);
  const opened = await server.open().enter();

  server.goBack(3);
  await opened.reconnect({});
  await opened.receive({ type: 'resync', last_seq: 3, timestamp: '' });
  await opened.receive(server.say('another fourth'));

  assert.equal(opened.wire.url, 'ws://server/ws/lobby/ada?after=5');
  assert.deepEqual(opened.shown, ['1', '2', '3', 'another fourth']);
});

test('resync: a room that no longer exists closes', async t => {
  const server = fakeServer(t);
  const opened = await server.open().enter();
  server.answer(refusal(404, 'Room not found'), refusal(404, 'Room not found'));

  await opened.resync();

  assert.deepEqual(opened.room.state, { name: 'closed', code: 404, reason: 'Room not found' });
  assert.ok(opened.wire.isClosed);
});
