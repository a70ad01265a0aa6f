import { WebSocket } from 'undici';
import { RoomSocket, VideoChatApi } from '../../src/index.js';

/** @import { RoomSocketOptions } from '../../src/index.js' */

/** The URL of the server under test, set by the program that starts the tests. */
export const baseUrl = process.env['VIDEOCHAT_URL'] ?? 'http://localhost:8000';

export const api = new VideoChatApi({ baseUrl });

/** Creates two users and a room. */
export async function newRoom() {
  const [ada, bob, room] = await Promise.all([api.users.create('ada'), api.users.create('bob'), api.rooms.create('lobby')]);
  return { ada, bob, room };
}

/**
 * Opens a room, waits until it is live, and records its events.
 *
 * @param {import('node:test').TestContext} test
 * @param {Pick<RoomSocketOptions, 'roomId' | 'userId'> & Partial<RoomSocketOptions>} options
 */
export async function openRoom(test, options) {
  const socket = new RoomSocket({ baseUrl, WebSocket, backoff: () => 100, ...options });
  /** @type {number[]} */
  const seqs = [];
  /** @type {string[]} */
  const contents = [];
  socket.on('event', ({ seq }) => seqs.push(seq));
  socket.on('message', ({ content }) => contents.push(content));
  test.after(() => socket.close());
  const live = socket.next('state', ({ name }) => name === 'live');
  socket.connect();
  await live;
  return { socket, seqs, contents };
}

/**
 * Asks the test runner to change the state of the server: `kill` (SIGKILL), `stop` (SIGTERM) or `start`.
 *
 * @param {'kill' | 'stop' | 'start'} action
 */
export async function server(action) {
  const response = await fetch(`${process.env['VIDEOCHAT_CONTROL']}${action}`, { method: 'POST' });
  if (!response.ok) throw new Error(`${action} failed: ${await response.text()}`);
}

/** Returns 1, 2, … `last`. @param {number} last */
export function upTo(last) {
  return Array.from({ length: last }, (_, index) => index + 1);
}
