import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, VideoChatApi } from '../../src/index.js';

/** @param {() => Response | Promise<Response>} answer */
function apiOf(answer) {
  /** @type {{ url: string, init: RequestInit }[]} */
  const asked = [];
  const fetch = async (/** @type {any} */ url, /** @type {any} */ init) => {
    asked.push({ url, init });
    return answer();
  };
  return { asked, api: new VideoChatApi({ baseUrl: 'https://server/api/', fetch, headers: { 'X-Team': 'red' } }) };
}

test('VideoChatApi: outside a page needs an address', () => {
  assert.throws(() => new VideoChatApi(), /baseUrl is needed/);
});

test('call: keeps the path of the server, takes an id as one segment, sends the headers', async () => {
  const { api, asked } = apiOf(() => Response.json({}));

  await api.rooms.join('a/../b', 'u', { idempotencyKey: 'k' });

  assert.equal(asked[0]?.url, 'https://server/api/rooms/a%2F..%2Fb/join');
  assert.deepEqual(asked[0]?.init.headers, { 'X-Team': 'red', 'Content-Type': 'application/json', 'Idempotency-Key': 'k' });
  assert.equal(asked[0]?.init.body, '{"user_id":"u"}');
});

test('events: a path of the server becomes a URL', async () => {
  const { api } = apiOf(() => Response.json([{ type: 'live_stream_started', pull_url: '/media/live/s/live.m3u8' }]));

  const { items } = await api.rooms.events('r');

  assert.deepEqual(items, [{ type: 'live_stream_started', pull_url: 'https://server/api/media/live/s/live.m3u8' }]);
});

test('snapshot: is asked for with its limit; a path of the server in a milestone becomes a URL', async () => {
  const snapshot = { position: '3:e', milestones: [{ type: 'video_ready', playback_url: '/media/videos/v/playlist.m3u8', thumbnail_url: null }] };
  const { api, asked } = apiOf(() => Response.json(snapshot));

  const answer = await api.rooms.snapshot('r', { limit: 20 });

  assert.equal(asked[0]?.url, 'https://server/api/rooms/r/snapshot?limit=20');
  assert.equal(answer.position, '3:e');
  assert.deepEqual(answer.milestones, [
    { type: 'video_ready', playback_url: 'https://server/api/media/videos/v/playlist.m3u8', thumbnail_url: null },
  ]);
});

test('call: an error of a proxy has a sentence too', async () => {
  const { api } = apiOf(() => new Response('<html>', { status: 502 }));

  await assert.rejects(api.users.get('u'), { name: 'ApiError', status: 502, detail: 'The server answered 502.', errors: {}, traceId: null, retryAfter: null });
});

test('call: Retry-After is a number of seconds', async () => {
  const { api } = apiOf(() => Response.json({ detail: 'Too many requests.', trace_id: 't' }, { status: 429, headers: { 'Retry-After': '7' } }));

  await assert.rejects(api.users.get('u'), { status: 429, detail: 'Too many requests.', traceId: 't', retryAfter: 7 });
});

test('call: a Retry-After with a date is a number of seconds too, and nonsense is none', async t => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.UTC(2026, 0, 1) });
  const after = (/** @type {string} */ value) => apiOf(() => new Response('', { status: 503, headers: { 'Retry-After': value } })).api.users.get('u');

  await assert.rejects(after('Thu, 01 Jan 2026 00:01:30 GMT'), { retryAfter: 90 });
  await assert.rejects(after('Wed, 31 Dec 2025 23:59:00 GMT'), { retryAfter: 0 });
  await assert.rejects(after('soon'), { retryAfter: null });
});

test('names: data is snake_case, and the earlier names of arguments still work', async () => {
  const { api, asked } = apiOf(() => Response.json({}));

  for (const user of [{ user_id: 'u' }, { userId: 'u' }]) {
    await api.videos.createUpload('r', { title: 'Clip', ...user });
    await api.liveStreams.create('r', 'Friday', { ...user, idempotencyKey: 'k' });
  }
  await api.messages.post('r', { user_id: 'u', content: 'hello', client_id: 'c' });
  await api.messages.post('r', { userId: 'u', content: 'hello', clientId: 'c' });

  const bodies = asked.map(({ init }) => JSON.parse(String(init.body)));
  const [upload, stream, message] = [{ title: 'Clip', user_id: 'u' }, { title: 'Friday', user_id: 'u' }, { user_id: 'u', content: 'hello', client_id: 'c' }];
  assert.deepEqual(bodies, [upload, stream, upload, stream, message, message]);
});

test('rooms.findByName: is the oldest room with that name, on any page, or null', async () => {
  const pages = [[{ id: '1', name: 'lobby 2' }], [{ id: '2', name: 'lobby' }, { id: '3', name: 'lobby' }]];
  const { api, asked } = apiOf(() => Response.json(pages[asked.length - 1] ?? [], asked.length === 1 ? { headers: { Link: '</rooms?cursor=x>; rel="next"' } } : {}));

  const found = await api.rooms.findByName('lobby');
  const missing = await api.rooms.findByName('Lobby');

  assert.equal(found?.id, '2');
  assert.equal(missing, null);
});

test('call: a server that is not there is an ApiError with status 0 and the cause', async () => {
  const cause = new TypeError('fetch failed');
  const { api } = apiOf(() => { throw cause; });

  await assert.rejects(api.users.get('u'), error => error instanceof ApiError && error.status === 0 && error.cause === cause);
});

test('call: a response that breaks off is an ApiError with status 0', async () => {
  const cause = new TypeError('terminated');
  const { api } = apiOf(() => new Response(new ReadableStream({ start: stream => stream.error(cause) })));

  await assert.rejects(api.users.get('u'), error => error instanceof ApiError && error.isTransient && error.cause === cause);
});

test('call: a response that does not come in time is an ApiError with status 0; a call that is given up is none', { timeout: 5_000 }, async () => {
  const fetch = (/** @type {any} */ _, /** @type {any} */ { signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const api = new VideoChatApi({ baseUrl: 'https://server', fetch, timeout: 20 });

  // The timer of `AbortSignal.timeout` does not keep Node alive.
  const alive = setInterval(() => {}, 1_000);
  await assert.rejects(api.users.get('u'), error => error instanceof ApiError && error.isTransient && /** @type {any} */ (error.cause).name === 'TimeoutError');
  await assert.rejects(api.users.get('u', { signal: AbortSignal.timeout(5) }), { name: 'TimeoutError' });
  clearInterval(alive);
});

test('page: follows the link\'s query under the path that was asked', async () => {
  const answers = [
    Response.json([{ id: 1 }], { headers: { Link: '</users?limit=1&cursor=1>; rel="next"' } }),
    Response.json([{ id: 2 }]),
  ];
  const { api, asked } = apiOf(() => /** @type {Response} */ (answers.shift()));

  /** @type {unknown[]} */
  const ids = [];
  for await (const { id } of await api.users.list({ limit: 1 }))
    ids.push(id);

  assert.deepEqual(ids, [1, 2]);
  assert.deepEqual(asked.map(({ url }) => url), ['https://server/api/users?limit=1', 'https://server/api/users?limit=1&cursor=1']);
});
