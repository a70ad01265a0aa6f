import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RoomSocket } from '../../src/index.js';
import { fakeRoom, WAIT } from '../support/fake-room.js';

const names = (/** @type {ReturnType<typeof fakeRoom>} */ room) => room.told('state').map(({ name }) => name);

test('RoomSocket: without an address or a WebSocket says what is missing', () => {
  const WebSocket = /** @type {any} */ (null);

  assert.throws(() => new RoomSocket({ roomId: 'r', userId: 'u' }), /baseUrl is needed/);
  assert.throws(() => new RoomSocket({ roomId: 'r', userId: 'u', baseUrl: 'http://server', WebSocket }), /has no WebSocket/);
});

test('connect: is live at the first frame, not before', t => {
  const room = fakeRoom(t);

  room.socket.connect();
  room.server.open();
  const opened = room.socket.state.name;
  room.letIn();

  assert.equal(opened, 'connecting');
  assert.deepEqual(names(room), ['connecting', 'live']);
  assert.equal(room.server.url, 'ws://server/ws/lobby/ada?after=0');
});

test('connect: an id is one segment, https becomes wss, a path stays', t => {
  const room = fakeRoom(t, { baseUrl: 'https://server/api/', roomId: 'a/b', userId: '?' });

  room.socket.connect();

  assert.equal(room.server.url, 'wss://server/api/ws/a%2Fb/%3F?after=0');
});

for (const code of [1001, 1006, 1011, 1012, 4008, 4029]) {
  test(`close ${code}: comes back with the position, after a wait`, t => {
    const room = fakeRoom(t).start();
    room.server.receive(room.message(1));

    room.server.drop(code, 'why');
    const waiting = room.socket.state;
    t.mock.timers.tick(WAIT - 1);
    const madeBefore = room.made.length;
    t.mock.timers.tick(1);

    assert.deepEqual(waiting, { name: 'waiting', code, reason: 'why', tries: code === 4029 ? 4 : 1, retryAt: WAIT });
    assert.equal(madeBefore, 1);
    assert.equal(room.server.url, 'ws://server/ws/lobby/ada?after=1');
  });
}

for (const code of [1003, 1007, 1009, 4001, 4003, 4004]) {
  test(`close ${code}: does not come back, and what was not confirmed fails`, t => {
    const room = fakeRoom(t).start();
    const outgoing = room.socket.send('hello');

    room.server.drop(code, 'why');
    t.mock.timers.tick(1_000_000);

    assert.deepEqual(room.socket.state, { name: 'closed', code, reason: 'why' });
    assert.equal(room.made.length, 1);
    assert.deepEqual(outgoing.error, { code: 'closed', message: 'why' });
  });
}

test('close: by us is for good, also while it waits', t => {
  const room = fakeRoom(t).start();
  room.server.drop(1006);

  room.socket.close();
  t.mock.timers.tick(1_000_000);

  assert.equal(room.socket.state.name, 'closed');
  assert.equal(room.made.length, 1);
});

test('close: by us closes the socket and hears nothing more', t => {
  const room = fakeRoom(t).start();

  room.socket.close();
  room.server.receive(room.message(1));

  assert.ok(room.server.isClosed);
  assert.deepEqual(room.told('message'), []);
});

test('connect: while it waits tries now, and once', t => {
  const room = fakeRoom(t).start();
  room.server.drop(1006);

  room.socket.connect();
  room.socket.connect();
  t.mock.timers.tick(WAIT);

  assert.equal(room.made.length, 2);
});

test('backoff: failures in a row count until a connection has lasted', t => {
  /** @type {number[]} */
  const asked = [];
  const room = fakeRoom(t, { backoff: tries => { asked.push(tries); return WAIT; } });
  const breakAfter = (/** @type {number} */ ms) => {
    room.letIn();
    t.mock.timers.tick(ms);
    room.server.drop(1012);
    t.mock.timers.tick(WAIT);
  };
  room.socket.connect();

  breakAfter(0);
  breakAfter(9_999);
  breakAfter(10_000);
  breakAfter(0);

  assert.deepEqual(asked, [0, 1, 0, 1]);
});

test('unreachable: is told when three tries in a row did not open, with what to look at', t => {
  const room = fakeRoom(t);
  room.socket.connect();

  for (let i = 0; i < 5; i++) {
    room.server.drop(1006);
    t.mock.timers.tick(WAIT);
  }

  assert.deepEqual(room.told('unreachable'), [{ tries: 3, hint: 'http://server cannot be reached.' }]);
});

test('unreachable: a page of another origin is told that it may not be let in', t => {
  Object.defineProperty(globalThis, 'location', { value: { origin: 'https://app.example.com' }, configurable: true });
  t.after(() => Reflect.deleteProperty(globalThis, 'location'));
  const room = fakeRoom(t);
  room.socket.connect();

  for (let i = 0; i < 3; i++) {
    room.server.drop(1006);
    t.mock.timers.tick(WAIT);
  }

  assert.match(room.told('unreachable')[0].hint, /does not let pages of https:\/\/app\.example\.com in.*Cors:AllowedOrigins/);
});

test('unreachable: a try that opened begins the count anew', t => {
  const room = fakeRoom(t);
  room.socket.connect();

  for (const opens of [false, false, true, false, false]) {
    if (opens) room.server.open();
    room.server.drop(1006);
    t.mock.timers.tick(WAIT);
  }

  assert.deepEqual(room.told('unreachable'), []);
});

test('silence: it pings after 25 s, and gives the connection up 10 s later', t => {
  const room = fakeRoom(t).start();

  t.mock.timers.tick(24_999);
  const before = room.server.sent.length;
  t.mock.timers.tick(1);
  const pings = [...room.server.sent];
  t.mock.timers.tick(10_000);

  assert.equal(before, 0);
  assert.deepEqual(pings, [{ type: 'ping' }]);
  assert.ok(room.server.isClosed);
  assert.equal(room.told('state').at(-1).reason, 'the server is silent');
});

test('silence: any frame is a sign of life', t => {
  const room = fakeRoom(t).start();

  for (let i = 0; i < 10; i++) {
    t.mock.timers.tick(25_000);
    room.server.receive({ type: 'pong', timestamp: '' });
  }

  assert.equal(room.socket.state.name, 'live');
});

test('silence: after sending it pings sooner', t => {
  const room = fakeRoom(t).start();
  room.socket.send('hello');

  t.mock.timers.tick(3_000);

  assert.equal(room.server.sent.at(-1)?.['type'], 'ping');
});

test('silence: a handshake that is not answered is given up', t => {
  const room = fakeRoom(t);
  room.socket.connect();

  t.mock.timers.tick(15_000);

  assert.equal(room.socket.state.name, 'waiting');
});

test('online: what waits comes back at once', t => {
  const browser = new EventTarget();
  Object.assign(globalThis, {
    addEventListener: browser.addEventListener.bind(browser), removeEventListener: browser.removeEventListener.bind(browser),
  });
  t.after(() => {
    Reflect.deleteProperty(globalThis, 'addEventListener');
    Reflect.deleteProperty(globalThis, 'removeEventListener');
  });
  const room = fakeRoom(t).start();
  room.server.drop(1006);

  browser.dispatchEvent(new Event('online'));
  const made = room.made.length;
  room.socket.close();
  browser.dispatchEvent(new Event('online'));

  assert.equal(made, 2);
  assert.equal(room.made.length, 2);
});
