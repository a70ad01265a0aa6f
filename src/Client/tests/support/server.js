import { WebSocket } from 'undici';
import { openRoom as open, RoomSocket, VideoChatApi } from '../../src/index.js';

/** @import { OpenRoom, OpenRoomOptions, RoomSocketOptions } from '../../src/index.js' */

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
 * Opens a room as a store, and waits until it is loaded.
 *
 * @param {import('node:test').TestContext} test
 * @param {string} roomId
 * @param {OpenRoomOptions} options
 * @param {(opened: OpenRoom) => void} [whileLoading]
 */
export async function enterRoom(test, roomId, options, whileLoading = () => {}) {
  const opened = open(roomId, { api, WebSocket, backoff: () => 100, ...options });
  test.after(() => opened.close());
  whileLoading(opened);
  await opened.ready;
  return opened;
}

/** Waits until a change makes the condition true. @param {OpenRoom} opened @param {() => boolean} condition */
export async function changed(opened, condition) {
  while (!condition()) {
    await new Promise(resolve => {
      const off = opened.subscribe(() => {
        off();
        resolve(null);
      });
    });
  }
}

/** @param {OpenRoom} opened */
export function contentsOf({ items }) {
  return items.map(item => item.type === 'message' ? item.content : item.type);
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
