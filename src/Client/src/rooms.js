import { withAbsoluteUrls } from './frames.js';
import { path } from './http.js';

/**
 * @import { CallOptions, Http, PostOptions } from './http.js'
 * @import { RoomEvent } from './frames.js'
 * @import { Page } from './page.js'
 * @import { MessageResult, Presence, Room, Snapshot } from './types.js'
 */

export class Rooms {
  #http;

  /** @param {Http} http */
  constructor(http) {
    this.#http = http;
  }

  /**
   * @param {string} name 2 to 100 characters
   * @param {PostOptions} [options]
   * @returns {Promise<Room>}
   */
  create(name, options) {
    return this.#http.post('/rooms', { name }, options);
  }

  /**
   * @param {string} roomId
   * @param {CallOptions} [options]
   * @returns {Promise<Room>}
   */
  get(roomId, options) {
    return this.#http.get(path`/rooms/${roomId}`, options);
  }

  /**
   * Returns all that a page shows when it enters a room, with one request: the room, its newest messages, names, connected users,
   * videos and live streams. A socket that is opened after its `position` receives each later event once.
   *
   * @param {string} roomId
   * @param {CallOptions & { limit?: number }} [options] `limit`: the number of messages
   * @returns {Promise<Snapshot>}
   */
  async snapshot(roomId, { limit, ...options } = {}) {
    /** @type {Snapshot} */
    const snapshot = await this.#http.get(path`/rooms/${roomId}/snapshot`, options, { limit });
    return { ...snapshot, milestones: snapshot.milestones.map(event => this.#complete(event)) };
  }

  /**
   * Lists all rooms, oldest first.
   *
   * @param {CallOptions & { limit?: number }} [options] `limit`: the page size
   * @returns {Promise<Page<Room>>}
   */
  list({ limit, ...options } = {}) {
    return this.#http.list('/rooms', { limit }, options);
  }

  /**
   * Finds the oldest room with this name. It reads the list of all rooms, so keep the room's id.
   *
   * @param {string} name
   * @param {CallOptions} [options]
   * @returns {Promise<Room | null>}
   */
  async findByName(name, options) {
    for await (const room of await this.list(options)) if (room.name === name) return room;
    return null;
  }

  /**
   * Makes a user a member of a room. Opening a socket does the same.
   *
   * @param {string} roomId
   * @param {string} userId
   * @param {PostOptions} [options]
   * @returns {Promise<MessageResult>}
   */
  join(roomId, userId, options) {
    return this.#http.post(path`/rooms/${roomId}/join`, { user_id: userId }, options);
  }

  /**
   * @param {string} roomId
   * @param {string} userId
   * @param {PostOptions} [options]
   * @returns {Promise<MessageResult>}
   */
  leave(roomId, userId, options) {
    return this.#http.post(path`/rooms/${roomId}/leave`, { user_id: userId }, options);
  }

  /**
   * Lists the connected users.
   *
   * @param {string} roomId
   * @param {CallOptions} [options]
   * @returns {Promise<Presence>}
   */
  presence(roomId, options) {
    return this.#http.get(path`/rooms/${roomId}/presence`, options);
  }

  /**
   * Lists the room's stored events, oldest first: messages, and milestones of videos and live streams. Long messages end a page
   * early, so `hasNext` tells whether more events follow.
   *
   * @param {string} roomId
   * @param {CallOptions & { after?: number, limit?: number }} [options] `after`: the `seq` after which the list starts
   * @returns {Promise<Page<RoomEvent>>}
   */
  events(roomId, { after, limit, ...options } = {}) {
    return this.#http.list(path`/rooms/${roomId}/events`, { after, limit }, options,
      (/** @type {RoomEvent} */ event) => this.#complete(event));
  }

  /** @param {RoomEvent} event */
  #complete(event) {
    return withAbsoluteUrls(event, this.#http.url(''));
  }
}
