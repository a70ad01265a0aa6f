import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WebSocket } from 'undici';
import { ApiError, openRoom as open, RoomSocket, VideoChatApi } from '../../src/index.js';
import { api, baseUrl, changed, newRoom, openRoom, upTo } from '../support/server.js';

// The server is configured to accept a burst of three frames and then one per second, two sockets, and twenty requests.

test('rate_limited: messages that were refused go out again, in order, none twice', async t => {
  const { ada, room } = await newRoom();
  const { socket, contents } = await openRoom(t, { roomId: room.id, userId: ada.id });
  let refused = 0;
  socket.on('error', ({ code }) => { refused += Number(code === 'rate_limited'); });

  const sent = upTo(6).map(n => socket.send(`${n}`));
  await Promise.all(sent.map(({ settled }) => settled));

  assert.ok(refused > 0);
  assert.deepEqual(contents, ['1', '2', '3', '4', '5', '6']);
});

test('close 4029: a socket too many comes back, and is let in when there is room', async t => {
  const { ada, room } = await newRoom();
  const ids = { roomId: room.id, userId: ada.id };
  const first = await openRoom(t, ids);
  await openRoom(t, ids);
  const third = new RoomSocket({ baseUrl, WebSocket, backoff: () => 100, ...ids });
  t.after(() => third.close());
  const waiting = third.next('state', ({ name }) => name === 'waiting');
  const live = third.next('state', ({ name }) => name === 'live');

  third.connect();
  const refused = await waiting;
  first.socket.close();
  await live;

  assert.ok(refused.name === 'waiting' && refused.code === 4029);
});

test('ApiError: 429 says how long to wait', async () => {
  const errors = await Promise.all(upTo(25).map(() => api.rooms.get('none').catch(problem => problem)));

  const refusal = errors.find(({ status }) => status === 429);
  assert.ok(refusal instanceof ApiError, errors.map(({ status, message }) => `${status} ${message}`).join('\n'));
  assert.ok(refusal.retryAfter !== null && refusal.retryAfter >= 1 && refusal.retryAfter <= 60);
  assert.match(refusal.detail, /\w/);
});

test('openRoom: after 429 the next request waits as long as the server says', async t => {
  let requests = 0;
  const counting = new VideoChatApi({
    baseUrl,
    fetch: (url, init) => {
      requests++;
      return fetch(url, init);
    },
  });
  const opened = open('none', { user: { id: 'u', username: 'ada' }, api: counting, WebSocket, backoff: () => 1 });
  t.after(() => opened.close());

  await changed(opened, () => opened.state.name !== 'loading');
  const { state } = opened;
  await new Promise(resolve => setTimeout(resolve, 100));

  assert.ok(state.name === 'waiting' && state.code === 429 && state.retryAt > Date.now());
  assert.equal(requests, 1);
});
