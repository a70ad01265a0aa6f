import { RoomSocket } from '../../src/index.js';
import { fakeWebSockets } from './fake-web-socket.js';

/**
 * @import { RoomSocketEvents, RoomSocketOptions } from '../../src/index.js'
 * @import { TestContext } from 'node:test'
 */

const ME = 'ada';
export const WAIT = 1_000;

/**
 * The tests whose clock is already mocked. They are recorded, because a test with several rooms must mock it only once.
 *
 * @type {WeakSet<TestContext>}
 */
const stopped = new WeakSet();

/**
 * Creates a room whose server is simulated by the test, with a mocked clock that only the test advances.
 *
 * @param {TestContext} test
 * @param {Partial<RoomSocketOptions>} [options]
 */
export function fakeRoom(test, options = {}) {
  if (!stopped.has(test)) test.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  stopped.add(test);
  const { made, WebSocket } = fakeWebSockets();
  const socket = new RoomSocket({
    baseUrl: 'http://server', roomId: 'lobby', userId: ME, after: 0, WebSocket, backoff: () => WAIT, ...options,
  });

  /** @type {{ name: string, value: any }[]} */
  const told = [];
  /** @type {(keyof RoomSocketEvents)[]} */
  const names = ['message', 'video_ready', 'user_joined', 'user_left', 'typing', 'error', 'resync', 'state', 'unreachable'];
  for (const name of names)
    socket.on(name, value => told.push({ name, value }));

  return {
    socket,
    made,
    /** The newest WebSocket. */
    get server() {
      return /** @type {NonNullable<(typeof made)[number]>} */ (made.at(-1));
    },
    /** @param {string} name */
    told: name => told.filter(event => event.name === name).map(event => event.value),
    /** Opens the newest WebSocket and admits the user. @param {{ position?: string }} [more] what earlier servers do not send */
    letIn(more = {}) {
      this.server.open();
      this.server.receive({ type: 'user_joined', user_id: ME, username: ME, message: 'ada joined the chat', timestamp: '', ...more });
    },
    /** Loses the connection and waits for the next one. Returns the `after` of its URL. */
    reconnect() {
      this.server.drop(1006);
      test.mock.timers.tick(WAIT);
      return new URL(this.server.url).searchParams.get('after');
    },
    /** Connects and admits the user. */
    start() {
      socket.connect();
      this.letIn();
      return this;
    },
    /** The messages that were sent on the newest WebSocket. */
    sent() {
      return this.server.sent.filter(({ type }) => type === 'message');
    },
    /** @param {number} seq @param {object} [more] */
    message: (seq, more = {}) =>
      ({ type: 'message', seq, id: `id-${seq}`, room_id: 'lobby', user_id: 'bob', username: 'bob', content: `${seq}`, client_id: null, timestamp: '', ...more }),
    /** Confirms a message that was sent on the newest WebSocket. @param {number} seq @param {Record<string, any> | undefined} sent */
    confirm(seq, sent) {
      this.server.receive(this.message(seq, { user_id: ME, username: ME, client_id: sent?.client_id, content: sent?.content }));
    },
    /** @param {string} code */
    refuse(code) {
      this.server.receive({ type: 'error', code, message: `about ${code}`, timestamp: '' });
    },
  };
}
