import { refused, unreachable } from './api-error.js';
import { Page, parseLinks } from './page.js';

/**
 * @typedef {object} CallOptions
 * @property {AbortSignal} [signal] aborts the request
 *
 * @typedef {CallOptions & { idempotencyKey?: string }} PostOptions
 *   `idempotencyKey`: 1 to 255 printable ASCII characters; a repeated request with the same key returns the first response
 *
 * @typedef {Record<string, string | number | undefined>} Query
 */

export class Http {
  #base;
  #fetch;
  #headers;
  #timeout;

  /** @param {{ baseUrl: string, fetch: typeof globalThis.fetch, headers: Record<string, string>, timeout?: number | undefined }} options */
  constructor({ baseUrl, fetch, headers, timeout }) {
    this.#base = baseUrl.replace(/\/+$/, '');
    this.#fetch = fetch;
    this.#headers = headers;
    this.#timeout = timeout;
  }

  get headers() {
    return this.#headers;
  }

  /** @param {string} path */
  url(path) {
    return this.#base + path;
  }

  /**
   * @template Answer
   * @param {string} path
   * @param {CallOptions} [options]
   * @param {Query} [query]
   * @returns {Promise<Answer>}
   */
  async get(path, { signal } = {}, query = {}) {
    return JSON.parse((await this.#send(path + toSearch(query), { signal })).body);
  }

  /**
   * @template Answer
   * @param {string} path
   * @param {object} [body]
   * @param {PostOptions} [options]
   * @returns {Promise<Answer>}
   */
  post(path, body, options) {
    return this.#write('POST', path, body, options);
  }

  /**
   * @template Answer
   * @param {string} path
   * @param {object} body
   * @param {CallOptions} [options]
   * @returns {Promise<Answer>}
   */
  patch(path, body, options) {
    return this.#write('PATCH', path, body, options);
  }

  /**
   * @template Answer
   * @param {string} path
   * @param {CallOptions} [options]
   * @returns {Promise<Answer>}
   */
  delete(path, options) {
    return this.#write('DELETE', path, undefined, options);
  }

  /**
   * @template Item
   * @param {string} path
   * @param {Query} query
   * @param {CallOptions} [options]
   * @param {(item: Item) => Item} [complete] converts each item
   * @returns {Promise<Page<Item>>}
   */
  list(path, query, { signal } = {}, complete = item => item) {
    /** @param {string} search @returns {Promise<Page<Item>>} */
    const read = async search => {
      const { body, headers } = await this.#send(path + search, { signal });
      return new Page(JSON.parse(body).map(complete), parseLinks(headers.get('Link')), read);
    };
    return read(toSearch(query));
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {object | undefined} body
   * @param {PostOptions} [options]
   */
  async #write(method, path, body, { signal, idempotencyKey } = {}) {
    const headers = {
      ...(body && { 'Content-Type': 'application/json' }),
      ...(idempotencyKey && { 'Idempotency-Key': idempotencyKey }),
    };
    return JSON.parse((await this.#send(path, { method, headers, body: body && JSON.stringify(body), signal })).body);
  }

  /**
   * @param {string} path
   * @param {RequestInit} init
   */
  async #send(path, init) {
    const { response, body } = await this.#read(path, init)
      .catch(cause => { throw init.signal?.aborted ? cause : unreachable(cause); });
    if (!response.ok) throw refused(response.status, body, response.headers.get('Retry-After'));
    return { body, headers: response.headers };
  }

  /**
   * Reads the whole response, so that the timeout and the error handling also cover its body.
   *
   * @param {string} path
   * @param {RequestInit} init
   */
  async #read(path, { signal, ...init }) {
    const signals = [signal, this.#timeout && AbortSignal.timeout(this.#timeout)].filter(given => given instanceof AbortSignal);
    const response = await this.#fetch(this.url(path), {
      ...init,
      headers: { ...this.#headers, ...init.headers },
      signal: signals.length > 1 ? AbortSignal.any(signals) : signals[0],
    });
    return { response, body: await response.text() };
  }
}

/**
 * Builds a path. The values are percent-encoded, so a slash in a value does not add a segment.
 *
 * @param {TemplateStringsArray} parts
 * @param {...string} values
 */
export function path(parts, ...values) {
  return String.raw({ raw: parts }, ...values.map(encodeURIComponent));
}

/** @param {Query} query */
function toSearch(query) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}
