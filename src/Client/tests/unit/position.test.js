import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeRoom, WAIT } from '../support/fake-room.js';

const seqs = (/** @type {ReturnType<typeof fakeRoom>} */ room) => room.told('message').map(({ seq }) => seq);

test('event: is told once, in order, under its name', t => {
  const room = fakeRoom(t).start();

  room.server.receive(room.message(1));
  room.server.receive(room.message(1));
  room.server.receive({ ...room.message(2), type: 'video_ready', video_id: 'v', playback_url: 'http://v' });
  room.server.receive(room.message(3));

  assert.deepEqual(seqs(room), [1, 3]);
  assert.deepEqual(room.told('video_ready').map(({ video_id }) => video_id), ['v']);
  assert.equal(room.socket.after, 3);
});

test('event: a path of the server becomes a URL, what is absolute or null stays', t => {
  const room = fakeRoom(t, { baseUrl: 'https://server/api/' }).start();

  room.server.receive({ ...room.message(1), type: 'video_ready', playback_url: '/media/v.m3u8', thumbnail_url: null });
  room.server.receive({ ...room.message(2), type: 'video_ready', playback_url: 'http://v', thumbnail_url: '/media/v.jpg' });

  assert.deepEqual(
    room.told('video_ready').map(({ playback_url, thumbnail_url }) => [playback_url, thumbnail_url]),
    [['https://server/api/media/v.m3u8', null], ['http://v', 'https://server/api/media/v.jpg']]);
});

test('event: signals have no place in the order', t => {
  const room = fakeRoom(t).start();

  room.server.receive({ type: 'typing', user_id: 'bob', username: 'bob', timestamp: '' });
  room.server.receive({ type: 'user_left', user_id: 'bob', username: 'bob', message: '', timestamp: '' });

  assert.equal(room.told('typing').length, 1);
  assert.equal(room.told('user_left').length, 1);
  assert.equal(room.socket.after, 0);
});

test('gap: it comes back for what is missing', t => {
  const room = fakeRoom(t).start();
  room.server.receive(room.message(1));

  room.server.receive(room.message(3));
  const isClosed = room.server.isClosed;
  t.mock.timers.tick(WAIT);
  room.letIn();
  for (const seq of [2, 3, 4]) room.server.receive(room.message(seq));

  assert.ok(isClosed);
  assert.match(room.server.url, /after=1$/);
  assert.deepEqual(seqs(room), [1, 2, 3, 4]);
  assert.deepEqual(room.told('resync'), []);
});

test('gap: one that stays is a resync, not a circle', t => {
  const room = fakeRoom(t).start();

  room.server.receive(room.message(3));
  t.mock.timers.tick(WAIT);
  room.letIn();
  room.server.receive(room.message(3));
  room.server.receive(room.message(4));

  assert.equal(room.made.length, 2);
  assert.deepEqual(room.told('resync').map(({ last_seq }) => last_seq), [2]);
  assert.deepEqual(seqs(room), [3, 4]);
});

test('resync: is told, and the room goes on behind it, also backwards', t => {
  const room = fakeRoom(t, { after: 9_000 }).start();

  room.server.receive({ type: 'resync', last_seq: 7, timestamp: '' });
  room.server.receive(room.message(8));

  assert.deepEqual(room.told('resync').map(({ last_seq }) => last_seq), [7]);
  assert.deepEqual(seqs(room), [8]);
});

test('after "now": the server says where now is, and from then on nothing is missed', t => {
  const room = fakeRoom(t, { after: 'now' }).start();
  const asked = room.server.url;

  room.server.receive({ type: 'resync', last_seq: 41, timestamp: '' });
  room.server.drop(1006);
  t.mock.timers.tick(WAIT);

  assert.match(asked, /after=now$/);
  assert.match(room.server.url, /after=41$/);
  assert.deepEqual(room.told('resync'), []);
});

test('position: a server that sends positions gets them back, with the id of the newest event', t => {
  const room = fakeRoom(t, { after: 3 });
  room.socket.connect();
  const first = room.server.url;
  room.letIn({ position: '4:id-4' });

  room.server.receive(room.message(4));
  const taken = room.socket.position;
  const later = room.reconnect();

  assert.match(first, /after=3$/);
  assert.equal(taken, '4:id-4');
  assert.equal(later, '4:id-4');
  assert.equal(room.socket.after, 4);
});

test('position: one from the history is sent as it is, in the first connection too', t => {
  const room = fakeRoom(t, { after: '41:id-41' });
  room.socket.connect();
  const first = new URL(room.server.url).searchParams.get('after');
  room.letIn({ position: '41:id-41' });
  room.server.receive(room.message(42));

  assert.equal(first, '41:id-41');
  assert.equal(room.reconnect(), '42:id-42');
  assert.deepEqual(room.told('message').map(({ seq }) => seq), [42]);
});

test('position: a room in which nothing happens learns the id of its seq from the server', t => {
  const quiet = fakeRoom(t, { after: 7 });
  quiet.socket.connect();
  quiet.letIn({ position: '7:id-7' });
  const behind = fakeRoom(t, { after: 6 });
  behind.socket.connect();
  behind.letIn({ position: '7:id-7' });

  assert.equal(quiet.reconnect(), '7:id-7');
  assert.equal(behind.reconnect(), '6', 'the id of another event');
});

test('position: an earlier server gets only the seq, also after a newer one', t => {
  const room = fakeRoom(t, { after: 0 }).start();
  room.server.receive(room.message(1));
  const old = room.reconnect();
  room.letIn({ position: '1:id-1' });
  const newer = room.reconnect();
  room.letIn({});
  const older = room.reconnect();

  assert.deepEqual([old, newer, older], ['1', '1:id-1', '1']);
});

test('position: another user who joins says nothing about the server', t => {
  const room = fakeRoom(t, { after: '1:id-1' }).start();
  room.letIn({ position: '1:id-1' });

  room.server.receive({ type: 'user_joined', user_id: 'bob', username: 'bob', message: '', timestamp: '' });

  assert.equal(room.reconnect(), '1:id-1');
});

test('resync: with a position the room goes on there, and earlier ids are forgotten', t => {
  const room = fakeRoom(t, { after: '9:old' }).start();
  room.letIn({ position: '7:new' });

  room.server.receive({ type: 'resync', last_seq: 7, position: '7:new', timestamp: '' });
  const resumed = room.reconnect();
  room.letIn({ position: '7:new' });
  room.server.receive({ type: 'resync', last_seq: 5, timestamp: '' });

  assert.equal(resumed, '7:new');
  assert.equal(room.reconnect(), '5');
});

test('connect: takes a position of a history that was read after the socket was made', t => {
  const room = fakeRoom(t, { after: 'now' });

  room.socket.connect({ after: '41:id-41' });

  assert.match(room.server.url, /after=41:id-41$/);
  assert.equal(room.socket.after, 41);
});

test('close: before the first connection, messages fail instead of staying pending', async t => {
  const { socket } = fakeRoom(t);
  const outgoing = socket.send('hello');

  socket.close();

  assert.equal((await outgoing.settled).error?.code, 'closed');
  assert.deepEqual(socket.pending, []);
});
