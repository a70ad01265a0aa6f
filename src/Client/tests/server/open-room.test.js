import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { WebSocket } from 'undici';
import { VideoChatApi } from '../../src/index.js';
import { fakeStorage } from '../support/fake-storage.js';
import { api, baseUrl, changed, contentsOf, enterRoom, newRoom, upTo } from '../support/server.js';

test('openRoom: enters with one request, and two stores have the same items, each once', async t => {
  const { ada, bob, room } = await newRoom();
  await api.messages.post(room.id, { user_id: bob.id, content: 'before' });
  /** @type {string[]} */
  const asked = [];
  const counting = new VideoChatApi({
    baseUrl,
    fetch: (url, init) => {
      asked.push(new URL(String(url)).pathname);
      return fetch(url, init);
    },
  });
  const hers = await enterRoom(t, room.id, { user: ada, api: counting });
  const his = await enterRoom(t, room.id, { user: bob });

  const sent = upTo(20).map(n => (n % 2 ? hers : his).send(`${n}`).settled);
  const pending = hers.items.filter(item => item.type === 'message' && item.status === 'pending').length;
  await Promise.all(sent);
  for (const opened of [hers, his]) await changed(opened, () => opened.items.at(-1)?.seq === 21);

  assert.deepEqual(asked, [`/rooms/${room.id}/snapshot`]);
  assert.equal(pending, 10);
  assert.deepEqual(hers.items.map(({ seq }) => seq), upTo(21));
  assert.deepEqual(hers.items, his.items);
  assert.equal(new Set(hers.items.map(({ key }) => key)).size, 21);
});

test('openRoom: what is written while it loads, and what a closed page left, is sent once', async t => {
  const { ada, room } = await newRoom();
  const outbox = fakeStorage();
  const first = await enterRoom(t, room.id, { user: ada, outbox });
  first.send('left');
  first.close(); // The frame that confirms the message does not arrive.

  const second = await enterRoom(t, room.id, { user: ada, outbox }, opened => opened.send('early'));
  await changed(second, () => second.items.length === 2 && second.items.every(({ seq }) => seq !== null));

  assert.deepEqual(contentsOf(second), ['left', 'early']);
  assert.deepEqual((await api.messages.list(room.id)).items.map(({ content }) => content), ['left', 'early']);
  assert.equal(outbox.length, 0);
});

test('loadOlder: leads to the beginning, messages and milestones in the order of the log', async t => {
  const { ada, room } = await newRoom();
  for (const n of upTo(12)) await api.messages.post(room.id, { user_id: ada.id, content: `${n}` });
  await api.videos.createUpload(room.id, { title: 'Clip', user_id: ada.id });
  for (const n of upTo(3)) await api.messages.post(room.id, { user_id: ada.id, content: `later ${n}` });

  const opened = await enterRoom(t, room.id, { user: ada, limit: 5 });
  const entered = opened.items.map(({ seq }) => seq);
  for (let pages = 0; opened.older.hasMore && pages < 10; pages++) await opened.loadOlder();

  assert.deepEqual(entered, [11, 12, 13, 14, 15, 16]);
  assert.deepEqual(opened.items.map(({ seq }) => seq), upTo(16));
  assert.equal(opened.items[12]?.type, 'video_upload_created');
});

test('resync: a room whose log has another event at the position is read again', async t => {
  const { ada, room } = await newRoom();
  for (const n of upTo(3)) await api.messages.post(room.id, { user_id: ada.id, content: `${n}` });
  let connections = 0;
  const Lost = class extends WebSocket {
    /** @param {string} url */
    constructor(url) {
      super(connections++ ? url : url.replace(/after=.*/, `after=3:${randomUUID()}`));
    }
  };

  const opened = await enterRoom(t, room.id, { user: ada, WebSocket: /** @type {any} */ (Lost) });
  const entered = opened.snapshot;
  await changed(opened, () => opened.snapshot !== entered);
  await opened.send('4').settled;
  await changed(opened, () => opened.items.length === 4);

  assert.deepEqual(contentsOf(opened), ['1', '2', '3', '4']);
  assert.equal(connections, 1);
});

test('members and typing: who comes, types and goes', async t => {
  const { ada, bob, room } = await newRoom();
  // Signals are lost while a socket is not open.
  const hers = await enterRoom(t, room.id, { user: ada });
  await changed(hers, () => hers.state.name === 'live');
  const his = await enterRoom(t, room.id, { user: bob });
  await changed(his, () => his.state.name === 'live');
  const names = () => hers.members.map(({ username, is_present: isPresent }) => [username, isPresent]);

  await changed(hers, () => hers.members.length === 2);
  const both = names();
  his.sendTyping();
  await changed(hers, () => hers.typing.length === 1);
  his.send('done');
  await changed(hers, () => hers.items.length === 1);
  const typing = hers.typing.length;
  his.close();
  await changed(hers, () => !hers.members[1]?.is_present);

  assert.deepEqual(both, [['ada', true], ['bob', true]]);
  assert.equal(typing, 0);
  assert.deepEqual(names(), [['ada', true], ['bob', false]]);
});

test('openRoom: an unknown room cannot be opened, and an unknown user is told so', async t => {
  const { ada, room } = await newRoom();

  await assert.rejects(enterRoom(t, randomUUID(), { user: ada }), { status: 404, detail: 'Room not found' });
  const opened = await enterRoom(t, room.id, { user: { id: randomUUID(), username: 'nobody' } });
  await changed(opened, () => opened.state.name === 'closed');

  assert.deepEqual(opened.state, { name: 'closed', code: 4004, reason: 'User not found' });
});
