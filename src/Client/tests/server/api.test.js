import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { ApiError, VideoChatApi } from '../../src/index.js';
import { api, newRoom, upTo } from '../support/server.js';

test('users: are made, found and listed', async () => {
  const ada = await api.users.create('ada');

  assert.deepEqual(await api.users.get(ada.id), ada);
  assert.equal(ada.username, 'ada');
});

test('users: the list goes on over all pages', async () => {
  const made = await Promise.all(upTo(5).map(() => api.users.create('ada')));

  const found = new Set();
  for await (const { id } of await api.users.list({ limit: 3 }))
    found.add(id);

  assert.ok(made.every(({ id }) => found.has(id)));
});

test('rooms: members join and leave', async () => {
  const { ada, room } = await newRoom();

  const joined = await api.rooms.join(room.id, ada.id);
  const during = await api.rooms.get(room.id);
  await api.rooms.leave(room.id, ada.id);
  const after = await api.rooms.get(room.id);

  assert.equal(joined.message, 'User ada joined room lobby');
  assert.deepEqual([during.users, after.users], [[ada.id], []]);
});

test('messages: the history is read page by page, newest page first', async () => {
  const { ada, room } = await newRoom();
  for (const n of upTo(5))
    await api.messages.post(room.id, { userId: ada.id, content: `${n}` });

  const pages = [];
  for await (const page of (await api.messages.list(room.id, { limit: 2 })).pages('prev'))
    pages.push(page.items.map(({ content }) => content));

  assert.deepEqual(pages, [['4', '5'], ['2', '3'], ['1']]);
});

test('messages: a page knows its neighbours', async () => {
  const { ada, room } = await newRoom();
  for (const n of upTo(3))
    await api.messages.post(room.id, { userId: ada.id, content: `${n}` });

  const newest = await api.messages.list(room.id, { limit: 2 });
  const oldest = await newest.prev();
  const back = await oldest?.next();

  assert.deepEqual([newest.hasPrev, newest.hasNext], [true, false]);
  assert.deepEqual([oldest?.hasPrev, oldest?.hasNext], [false, true]);
  assert.equal(await oldest?.prev(), null);
  assert.deepEqual(back?.items, newest.items);
});

test('messages: a repeat of a clientId is the same message', async () => {
  const { ada, room } = await newRoom();
  const message = { userId: ada.id, content: 'once', clientId: '5f1c' };

  const first = await api.messages.post(room.id, message);
  const second = await api.messages.post(room.id, message);

  assert.deepEqual(second, first);
});

test('events: are those of the socket, over all pages', async () => {
  const { ada, room } = await newRoom();
  for (const n of upTo(5))
    await api.messages.post(room.id, { userId: ada.id, content: `${n}` });

  const seqs = [];
  for await (const event of await api.rooms.events(room.id, { after: 1, limit: 2 })) {
    assert.equal(event.type, 'message');
    seqs.push(event.seq);
  }

  assert.deepEqual(seqs, [2, 3, 4, 5]);
});

test('snapshot: shows the end of the history, and the names of all concerned', async () => {
  const { ada, bob, room } = await newRoom();
  for (const n of upTo(3))
    await api.messages.post(room.id, { userId: ada.id, content: `${n}` });
  await api.rooms.join(room.id, bob.id);
  await api.videos.createUpload(room.id, { userId: bob.id });

  const snapshot = await api.rooms.snapshot(room.id, { limit: 2 });

  assert.deepEqual(snapshot.room, await api.rooms.get(room.id));
  assert.equal(snapshot.position, snapshot.room.position);
  assert.deepEqual(snapshot.messages, (await api.messages.list(room.id, { limit: 2 })).items);
  assert.equal(snapshot.has_older, true);
  assert.deepEqual(snapshot.milestones.map(({ type, seq }) => [type, seq]), [['video_upload_created', 4]]);
  assert.deepEqual(snapshot.users, [{ id: ada.id, username: 'ada' }, { id: bob.id, username: 'bob' }]);
  assert.deepEqual(snapshot.presence, { count: 0, users: [] });
});

test('snapshot: is one state of the room while others write', async () => {
  const { ada, room } = await newRoom();
  let isEnding = false;
  const writing = (async () => {
    while (!isEnding) await api.messages.post(room.id, { userId: ada.id, content: 'hello' });
  })();

  for (let i = 0; i < 10; i++) {
    const { messages, position, room: { position: same } } = await api.rooms.snapshot(room.id, { limit: 5 });
    const newest = messages.at(-1);
    if (newest) assert.equal(position, `${newest.seq}:${newest.id}`);
    assert.equal(position, same);
  }
  isEnding = true;
  await writing;
});

test('idempotencyKey: a repeat makes nothing new', async () => {
  const key = randomUUID();

  const first = await api.rooms.create('once', { idempotencyKey: key });
  const second = await api.rooms.create('once', { idempotencyKey: key });

  assert.deepEqual(second, first);
  await assert.rejects(api.rooms.create('other', { idempotencyKey: key }), { status: 409 });
});

test('ApiError: says what is wrong, by field, and how to find it in the log', async () => {
  const error = await api.users.create('!').catch(problem => problem);

  assert.ok(error instanceof ApiError);
  assert.equal(error.status, 422);
  assert.deepEqual(Object.keys(error.errors), ['username']);
  assert.match(error.detail, /username/);
  assert.equal(error.message, error.detail);
  assert.match(error.traceId ?? '', /^[0-9a-f]{32}$/);
  assert.equal(error.retryAfter, null);
});

test('ApiError: of an unknown room is in the API\'s words', async () => {
  await assert.rejects(api.rooms.get('no-uuid'), { status: 404, detail: 'Room not found' });
});

test('ApiError: no server, no status', async () => {
  const nowhere = new VideoChatApi({ baseUrl: 'http://127.0.0.1:9' });

  await assert.rejects(nowhere.service.get(), { name: 'ApiError', status: 0 });
});

test('signal: gives a request up', async () => {
  await assert.rejects(api.rooms.list({ signal: AbortSignal.abort() }), { name: 'AbortError' });
});

test('service: says what it is and how it is', async () => {
  assert.equal((await api.service.get()).version, '2.0.0');
  assert.equal((await api.service.health()).status, 'healthy');
  assert.equal((await api.service.live()).status, 'alive');
  assert.equal((await api.service.ready()).status, 'ready');
});

test('liveStreams: are made, listed and stopped', async () => {
  const { room } = await newRoom();

  const made = await api.liveStreams.create(room.id, 'Friday').catch(problem => problem);
  if (made instanceof ApiError && made.status === 503) return; // Live streams are disabled on this server.
  const stopped = await api.liveStreams.stop(room.id, made.id);
  const { items } = await api.liveStreams.list(room.id);

  assert.equal(made.rtmp_url, `${made.ingest_url}/${made.stream_key}`);
  assert.equal(stopped.status, 'ended');
  assert.deepEqual(items, [stopped]);
});
