import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeRoom, WAIT } from '../support/fake-room.js';

test('send: is pending until its own frame comes back', async t => {
  const room = fakeRoom(t).start();

  const outgoing = room.socket.send('hello');
  const before = outgoing.status;
  room.confirm(1, room.sent()[0]);

  assert.equal(before, 'pending');
  assert.equal(await outgoing.settled, outgoing);
  assert.equal(outgoing.status, 'sent');
  assert.equal(outgoing.message?.seq, 1);
  assert.deepEqual(room.socket.pending, []);
});

test('send: a message of the same client_id by another user confirms nothing', t => {
  const room = fakeRoom(t).start();
  const outgoing = room.socket.send('hello', { clientId: '5f1c' });

  room.server.receive(room.message(1, { client_id: '5f1c' }));

  assert.equal(outgoing.status, 'pending');
});

test('send: "sent" is told before the message is', t => {
  const room = fakeRoom(t).start();
  /** @type {string[]} */
  const told = [];
  room.socket.on('outgoing', ({ status }) => told.push(status));
  room.socket.on('message', () => told.push('message'));

  room.socket.send('hello');
  room.confirm(1, room.sent()[0]);

  assert.deepEqual(told, ['pending', 'sent', 'message']);
});

test('send: one is under way at a time, in order', t => {
  const room = fakeRoom(t).start();

  for (const content of ['a', 'b', 'c']) room.socket.send(content);
  const first = room.sent().map(({ content }) => content);
  room.confirm(1, room.sent()[0]);
  room.confirm(2, room.sent()[1]);

  assert.deepEqual(first, ['a']);
  assert.deepEqual(room.sent().map(({ content }) => content), ['a', 'b', 'c']);
});

test('send: before there is a connection waits for it', t => {
  const room = fakeRoom(t);

  room.socket.send('early');
  room.socket.connect();
  room.server.open();
  const before = room.sent().length;
  room.letIn();

  assert.equal(before, 0);
  assert.equal(room.sent().length, 1);
});

test('break: what was not confirmed goes out again under its client_id', t => {
  const room = fakeRoom(t).start();
  for (const content of ['a', 'b']) room.socket.send(content);
  const [first] = room.sent();

  room.server.drop(1006);
  t.mock.timers.tick(WAIT);
  room.letIn();
  const [again] = room.sent();
  room.confirm(1, again);

  assert.deepEqual(again, first);
  assert.deepEqual(room.sent().map(({ content }) => content), ['a', 'b']);
});

test('break: a message that the replay brings is not sent again', t => {
  const room = fakeRoom(t);
  const outgoing = room.socket.send('a');
  room.start();
  const [sent] = room.sent();
  room.server.drop(1006);
  t.mock.timers.tick(WAIT);
  room.letIn();

  room.confirm(1, sent);
  room.confirm(1, sent); // the response to the repeat

  assert.equal(outgoing.status, 'sent');
  assert.deepEqual(room.told('message').map(({ seq }) => seq), [1]);
});

test('break: the answer to a repeat may overtake what it repeats', t => {
  const room = fakeRoom(t).start();
  const outgoing = room.socket.send('a');
  const [sent] = room.sent();
  room.server.drop(1006);
  t.mock.timers.tick(WAIT);
  room.letIn();

  room.confirm(2, sent);
  room.server.receive(room.message(1));
  room.confirm(2, sent);

  assert.equal(outgoing.status, 'sent');
  assert.equal(room.made.length, 2);
  assert.deepEqual(room.told('message').map(({ seq }) => seq), [1, 2]);
});

for (const code of ['rate_limited', 'unavailable', 'internal']) {
  test(`${code}: the message is sent again after a wait, and the next one waits behind it`, t => {
    const room = fakeRoom(t).start();
    const outgoing = room.socket.send('a');
    room.socket.send('b');

    room.refuse(code);
    t.mock.timers.tick(999);
    const before = room.sent().length;
    t.mock.timers.tick(20_001);

    assert.equal(before, 1);
    assert.deepEqual(room.sent().map(({ content }) => content), ['a', 'a']);
    assert.equal(room.sent()[1]?.client_id, room.sent()[0]?.client_id);
    assert.equal(outgoing.status, 'pending');
  });
}

test('unavailable: waits longer each time, 20 s at most, and never gives up', t => {
  const room = fakeRoom(t).start();
  const outgoing = room.socket.send('a');

  for (let i = 0; i < 50; i++) {
    room.refuse('unavailable');
    t.mock.timers.tick(20_000);
    room.server.receive({ type: 'pong', timestamp: '' });
  }

  assert.equal(room.sent().length, 51);
  assert.equal(outgoing.status, 'pending');
});

test('internal: fails the message when it does not pass, and the next one gets through', t => {
  const room = fakeRoom(t).start();
  const outgoing = room.socket.send('a');
  room.socket.send('b');

  for (let i = 0; i < 5; i++) {
    room.refuse('internal');
    t.mock.timers.tick(20_000);
    room.server.receive({ type: 'pong', timestamp: '' });
  }

  assert.equal(outgoing.error?.code, 'internal');
  assert.equal(room.sent().at(-1)?.['content'], 'b');
});

test('invalid_message: fails the message under way in the server\'s words, and the next one goes', t => {
  const room = fakeRoom(t).start();
  const outgoing = room.socket.send('');
  room.socket.send('b');

  room.refuse('invalid_message');

  assert.equal(outgoing.status, 'failed');
  assert.equal(outgoing.error?.message, 'about invalid_message');
  assert.equal(room.sent().at(-1)?.['content'], 'b');
});

test('error: while nothing is under way is about a signal', t => {
  const room = fakeRoom(t).start();
  room.refuse('rate_limited');

  const outgoing = room.socket.send('a');

  assert.equal(room.sent().length, 1);
  assert.equal(outgoing.status, 'pending');
  assert.equal(room.told('error').length, 1);
});

test('send: what is larger than a frame may be fails here, for the server would close the room for good', t => {
  const room = fakeRoom(t).start();

  const outgoing = room.socket.send('€'.repeat(11_000));

  assert.equal(outgoing.error?.code, 'invalid_message');
  assert.deepEqual(room.sent(), []);
});

test('retry: sends a failed message again under the same client_id', t => {
  const room = fakeRoom(t).start();
  const outgoing = room.socket.send('a');
  room.refuse('invalid_message');

  room.socket.retry(outgoing);
  room.socket.retry(outgoing); // has no effect because the message is pending
  room.confirm(1, room.sent()[1]);

  assert.equal(room.sent()[1]?.client_id, room.sent()[0]?.client_id);
  assert.equal(room.sent().length, 2);
  assert.equal(outgoing.status, 'sent');
});

test('retry: after a conflict takes another client_id', t => {
  const room = fakeRoom(t).start();
  const outgoing = room.socket.send('a', { clientId: 'taken' });
  room.refuse('conflict');

  room.socket.retry(outgoing);

  assert.notEqual(room.sent()[1]?.client_id, 'taken');
});

test('typing: goes out at most every two seconds, and only while the room is live', t => {
  const room = fakeRoom(t);
  room.socket.connect();
  room.socket.typing();
  room.letIn();

  for (let i = 0; i < 21; i++) {
    room.socket.typing();
    t.mock.timers.tick(100);
  }

  assert.equal(room.server.sent.filter(({ type }) => type === 'typing').length, 2);
});
