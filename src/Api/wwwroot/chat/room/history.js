// Reads a room's history in pages. The `seq` of events has no gaps, so the start of an older page can be computed.
import { api } from '../api.js';

/** @import { RoomEvent } from '/chat/client/frames.js' */

const PAGE = 100;
const MOST = 1_000;

export class History {
  #roomId;

  /** The `seq` of the oldest shown event. */
  oldest = 1;

  /** @param {string} roomId */
  constructor(roomId) {
    this.#roomId = roomId;
  }

  get hasMore() {
    return this.oldest > 1;
  }

  /**
   * Reads the newest page: up to a hundred events that end with the newest message, and all events after it.
   *
   * @returns {Promise<RoomEvent[]>}
   */
  async newest() {
    const { items: [message] } = await api.messages.list(this.#roomId, { limit: 1 });
    const after = Math.max(0, (message?.seq ?? 0) - PAGE);
    const events = [];
    for await (const event of await api.rooms.events(this.#roomId, { after, limit: MOST })) events.push(event);
    this.oldest = events[0]?.seq ?? 1;
    return events;
  }

  /** @returns {Promise<RoomEvent[]>} */
  async older() {
    const last = this.oldest - 1;
    const after = Math.max(0, last - PAGE);
    const events = [];
    // Long messages can end a page before its limit, so pages are read until the last event.
    for await (const event of await api.rooms.events(this.#roomId, { after, limit: last - after })) {
      events.push(event);
      if (event.seq === last) break;
    }
    this.oldest = after + 1;
    return events;
  }
}
