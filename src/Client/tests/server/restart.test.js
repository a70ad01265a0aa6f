import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WebSocket } from 'undici';
import { api, changed, contentsOf, enterRoom, newRoom, openRoom, server, upTo } from '../support/server.js';

/** @import { Outgoing } from '../../src/index.js' */

/** The maximum number of events that the server replays to a client, as configured for these tests. */
const MAX_RESUME = 100;

const restart = async (/** @type {'kill' | 'stop'} */ how) => {
  await server(how);
  await server('start');
};

test('kill -9 in the middle of sending: every message is in the room once, and everybody sees the same', async t => {
  const { ada, bob, room } = await newRoom();
  const hers = await openRoom(t, { roomId: room.id, userId: ada.id, after: 0 });
  const his = await openRoom(t, { roomId: room.id, userId: bob.id, after: 0 });
  /** @type {Outgoing[]} */
  const sent = [];
  const write = () => sent.push(hers.socket.send(`${sent.length + 1}`));

  for (let kills = 0; kills < 2; kills++) {
    upTo(50).forEach(write);
    const some = sent.length - 25;
    await his.socket.next('message', ({ content }) => content === `${some}`);
    const restarted = restart('kill');
    upTo(10).forEach(write); // while the server is stopped
    await restarted;
  }
  await Promise.all(sent.map(({ settled }) => settled));
  const last = /** @type {number} */ (sent.at(-1)?.message?.seq);
  if (his.socket.after !== last) await his.socket.next('event', ({ seq }) => seq === last);

  assert.ok(sent.every(({ status }) => status === 'sent'));
  assert.ok(sent.some(({ tries }) => tries > 1), 'a kill has hit a message under way');
  assert.deepEqual(hers.seqs, upTo(sent.length));
  assert.deepEqual(hers.contents, sent.map(({ content }) => content));
  assert.deepEqual(his.contents, hers.contents);
  const stored = [];
  for await (const event of await api.rooms.events(room.id)) stored.push(event.seq);
  assert.deepEqual(stored, upTo(sent.length));
});

test('SIGTERM: the socket is closed with 1012, comes back and gets what was said meanwhile', async t => {
  const { ada, bob, room } = await newRoom();
  const hers = await openRoom(t, { roomId: room.id, userId: ada.id, after: 0, backoff: () => 60_000 });
  await api.messages.post(room.id, { userId: bob.id, content: 'before' });
  const waiting = hers.socket.next('state', ({ name }) => name === 'waiting');
  const live = hers.socket.next('state', ({ name }) => name === 'live');

  await restart('stop');
  const state = await waiting;
  await api.messages.post(room.id, { userId: bob.id, content: 'meanwhile' });
  hers.socket.connect();
  await live;
  await hers.socket.send('after').settled;

  assert.ok(state.name === 'waiting' && state.code === 1012 && state.retryAt > Date.now());
  assert.deepEqual(hers.contents, ['before', 'meanwhile', 'after']);
});

test('resync: who was away for too long is told to read the history, and goes on without a double', async t => {
  const { ada, bob, room } = await newRoom();
  const hers = await openRoom(t, { roomId: room.id, userId: ada.id, after: 0, backoff: () => 60_000 });
  const waiting = hers.socket.next('state', ({ name }) => name === 'waiting');
  await restart('kill');
  await waiting;
  await Promise.all(upTo(MAX_RESUME + 1).map(n => api.messages.post(room.id, { userId: bob.id, content: `${n}` })));
  const resync = hers.socket.next('resync');

  hers.socket.connect();
  const { last_seq } = await resync;
  const history = await api.messages.list(room.id);
  await hers.socket.send('on we go').settled;

  assert.equal(last_seq, MAX_RESUME + 1);
  assert.equal(history.items.at(-1)?.seq, last_seq);
  assert.deepEqual(hers.seqs, [last_seq + 1]);
});

test('openRoom: who was away for too long has the newest messages again, and their own once, in one order with the others', async t => {
  const { ada, bob, room } = await newRoom();
  /** @type {WebSocket[]} */
  const sockets = [];
  const Recorded = class extends WebSocket {
    /** @param {string} url */
    constructor(url) {
      super(url);
      sockets.push(this);
    }
  };
  const hers = await enterRoom(t, room.id, { user: ada, limit: 5, backoff: () => 60_000, WebSocket: /** @type {any} */ (Recorded) });
  await hers.send('first').settled;
  const entered = hers.snapshot;
  sockets[0]?.close(4000);
  await changed(hers, () => hers.state.name === 'waiting');
  const offline = hers.send('offline').settled;
  await Promise.all(upTo(MAX_RESUME + 1).map(n => api.messages.post(room.id, { user_id: bob.id, content: `${n}` })));

  hers.connect();
  await offline;
  await changed(hers, () => hers.snapshot !== entered && hers.items.at(-1)?.seq === MAX_RESUME + 3);
  const newest = contentsOf(hers);
  while (hers.older.hasMore) await hers.loadOlder();

  assert.equal(newest.at(-1), 'offline');
  assert.deepEqual(hers.items.map(({ seq }) => seq), upTo(MAX_RESUME + 3));
  assert.equal(hers.members.find(({ id }) => id === ada.id)?.is_present, true);
});
