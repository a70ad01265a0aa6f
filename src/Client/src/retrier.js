import { ApiError } from './api-error.js';

/**
 * @typedef {{ retryAt: number, tries: number, error: ApiError }} Wait `retryAt`: a `Date.now()` value
 *
 * @typedef {object} RetryOptions
 * @property {(wait: Wait) => void} [onWait]
 * @property {(error: ApiError) => boolean} [isPassing] whether to repeat the request after this error; after all transient errors
 *   by default
 */

/** Repeats requests that fail temporarily. A retry waits at least as long as the server's `Retry-After` says. */
export class Retrier {
  #backoff;
  #signal;
  /** @type {Set<() => void>} */
  #waiting = new Set();

  /**
   * @param {(tries: number) => number} backoff returns a delay in milliseconds
   * @param {AbortSignal} signal ends all delays, which then throw its reason
   */
  constructor(backoff, signal) {
    this.#backoff = backoff;
    this.#signal = signal;
  }

  /**
   * @template Answer
   * @param {() => Promise<Answer>} request
   * @param {RetryOptions} [options]
   * @returns {Promise<Answer>}
   */
  async run(request, { onWait = () => {}, isPassing = error => error.isTransient } = {}) {
    for (let tries = 0; ; tries++) {
      try {
        const answer = await request();
        this.#signal.throwIfAborted();
        return answer;
      } catch (error) {
        this.#signal.throwIfAborted();
        if (!(error instanceof ApiError) || !isPassing(error)) throw error;
        const delay = Math.max(this.#backoff(tries), (error.retryAfter ?? 0) * 1_000);
        onWait({ retryAt: Date.now() + delay, tries: tries + 1, error });
        await this.#pause(delay);
      }
    }
  }

  /** Skips the rest of all delays. */
  hurry() {
    for (const end of [...this.#waiting]) end();
  }

  /** @param {number} delay */
  async #pause(delay) {
    await new Promise(resolve => {
      const end = () => {
        clearTimeout(timer);
        this.#waiting.delete(end);
        this.#signal.removeEventListener('abort', end);
        resolve(null);
      };
      const timer = setTimeout(end, delay);
      this.#waiting.add(end);
      this.#signal.addEventListener('abort', end);
    });
    this.#signal.throwIfAborted();
  }
}
