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
   * What the service is, what can be used here, and what a client must keep to.
   *
   * @param {CallOptions} [options]
   * @returns {Promise<Service>}
   */
  get(options) {
    return this.#http.get('/', options);
  }

  /**
   * How its parts are. An unhealthy service is an `ApiError` with status 503.
   *
   * @param {CallOptions} [options]
   * @returns {Promise<Health>}
   */
  health(options) {
    return this.#http.get('/health', options);
  }

  /**
   * Whether the process lives.
   *
   * @param {CallOptions} [options]
   * @returns {Promise<Probe>}
   */
  live(options) {
    return this.#http.get('/health/live', options);
  }

  /**
   * Whether it takes requests. Where it does not (yet, or any more): an `ApiError` with status 503.
   *
   * @param {CallOptions} [options]
   * @returns {Promise<Probe>}
   */
  ready(options) {
    return this.#http.get('/health/ready', options);
  }
}
