/**
 * @import { CallOptions, Http } from './http.js'
 * @import { Health, Probe, Service } from './types.js'
 */

export class ServiceCalls {
  #http;

  /** @param {Http} http */
  constructor(http) {
    this.#http = http;
  }

  /**
   * Returns the features of the server and its limits for clients.
   *
   * @param {CallOptions} [options]
   * @returns {Promise<Service>}
   */
  get(options) {
    return this.#http.get('/', options);
  }

  /**
   * Returns the health of each component. An unhealthy service throws an `ApiError` with status 503.
   *
   * @param {CallOptions} [options]
   * @returns {Promise<Health>}
   */
  health(options) {
    return this.#http.get('/health', options);
  }

  /**
   * @param {CallOptions} [options]
   * @returns {Promise<Probe>}
   */
  live(options) {
    return this.#http.get('/health/live', options);
  }

  /**
   * Checks that the server accepts requests. While it starts or stops, an `ApiError` with status 503 is thrown.
   *
   * @param {CallOptions} [options]
   * @returns {Promise<Probe>}
   */
  ready(options) {
    return this.#http.get('/health/ready', options);
  }
}
