import { readEvents } from './room-snapshot.js';

/**
 * @import { VideoChatApi } from './api.js'
 * @import { Retrier } from './retrier.js'
 * @import { RoomLog } from './room-log.js'
 *
 * @typedef {object} Older the part of the room's log that is older than the items
 * @property {boolean} hasMore
 * @property {boolean} isLoading
 * @property {number | null} retryAt when the next attempt starts, as a `Date.now()` value, if the server refused the last one for a
 *   limited time; otherwise null
 */

/** Loads the older part of a room's log, page by page. */
export class RoomHistory {
  #api;
  #roomId;
  #log;
  #options;
  /** @type {Promise<void> | null} */
  #loading = null;
  /** @type {Older} */
  older = { hasMore: false, isLoading: false, retryAt: null };

  /**
   * @param {VideoChatApi} api
   * @param {string} roomId
   * @param {RoomLog} log
   * @param {{ limit: number, retrier: Retrier, signal: AbortSignal, onChange: () => void }} options
   */
  constructor(api, roomId, log, options) {
    this.#api = api;
    this.#roomId = roomId;
    this.#log = log;
    this.#options = options;
  }

  /** Loads one page. Calls during a load join it. */
  load() {
    return this.#loading ??= this.#load();
  }

  /** Compares `older` with the log. @param {number | null} [retryAt] */
  update(retryAt = null) {
    const older = { hasMore: this.#log.oldest > 1, isLoading: this.#loading !== null, retryAt };
    if (older.hasMore === this.older.hasMore && older.isLoading === this.older.isLoading && retryAt === this.older.retryAt) return;
    this.older = older;
    this.#options.onChange();
  }

  async #load() {
    await null; // `#loading` is set after this method returns.
    const { limit, retrier, signal } = this.#options;
    const { oldest, epoch } = this.#log;
    const last = oldest - 1;
    const after = Math.max(0, last - limit);
    const read = () => {
      this.update();
      return readEvents(this.#api, this.#roomId, { after, last, signal });
    };
    try {
      if (last === 0 || signal.aborted) return;
      const events = await retrier.run(read, {
        isPassing: ({ retryAfter }) => retryAfter !== null,
        onWait: ({ retryAt }) => this.update(retryAt),
      });
      // The log may have been replaced during the load. Then the page does not precede it.
      if (epoch === this.#log.epoch) this.#log.prepend(events, after + 1);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.#loading = null;
      this.update();
    }
  }
}
