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
   * All rooms, oldest first.
   *
   * @param {CallOptions & { limit?: number }} [options] `limit`: how many to a page
   * @returns {Promise<Page<Room>>}
   */
  list({ limit, ...options } = {}) {
    return this.#http.list('/rooms', { limit }, options);
  }

  /**
   * Makes a user a member; opening a socket does so too.
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
   * Who is connected now.
   *
   * @param {string} roomId
   * @param {CallOptions} [options]
   * @returns {Promise<Presence>}
   */
  presence(roomId, options) {
    return this.#http.get(path`/rooms/${roomId}/presence`, options);
  }

  /**
   * The room's log: messages, and the milestones of its videos and live streams, oldest first. A page of long messages has fewer
   * than `limit` although more follow, which `hasNext` tells.
   *
   * @param {string} roomId
   * @param {CallOptions & { after?: number, limit?: number }} [options] `after`: the seq behind which it begins
   * @returns {Promise<Page<RoomEvent>>}
   */
  events(roomId, { after, limit, ...options } = {}) {
    return this.#http.list(path`/rooms/${roomId}/events`, { after, limit }, options,
      (/** @type {RoomEvent} */ event) => withAbsoluteUrls(event, this.#http.url('')));
  }
}
