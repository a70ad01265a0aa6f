import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { WebSocket } from 'undici';
import { RoomSocket } from '../../src/index.js';
import { FILM_START } from '../support/film.js';
import { api, baseUrl, newRoom, openRoom, upTo } from '../support/server.js';

test('two in a room: each message reaches both, once, in one order', async t => {
  const { ada, bob, room } = await newRoom();
  const hers = await openRoom(t, { roomId: room.id, userId: ada.id, after: 0 });
  const his = await openRoom(t, { roomId: room.id, userId: bob.id, after: 0 });

  const sent = upTo(20).map(n => (n % 2 ? hers : his).socket.send(`${n}`));
  await Promise.all(sent.map(({ settled }) => settled));
  await Promise.all([hers, his].map(({ socket }) => socket.after === 20 || socket.next('event', ({ seq }) => seq === 20)));

  assert.deepEqual(hers.seqs, upTo(20));
  assert.deepEqual(his.contents, hers.contents);
  assert.ok(sent.every(({ status }) => status === 'sent'));
});

test('after: replays what came since, then goes live', async t => {
  const { ada, room } = await newRoom();
  for (const n of upTo(5)) await api.messages.post(room.id, { userId: ada.id, content: `${n}` });

  const opened = await openRoom(t, { roomId: room.id, userId: ada.id, after: 2 });
  await opened.socket.send('6').settled;

  assert.deepEqual(opened.seqs, [3, 4, 5, 6]);
});

test('after "now": brings only what comes', async t => {
  const { ada, room } = await newRoom();
  for (const n of upTo(5)) await api.messages.post(room.id, { userId: ada.id, content: `${n}` });

  const opened = await openRoom(t, { roomId: room.id, userId: ada.id });
  await opened.socket.send('6').settled;

  assert.deepEqual(opened.contents, ['6']);
});

test('resync: a position from the future is told, and the room goes on', async t => {
  const { ada, room } = await newRoom();
  await api.messages.post(room.id, { userId: ada.id, content: '1' });
  const socket = new RoomSocket({ baseUrl, WebSocket, roomId: room.id, userId: ada.id, after: 9_000 });
  t.after(() => socket.close());
  const resync = socket.next('resync');

  socket.connect();

  assert.equal((await resync).last_seq, 1);
  assert.equal((await socket.send('2').settled).message?.seq, 2);
});

for (const [what, ids, reason] of /** @type {const} */ ([
  ['room', { roomId: randomUUID() }, 'Room not found'],
  ['user', { userId: randomUUID() }, 'User not found'],
])) {
  test(`close 4004: an unknown ${what} closes for good, with the server's reason`, async () => {
    const { ada, room } = await newRoom();
    const known = { roomId: room.id, userId: ada.id };
    const socket = new RoomSocket({ baseUrl, WebSocket, ...known, ...ids });
    const outgoing = socket.send('hello');
    const closed = socket.next('state', ({ name }) => name === 'closed');

    socket.connect();

    assert.deepEqual(await closed, { name: 'closed', code: 4004, reason });
    assert.deepEqual(outgoing.error, { code: 'closed', message: reason });
  });
}

test('signals: who comes, types and goes', async t => {
  const { ada, bob, room } = await newRoom();
  const hers = await openRoom(t, { roomId: room.id, userId: ada.id });
  const joined = hers.socket.next('user_joined', ({ user_id }) => user_id === bob.id);
  const typing = hers.socket.next('typing');
  const left = hers.socket.next('user_left');

  const his = await openRoom(t, { roomId: room.id, userId: bob.id });
  await joined;
  const { users } = await api.rooms.presence(room.id);
  his.socket.typing();
  await typing;
  his.socket.close();

  assert.equal((await left).user_id, bob.id);
  assert.deepEqual(users.map(({ username }) => username), ['ada', 'bob']);
});

test('send: what is refused fails in the server\'s words, and the next one gets through', async t => {
  const { ada, room } = await newRoom();
  const { socket } = await openRoom(t, { roomId: room.id, userId: ada.id });

  const blank = socket.send('   ');
  const long = socket.send('x'.repeat(5_001));
  const fine = socket.send('fine');
  await fine.settled;

  assert.match(blank.error?.message ?? '', /content must be 1 to 5000 characters/);
  assert.equal(long.error?.code, 'invalid_message');
  assert.equal(fine.message?.seq, 1);
});

test('send: a clientId that is used for something else is a conflict, and a retry takes another', async t => {
  const { ada, room } = await newRoom();
  const { socket } = await openRoom(t, { roomId: room.id, userId: ada.id });
  await socket.send('first', { clientId: '5f1c' }).settled;

  const second = socket.send('second', { clientId: '5f1c' });
  const refused = (await second.settled).error?.code;
  socket.retry(second);
  await second.settled;

  assert.equal(refused, 'conflict');
  assert.equal(second.message?.content, 'second');
});

test('send: the same message from two tabs is one', async t => {
  const { ada, room } = await newRoom();
  const tabs = await Promise.all([1, 2].map(() => openRoom(t, { roomId: room.id, userId: ada.id })));

  const sent = await Promise.all(tabs.map(({ socket }) => socket.send('once', { clientId: '5f1c' }).settled));

  assert.equal(sent[0]?.message?.id, sent[1]?.message?.id);
  assert.deepEqual((await api.messages.list(room.id)).items.length, 1);
});

test('video: its milestones are told', async t => {
  const { ada, room } = await newRoom();
  const { socket } = await openRoom(t, { roomId: room.id, userId: ada.id });
  const created = socket.next('video_upload_created');
  const processing = socket.next('video_processing');

  const upload = await api.videos.createUpload(room.id, { title: 'Clip' });
  await api.videos.upload(upload.id, new Blob([FILM_START, 'no video']), { contentType: 'video/mp4' });

  assert.equal((await created).upload_id, upload.id);
  assert.equal((await processing).title, 'Clip');
});
