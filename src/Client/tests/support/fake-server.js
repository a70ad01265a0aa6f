import { openRoom, VideoChatApi } from '../../src/index.js';
import { fakeStorage } from './fake-storage.js';
import { fakeWebSockets } from './fake-web-socket.js';

/**
 * @import { TestContext } from 'node:test'
 * @import { MessageItem, OpenRoomOptions } from '../../src/index.js'
 */

export const ADA = { id: 'ada', username: 'ada' };
export const BOB = { id: 'bob', username: 'bob' };
/** The delay before a retry in milliseconds, unless the server demands a longer one. */
export const WAIT = 1_000;

/** Waits until pending promises and microtasks are done. The clock does not advance. */
export const settle = () => new Promise(resolve => setImmediate(resolve));

/**
 * Simulates a server with one room for the requests of `openRoom`. The clock is mocked. The test controls the WebSockets.
 *
 * @param {TestContext} test
 */
export function fakeServer(test) {
  test.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  /** @type {any[]} */
  let log = [];
  /** @type {string[]} */
  const asked = [];
  /** @type {((path: string) => Response | Promise<Response> | undefined)[]} */
  const refusals = [];
  const room = { id: 'lobby', name: 'lobby', created_at: '', users: ['ada', 'bob'], member_count: 2 };
  const server = {
    asked,
    /** The users who are connected. */
    present: [{ ...BOB, connections: 1 }],
    users: [ADA, BOB],
    milestones: 0,
    hasSnapshots: true,
    get log() { return log; },
    get position() { return positionOf(log.at(-1)); },
    /** @param {string} content @param {object} [more] */
    say: (content, more = {}) => server.add({ type: 'message', user_id: 'bob', username: 'bob', content, client_id: null, ...more }),
    /** @param {object} event */
    add(event) {
      const seq = log.length + 1;
      const stored = { id: `id-${seq}-${epoch}`, room_id: 'lobby', seq, timestamp: '2026-01-01T00:00:00.000Z', ...event };
      log.push(stored);
      return stored;
    },
    /** Loses the events after a `seq`, as a restored backup does. New events have other ids. @param {number} seq */
    goBack(seq) {
      log = log.slice(0, seq);
      epoch++;
    },
    /** Answers the next requests with these, in order. @param {...(Response | Promise<Response> | Error)} answers */
    answer: (...answers) => refusals.push(...answers.map(answer => () => {
      if (answer instanceof Error) throw answer;
      return answer;
    })),
    /** @param {Partial<OpenRoomOptions & { roomId: string }>} [options] */
    open: options => openFake(server, test, options),
    /** @param {string} path @param {URLSearchParams} query */
    respond(path, query) {
      const [limit, after] = [Number(query.get('limit') ?? 50), Number(query.get('after') ?? 0)];
      const messages = log.filter(({ type }) => type === 'message');
      const newest = messages.slice(-limit).map(({ type: _, ...message }) => message);
      const hasOlder = messages.length > newest.length;
      const presence = { count: server.present.length, users: server.present };
      if (path === '/rooms/lobby/snapshot' && server.hasSnapshots) {
        const milestones = log.filter(({ type, seq }) => type !== 'message' && (!hasOlder || seq > newest[0].seq)).slice(-100);
        return Response.json({
          position: server.position, room, messages: newest, has_older: hasOlder, milestones, users: server.users, presence, videos: [], live_streams: [],
        });
      }
      if (path === '/rooms/lobby/messages') return Response.json(newest, hasOlder ? { headers: { Link: '<?before=x>; rel="prev"' } } : {});
      if (path === '/rooms/lobby/events') return pageOf(log.filter(({ seq }) => seq > after), limit);
      if (path === '/rooms/lobby/presence') return Response.json(presence);
      if (path === '/rooms/lobby') return Response.json(room);
      if (path === '/rooms/lobby/videos') return Response.json([{ id: 'v', status: 'failed' }, { id: 'w', status: 'ready' }]);
      if (path === '/rooms/lobby/live-streams') return Response.json([{ id: 's', status: 'live', stream_key: 'k', rtmp_url: 'r', ingest_url: 'i' }]);
      return refusal(404, 'Room not found');
    },
    /** @param {string} url */
    async fetch(url) {
      const { pathname, search, searchParams } = new URL(url);
      asked.push(pathname + search);
      return await refusals.shift()?.(pathname) ?? server.respond(pathname, searchParams);
    },
  };
  let epoch = 0;
  return server;
}

/**
 * @param {ReturnType<typeof fakeServer>} server
 * @param {TestContext} test
 * @param {Partial<OpenRoomOptions & { roomId: string }>} [options]
 */
function openFake(server, test, { roomId = 'lobby', ...options } = {}) {
  const { made, WebSocket } = fakeWebSockets();
  const api = new VideoChatApi({ baseUrl: 'http://server', fetch: /** @type {any} */ (server.fetch) });
  const room = openRoom(roomId, { user: ADA, api, WebSocket, backoff: () => WAIT, outbox: fakeStorage(), ...options });
  test.after(() => room.close());
  const opened = {
    room,
    made,
    /** How often listeners were called. */
    changes: 0,
    /** The newest WebSocket. */
    get wire() { return /** @type {NonNullable<(typeof made)[number]>} */ (made.at(-1)); },
    /** The items, briefly: content, or type, and the status if it is not `sent`. */
    get shown() {
      return room.items.map(item => item.type !== 'message' ? item.type : item.status === 'sent' ? item.content : `${item.content} ${item.status}`);
    },
    /** Opens the newest WebSocket. @param {object} [more] */
    letIn(more = server.hasSnapshots ? { position: server.position } : {}) {
      this.wire.open();
      this.wire.receive({ type: 'user_joined', user_id: 'ada', username: 'ada', message: '', timestamp: '', ...more });
      return settle();
    },
    /** Waits until the room is loaded, and opens the WebSocket. */
    async enter() {
      await settle();
      await this.letIn();
      return this;
    },
    /** Loses the connection and opens the next one. @param {object} [more] */
    async reconnect(more) {
      this.wire.drop(1006);
      test.mock.timers.tick(WAIT);
      await this.letIn(more);
    },
    /** Stores the newest sent message and delivers its frame. */
    async confirm() {
      const { content, client_id } = this.wire.sent.filter(({ type }) => type === 'message').at(-1) ?? {};
      return this.receive(server.say(content, { ...mine, client_id }));
    },
    /** @param {...Record<string, any>} frames */
    async receive(...frames) {
      for (const frame of frames) this.wire.receive(frame);
      await settle();
    },
    resync() {
      return this.receive({ type: 'resync', last_seq: server.log.length, position: server.position, timestamp: '' });
    },
    /** The message with this content. @param {string} content */
    item: content => /** @type {MessageItem} */ (room.items.find(item => item.type === 'message' && item.content === content)),
  };
  room.subscribe(() => { opened.changes++; });
  return opened;
}

const mine = { user_id: 'ada', username: 'ada' };

/** @param {any} event */
function positionOf(event) {
  return event ? `${event.seq}:${event.id}` : '0:00000000-0000-0000-0000-000000000000';
}

/** A page of at most three events, as if they were long. @param {any[]} events @param {number} limit */
function pageOf(events, limit) {
  const page = events.slice(0, Math.min(limit, 3));
  const hasNext = events.length > page.length;
  return Response.json(page, hasNext ? { headers: { Link: `<?after=${page.at(-1).seq}&limit=${limit}>; rel="next"` } } : {});
}

/** @param {number} status @param {string} detail @param {number} [retryAfter] */
export function refusal(status, detail, retryAfter) {
  return Response.json({ detail }, { status, ...(retryAfter && { headers: { 'Retry-After': `${retryAfter}` } }) });
}
