import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeServer, refusal, settle } from '../support/fake-server.js';

/** @param {import('node:test').TestContext} test @param {number} count */
async function roomWith(test, count) {
  const server = fakeServer(test);
  for (let n = 1; n <= count; n++) server.say(`${n}`);
  const opened = await server.open({ limit: 5 }).enter();
  server.asked.length = 0;
  return { server, opened, room: opened.room };
}

test('loadOlder: loads page by page to the beginning, each event once', async t => {
  const { server, opened, room } = await roomWith(t, 12);
  server.goBack(12);

  const first = room.older;
  await room.loadOlder();
  const second = [opened.shown.length, room.older.hasMore];
  await room.loadOlder();
  await room.loadOlder();

  assert.deepEqual(first, { hasMore: true, isLoading: false, retryAt: null });
  assert.deepEqual(second, [10, true]);
  assert.deepEqual(opened.shown, server.log.map(({ content }) => content));
  assert.deepEqual(room.older, { hasMore: false, isLoading: false, retryAt: null });
  assert.deepEqual(server.asked, [
    '/rooms/lobby/events?after=2&limit=5', '/rooms/lobby/events?after=5&limit=5', '/rooms/lobby/events?after=0&limit=2',
  ]);
});

test('loadOlder: calls at the same time share one request, and older says that it is loading', async t => {
  const { server, opened, room } = await roomWith(t, 8);
  const { changes } = opened;

  const loads = [room.loadOlder(), room.loadOlder()];
  await null;
  const during = room.older;
  await Promise.all([...loads, room.loadOlder()]);
  await settle();

  assert.equal(during.isLoading, true);
  assert.equal(opened.shown.length, 8);
  assert.equal(server.asked.length, 1);
  assert.equal(opened.changes, changes + 2, 'for the start and the end');
});

test('loadOlder: messages that arrive meanwhile are in their place', async t => {
  const { server, opened, room } = await roomWith(t, 8);

  const load = room.loadOlder();
  await opened.receive(server.say('new'));
  room.send('mine');
  await load;

  assert.deepEqual(opened.shown, ['1', '2', '3', '4', '5', '6', '7', '8', 'new', 'mine pending']);
});

test('loadOlder: after 429 the request is repeated when the server allows it', async t => {
  const { server, opened, room } = await roomWith(t, 8);
  server.answer(refusal(429, 'Rate limit exceeded', 7));

  const load = room.loadOlder();
  await settle();
  const waiting = room.older;
  t.mock.timers.tick(7_000);
  await load;

  assert.deepEqual(waiting, { hasMore: true, isLoading: true, retryAt: 1_007_000 });
  assert.equal(opened.shown.length, 8);
});

for (const [what, answer, problem] of /** @type {const} */ ([
  ['that the server refuses', refusal(500, 'internal'), { status: 500, detail: 'internal' }],
  ['without an answer', new TypeError('fetch failed'), { status: 0, isTransient: true }],
])) {
  test(`loadOlder: a request ${what} is an error for the caller, who can repeat it`, async t => {
    const { server, opened, room } = await roomWith(t, 8);
    server.answer(answer);

    await assert.rejects(room.loadOlder(), { name: 'ApiError', ...problem });
    const failed = room.older;
    await room.loadOlder();

    assert.deepEqual(failed, { hasMore: true, isLoading: false, retryAt: null });
    assert.equal(opened.shown.length, 8);
  });
}

test('loadOlder: a page of a log that was replaced meanwhile is not added', async t => {
  const { server, opened, room } = await roomWith(t, 12);
  /** @type {(response: Response) => void} */
  let release = () => {};
  const old = server.respond('/rooms/lobby/events', new URLSearchParams({ after: '5', limit: '2' }));
  server.answer(new Promise(resolve => { release = resolve; }));

  const load = room.loadOlder();
  await settle();
  server.goBack(0);
  for (const content of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) server.say(content);
  await opened.resync();
  release(old);
  await load;

  assert.deepEqual(opened.shown, ['d', 'e', 'f', 'g', 'h']);
  await room.loadOlder();
  assert.deepEqual(opened.shown, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
});

test('loadOlder: is nothing before the room is loaded, at the beginning, and after close()', async t => {
  const server = fakeServer(t);
  for (let n = 1; n <= 8; n++) server.say(`${n}`);
  const opened = server.open({ limit: 5 });

  await opened.room.loadOlder();
  await opened.enter();
  const load = opened.room.loadOlder();
  opened.room.close();
  await load;
  await opened.room.loadOlder();

  assert.equal(opened.shown.length, 5);
});

test('loadOlder: a page that arrives after close() is not added', async t => {
  const { server, opened, room } = await roomWith(t, 8);
  /** @type {(response: Response) => void} */
  let release = () => {};
  server.answer(new Promise(resolve => { release = resolve; }));

  const load = room.loadOlder();
  await settle();
  room.close();
  release(server.respond('/rooms/lobby/events', new URLSearchParams({ after: '0', limit: '3' })));
  await load;

  assert.equal(opened.shown.length, 5);
});

test('openRoom: so many milestones that the snapshot lacks some start the log later, and older pages have the rest', async t => {
  const server = fakeServer(t);
  server.say('first');
  for (let n = 1; n <= 120; n++) server.add({ type: 'video_ready', video_id: `${n}`, title: 'Clip' });
  server.say('last');

  const opened = await server.open({ limit: 100 }).enter();
  const newest = opened.shown.length;
  await opened.room.loadOlder();

  assert.equal(newest, 101);
  assert.deepEqual(opened.room.items.map(({ seq }) => seq), server.log.map(({ seq }) => seq));
});
