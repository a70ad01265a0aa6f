import { path } from './http.js';

/**
 * @import { CallOptions, Http, PostOptions } from './http.js'
 * @import { Page } from './page.js'
 * @import { LiveStream } from './types.js'
 */

export class LiveStreams {
  #http;

  /** @param {Http} http */
  constructor(http) {
    this.#http = http;
  }

  /**
   * Creates a live stream. It starts when its encoder connects.
   *
   * @param {string} roomId
   * @param {string} title 1 to 200 characters
   * @param {PostOptions & { user_id?: string, userId?: string }} [options] `user_id`: the user who streams; `userId` is its earlier
   * name
   * @returns {Promise<LiveStream>}
   */
  create(roomId, title, { userId, user_id = userId, ...options } = {}) {
    return this.#http.post(path`/rooms/${roomId}/live-stream`, { title, user_id }, options);
  }

  /**
   * Lists a room's live streams, oldest first.
   *
   * @param {string} roomId
   * @param {CallOptions & { limit?: number }} [options] `limit`: the page size
   * @returns {Promise<Page<LiveStream>>}
   */
  list(roomId, { limit, ...options } = {}) {
    return this.#http.list(path`/rooms/${roomId}/live-streams`, { limit }, options);
  }

  /**
   * Ends a live stream permanently.
   *
   * @param {string} roomId
   * @param {string} streamId
   * @param {PostOptions} [options]
   * @returns {Promise<LiveStream>}
   */
  stop(roomId, streamId, options) {
    return this.#http.post(path`/rooms/${roomId}/live-streams/${streamId}/stop`, undefined, options);
  }
}
