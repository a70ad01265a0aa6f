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
   * Describes the service, its features and the limits for clients.
   *
   * @param {CallOptions} [options]
   * @returns {Promise<Service>}
   */
  get(options) {
    return this.#http.get('/', options);
  }

  /**
   * Returns the health of each component. Throws an `ApiError` with status 503 if the service is unhealthy.
   *
   * @param {CallOptions} [options]
   * @returns {Promise<Health>}
   */
  health(options) {
    return this.#http.get('/health', options);
  }

  /**
   * Checks that the process is alive.
   *
   * @param {CallOptions} [options]
   * @returns {Promise<Probe>}
   */
  live(options) {
    return this.#http.get('/health/live', options);
  }

  /**
   * Checks that the service accepts requests. Throws an `ApiError` with status 503 during start and shutdown, for example.
   *
   * @param {CallOptions} [options]
   * @returns {Promise<Probe>}
   */
  ready(options) {
    return this.#http.get('/health/ready', options);
  }
}
