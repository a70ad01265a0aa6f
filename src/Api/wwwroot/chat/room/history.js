// A room's past, page by page. Its events are numbered without gaps, so a page upward is a matter of counting.
import { api } from '../api.js';

/** @import { RoomEvent } from '/chat/client/frames.js' */

const PAGE = 100;
const MOST = 1_000;

export class History {
  #roomId;

  /** The number of the oldest event that is shown. */
  oldest = 1;

  /** @param {string} roomId */
  constructor(roomId) {
    this.#roomId = roomId;
  }

  get hasMore() {
    return this.oldest > 1;
  }

  /**
   * The newest page, and whatever has happened behind the newest message.
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
    // A page of long messages may come in parts.
    for await (const event of await api.rooms.events(this.#roomId, { after, limit: last - after })) {
      events.push(event);
      if (event.seq === last) break;
    }
    this.oldest = after + 1;
    return events;
  }
}
