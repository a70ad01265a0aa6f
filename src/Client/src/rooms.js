import { withAbsoluteUrls } from './frames.js';
import { path } from './http.js';

/**
 * @import { CallOptions, Http, PostOptions } from './http.js'
 * @import { RoomEvent } from './frames.js'
 * @import { Page } from './page.js'
 * @import { MessageResult, Presence, Room } from './types.js'
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
   * Lists all rooms, oldest first.
   *
   * @param {CallOptions & { limit?: number }} [options] `limit`: the page size
   * @returns {Promise<Page<Room>>}
   */
  list({ limit, ...options } = {}) {
    return this.#http.list('/rooms', { limit }, options);
  }

  /**
   * Makes a user a member. Opening a socket also does.
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
   * Ends a user's membership.
   *
   * @param {string} roomId
   * @param {string} userId
   * @param {PostOptions} [options]
   * @returns {Promise<MessageResult>}
   */
  leave(roomId, userId, options) {
    return this.#http.post(path`/rooms/${roomId}/leave`, { user_id: userId }, options);
  }

  /**
   * Returns the connected users.
   *
   * @param {string} roomId
   * @param {CallOptions} [options]
   * @returns {Promise<Presence>}
   */
  presence(roomId, options) {
    return this.#http.get(path`/rooms/${roomId}/presence`, options);
  }

  /**
   * Reads the room's log, oldest first: messages and the milestones of videos and live streams. A page of long messages may
   * have fewer than `limit` items although more follow; check `hasNext`.
   *
   * @param {string} roomId
   * @param {CallOptions & { after?: number, limit?: number }} [options] `after`: the seq after which the first page starts
   * @returns {Promise<Page<RoomEvent>>}
   */
  events(roomId, { after, limit, ...options } = {}) {
    return this.#http.list(path`/rooms/${roomId}/events`, { after, limit }, options,
      (/** @type {RoomEvent} */ event) => withAbsoluteUrls(event, this.#http.url('')));
  }
}
