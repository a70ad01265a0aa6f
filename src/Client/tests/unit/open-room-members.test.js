import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BOB, fakeServer, refusal, settle } from '../support/fake-server.js';

/** @param {string} type @param {string} id */
const signal = (type, id) => ({ type, user_id: id, username: id, message: '', timestamp: '' });
/** @param {readonly { username: string, is_present: boolean }[]} members */
const brief = members => members.map(({ username, is_present: isPresent }) => `${username}${isPresent ? '' : ' (away)'}`);

test('members: those who are present come first, by name', async t => {
  const server = fakeServer(t);
  server.present = [{ id: 'zoe', username: 'zoe', connections: 1 }];
  const opened = server.open();

  await settle();
  const entering = brief(opened.room.members);
  await opened.letIn();
  await opened.receive(signal('user_joined', 'carl'), signal('user_left', 'zoe'));

  assert.deepEqual(entering, ['zoe', 'ada (away)', 'bob (away)']);
  assert.deepEqual(brief(opened.room.members), ['ada', 'carl', 'bob (away)', 'zoe (away)']);
});

test('members: a signal that changes nothing changes no list', async t => {
  const server = fakeServer(t);
  const opened = await server.open().enter();
  const { members } = opened.room;
  const { changes } = opened;

  await opened.receive(signal('user_joined', 'bob'), signal('user_joined', 'ada'));

  assert.equal(opened.room.members, members);
  assert.equal(opened.changes, changes);
});

test('members: after a reconnection the presence is read, and signals meanwhile count more', async t => {
  const server = fakeServer(t);
  const opened = await server.open().enter();
  server.present = [{ id: 'ada', username: 'ada', connections: 1 }, { id: 'carl', username: 'carl', connections: 1 }];
  server.answer(refusal(429, 'Rate limit exceeded', 3));
  server.asked.length = 0;

  await opened.reconnect();
  await opened.receive(signal('user_left', 'carl'), signal('user_joined', 'dora'));
  t.mock.timers.tick(3_000);
  await settle();

  assert.deepEqual(server.asked, ['/rooms/lobby/presence', '/rooms/lobby/presence']);
  assert.deepEqual(brief(opened.room.members), ['ada', 'dora', 'bob (away)', 'carl (away)']);
});

test('members: of two answers to presence, the later request counts', async t => {
  const server = fakeServer(t);
  const opened = await server.open().enter();
  /** @type {(response: Response) => void} */
  let release = () => {};
  server.answer(new Promise(resolve => { release = resolve; }));
  const old = server.respond('/rooms/lobby/presence', new URLSearchParams());

  await opened.reconnect();
  server.present = [{ id: 'carl', username: 'carl', connections: 1 }];
  await opened.reconnect();
  release(old);
  await settle();

  assert.deepEqual(brief(opened.room.members), ['ada', 'carl', 'bob (away)']);
});

test('typing: others who type are listed until they stop, write or leave, or the connection is lost', async t => {
  const server = fakeServer(t);
  const opened = await server.open().enter();
  const lists = /** @type {string[][]} */ ([]);
  const note = () => lists.push(opened.room.typing.map(({ username }) => username));

  await opened.receive(signal('typing', 'bob'), signal('typing', 'carl'), signal('typing', 'ada'));
  note();
  t.mock.timers.tick(3_000);
  await opened.receive(signal('typing', 'carl'));
  t.mock.timers.tick(1_000);
  note();
  t.mock.timers.tick(3_000);
  note();
  await opened.receive(signal('typing', 'bob'), server.say('done', { user_id: 'bob' }));
  note();
  await opened.receive(signal('typing', 'bob'), signal('user_left', 'bob'));
  note();
  await opened.receive(signal('typing', 'bob'));
  opened.wire.drop(1006);
  note();

  assert.deepEqual(lists, [['bob', 'carl'], ['carl'], [], [], [], []]);
});

test('typing: a repeated signal changes no list', async t => {
  const server = fakeServer(t);
  const opened = await server.open().enter();

  await opened.receive(signal('typing', 'bob'));
  const { typing } = opened.room;
  await opened.receive(signal('typing', 'bob'));

  assert.equal(opened.room.typing, typing);
  assert.deepEqual(typing, [BOB]);
});

test('sendTyping: signals that the user types, at most every two seconds', async t => {
  const server = fakeServer(t);
  const opened = await server.open().enter();

  for (let keystroke = 0; keystroke < 5; keystroke++) opened.room.sendTyping();

  assert.deepEqual(opened.wire.sent, [{ type: 'typing' }]);
});
