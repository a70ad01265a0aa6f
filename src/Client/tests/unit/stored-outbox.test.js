import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VideoChatApi } from '../../src/index.js';
import { fakeRoom, WAIT } from '../support/fake-room.js';
import { fakeStorage } from '../support/fake-storage.js';

/** @import { StoredMessage } from '../../src/index.js' */

/** @param {ReturnType<typeof fakeRoom>} room */
const contents = room => room.sent().map(({ content }) => content);

test('outbox: what was not confirmed is sent by the next socket, in order, under the same client_id', t => {
  const outbox = fakeStorage();
  const before = fakeRoom(t, { outbox });
  const written = ['a', 'b', 'c'].map(content => before.socket.send(content));
  before.socket.close();
  const after = fakeRoom(t, { outbox });
  /** @type {string[]} */
  const told = [];
  after.socket.on('outgoing', ({ content, status }) => told.push(`${content} ${status}`));

  after.start();
  for (let seq = 1; seq <= 3; seq++) after.confirm(seq, after.sent().at(-1));

  assert.deepEqual(contents(after), ['a', 'b', 'c']);
  assert.deepEqual(after.sent().map(({ client_id: id }) => id), written.map(({ clientId }) => clientId));
  assert.deepEqual(told.slice(0, 3), ['a pending', 'b pending', 'c pending']);
  assert.equal(outbox.length, 0);
});

test('outbox: what is written before connect() is sent behind what is older', t => {
  const outbox = fakeStorage();
  fakeRoom(t, { outbox }).socket.send('older');
  t.mock.timers.tick(1);
  const room = fakeRoom(t, { outbox });

  room.socket.send('newer');
  room.start();
  room.confirm(1, room.sent()[0]);

  assert.deepEqual(contents(room), ['older', 'newer']);
});

test('outbox: holds only messages of its user and room', t => {
  const outbox = fakeStorage();
  fakeRoom(t, { outbox, userId: 'bob' }).socket.send('of bob');
  fakeRoom(t, { outbox, roomId: 'other/lobby' }).socket.send('elsewhere');

  const room = fakeRoom(t, { outbox }).start();

  assert.deepEqual(room.socket.pending, []);
});

test('outbox: two tabs send one message under one client_id, and each settles it', t => {
  const outbox = fakeStorage();
  const first = fakeRoom(t, { outbox });
  const outgoing = first.socket.send('once');
  const second = fakeRoom(t, { outbox }).start();

  first.start();
  second.confirm(1, second.sent()[0]);
  first.confirm(1, second.sent()[0]);

  assert.equal(first.sent()[0]?.client_id, second.sent()[0]?.client_id);
  assert.equal(outgoing.status, 'sent');
  assert.deepEqual(second.socket.pending, []);
  assert.equal(outbox.length, 0);
});

test('outbox: a tab sends on its next connection what another left when it was closed', t => {
  const outbox = fakeStorage();
  const open = fakeRoom(t, { outbox }).start();
  open.server.drop(1006);
  const closed = fakeRoom(t, { outbox });
  closed.socket.send('left');
  closed.socket.close();

  t.mock.timers.tick(WAIT);
  open.letIn();

  assert.deepEqual(contents(open), ['left']);
});

test('outbox: a refused message is kept until it is discarded, and tried again by the next socket', t => {
  const outbox = fakeStorage();
  const room = fakeRoom(t, { outbox }).start();
  const outgoing = room.socket.send('too long');
  room.refuse('invalid_message');
  room.server.drop(1006);
  t.mock.timers.tick(WAIT);
  room.letIn();
  const again = fakeRoom(t, { outbox }).start();

  room.socket.discard(outgoing);

  assert.deepEqual(contents(room), [], 'not by the same one');
  assert.deepEqual(contents(again), ['too long']);
  assert.equal(outbox.length, 0);
});

test('outbox: after a conflict the new client_id is stored, and only that', t => {
  const outbox = fakeStorage();
  const room = fakeRoom(t, { outbox }).start();
  const outgoing = room.socket.send('a', { clientId: 'taken' });
  room.refuse('conflict');

  room.socket.retry(outgoing);

  assert.equal(outbox.length, 1);
  assert.ok(outbox.key(0)?.endsWith(`/${outgoing.clientId}`));
});

test('outbox: full, forbidden or holding something else, messages are still sent', t => {
  const full = Object.assign(fakeStorage(), { isFull: true });
  const forbidden = { get length() { throw new Error('SecurityError'); }, key() {}, getItem() {}, setItem() { throw new Error(); }, removeItem() { throw new Error(); } };
  const other = fakeStorage();
  other.setItem('videochat.outbox/ada/lobby/1', 'not JSON');
  other.setItem('videochat.outbox/ada/lobby/2', '{"content":7}');
  other.setItem('videochat.outbox/%/lobby/2', '{"content":"a","at":1}');

  for (const outbox of [full, /** @type {any} */ (forbidden), other]) {
    const room = fakeRoom(t, { outbox });
    const outgoing = room.socket.send('hello');
    room.start();
    room.confirm(1, room.sent()[0]);
    assert.equal(outgoing.status, 'sent');
    assert.deepEqual(contents(room), ['hello']);
  }
});

test('connect: takes the seq of a history that was read after the socket was made', t => {
  const room = fakeRoom(t, { after: 'now' });

  room.socket.connect({ after: 41 });
  room.letIn();
  room.server.receive(room.message(42));
  room.socket.connect({ after: 7 }); // The socket already knows a newer seq.

  assert.match(room.server.url, /after=41$/);
  assert.equal(room.socket.after, 42);
});

/** Creates an API that responds with the test's status for each content. @param {Record<string, number>} statuses */
function fakeApi(statuses) {
  /** @type {{ path: string, client_id: string, content: string }[]} */
  const posts = [];
  const api = new VideoChatApi({
    baseUrl: 'http://server',
    fetch: async (url, init) => {
      const body = JSON.parse(String(init?.body));
      posts.push({ path: new URL(String(url)).pathname, ...body });
      return Response.json({ detail: 'words' }, { status: statuses[body.content] ?? 200 });
    },
  });
  return { api, posts };
}

test('sendUnsent: posts what is left of closed rooms, in order, under its client_id', async t => {
  const outbox = fakeStorage();
  const lobby = fakeRoom(t, { outbox }).socket;
  const sent = [lobby.send('a'), fakeRoom(t, { outbox, roomId: 'open' }).socket.send('its own'), lobby.send('b')];
  const { api, posts } = fakeApi({});

  await api.messages.sendUnsent(outbox, { isOpen: (/** @type {StoredMessage} */ { roomId }) => roomId === 'open' });

  assert.deepEqual(posts, [sent[0], sent[2]].map(outgoing =>
    ({ path: '/rooms/lobby/messages', user_id: 'ada', content: outgoing?.content, client_id: outgoing?.clientId })));
  assert.equal(outbox.length, 1);
});

test('sendUnsent: stops at an error that may pass, and loses nothing', async t => {
  const outbox = fakeStorage();
  const { socket } = fakeRoom(t, { outbox });
  for (const content of ['a', 'b', 'c']) socket.send(content);
  const busy = fakeApi({ b: 429 });
  const { api, posts } = fakeApi({});

  await assert.rejects(busy.api.messages.sendUnsent(outbox), { status: 429, isTransient: true });
  await api.messages.sendUnsent(outbox);

  assert.deepEqual(busy.posts.map(({ content }) => content), ['a', 'b']);
  assert.deepEqual(posts.map(({ content }) => content), ['b', 'c']);
});

test('sendUnsent: a message that the server cannot store holds up its own room only', async t => {
  const outbox = fakeStorage();
  const lobby = fakeRoom(t, { outbox }).socket;
  lobby.send('defect');
  lobby.send('behind it');
  t.mock.timers.tick(1);
  fakeRoom(t, { outbox, roomId: 'other' }).socket.send('elsewhere');
  const { api, posts } = fakeApi({ defect: 500 });

  await assert.rejects(api.messages.sendUnsent(outbox), { status: 500 });

  assert.deepEqual(posts.map(({ content }) => content), ['defect', 'elsewhere']);
  assert.equal(outbox.length, 2);
});

test('sendUnsent: passes over what is refused for good, and leaves it to its room', async t => {
  const outbox = fakeStorage();
  const { socket } = fakeRoom(t, { outbox });
  for (const content of ['refused', 'b']) socket.send(content);
  const { api, posts } = fakeApi({ refused: 422 });

  await api.messages.sendUnsent(outbox);
  await api.messages.sendUnsent(outbox);

  assert.deepEqual(posts.map(({ content }) => content), ['refused', 'b']);
  const room = fakeRoom(t, { outbox }).start();
  assert.deepEqual(contents(room), ['refused']);
});
