import { path } from './http.js';

/**
 * @import { CallOptions, Http, PostOptions } from './http.js'
 * @import { Page } from './page.js'
 * @import { Message } from './types.js'
 */

export class Messages {
  #http;

  /** @param {Http} http */
  constructor(http) {
    this.#http = http;
  }

  /**
   * Part of a room's history, each page oldest first: the newest messages, or those before or after one.
   * `page.prev()` is what came before.
   *
   * @param {string} roomId
   * @param {CallOptions & { before?: string, after?: string, limit?: number }} [options] `before`, `after`: a message's id
   * @returns {Promise<Page<Message>>}
   */
  list(roomId, { before, after, limit, ...options } = {}) {
    return this.#http.list(path`/rooms/${roomId}/messages`, { before, after, limit }, options);
  }

  /**
   * Sends a message without a socket.
   *
   * @param {string} roomId
   * @param {{ userId: string, content: string, clientId?: string }} message
   *   `clientId`, 1 to 64 characters: a repeat gets the first message and adds none
   * @param {PostOptions} [options]
   * @returns {Promise<Message>}
   */
  post(roomId, { userId, content, clientId }, options) {
    return this.#http.post(path`/rooms/${roomId}/messages`, { user_id: userId, content, client_id: clientId }, options);
  }
}
