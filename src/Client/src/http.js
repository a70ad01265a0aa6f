import { ApiError } from './api-error.js';
import { Page, parseLinks } from './page.js';

/**
 * @typedef {object} CallOptions
 * @property {AbortSignal} [signal] gives the request up
 *
 * @typedef {CallOptions & { idempotencyKey?: string }} PostOptions
 *   `idempotencyKey`, 1 to 255 printable ASCII characters: a repeat with the same key gets the first answer and changes nothing
 *
 * @typedef {Record<string, string | number | undefined>} Query
 */

/** Requests to one server. */
export class Http {
  #base;
  #fetch;
  #headers;

  /** @param {{ baseUrl: string, fetch: typeof globalThis.fetch, headers: Record<string, string> }} options */
  constructor({ baseUrl, fetch, headers }) {
    this.#base = baseUrl.replace(/\/+$/, '');
    this.#fetch = fetch;
    this.#headers = headers;
  }

  /** What is sent with every request. */
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
   * @returns {Promise<Answer>}
   */
  async get(path, { signal } = {}) {
    return (await this.#send(path, { signal })).json();
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
   * @param {(item: Item) => Item} [complete] what is done to every item
   * @returns {Promise<Page<Item>>}
   */
  list(path, query, { signal } = {}, complete = item => item) {
    /** @param {string} search @returns {Promise<Page<Item>>} */
    const read = async search => {
      const response = await this.#send(path + search, { signal });
      return new Page((await response.json()).map(complete), parseLinks(response.headers.get('Link')), read);
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
    return (await this.#send(path, { method, headers, body: body && JSON.stringify(body), signal })).json();
  }

  /**
   * @param {string} path
   * @param {RequestInit} init
   */
  async #send(path, init) {
    const { signal } = init;
    const response = await this.#fetch(this.url(path), { ...init, headers: { ...this.#headers, ...init.headers } })
      .catch(cause => { throw signal?.aborted ? cause : ApiError.unreachable(cause); });
    if (!response.ok)
      throw ApiError.fromAnswer(response.status, await response.text(), response.headers.get('Retry-After'));
    return response;
  }
}

/**
 * Builds a path; what is put in becomes one segment, whatever it holds.
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
