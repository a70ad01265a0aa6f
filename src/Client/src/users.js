import { path } from './http.js';

/**
 * @import { CallOptions, Http, PostOptions } from './http.js'
 * @import { Page } from './page.js'
 * @import { User } from './types.js'
 */

export class Users {
  #http;

  /** @param {Http} http */
  constructor(http) {
    this.#http = http;
  }

  /**
   * @param {string} username 2 to 50 characters of A–Z a–z 0–9 _ -
   * @param {PostOptions} [options]
   * @returns {Promise<User>}
   */
  create(username, options) {
    return this.#http.post('/users', { username }, options);
  }

  /**
   * @param {string} userId
   * @param {CallOptions} [options]
   * @returns {Promise<User>}
   */
  get(userId, options) {
    return this.#http.get(path`/users/${userId}`, options);
  }

  /**
   * Lists all users, oldest first.
   *
   * @param {CallOptions & { limit?: number }} [options] `limit`: the page size
   * @returns {Promise<Page<User>>}
   */
  list({ limit, ...options } = {}) {
    return this.#http.list('/users', { limit }, options);
  }
}
