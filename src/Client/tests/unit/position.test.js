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
