/** @import { RoomEvent } from './frames.js' */

/** A client's position in a room's log: it has received every event up to `seq` exactly once. */
export class Position {
  /** @param {number | 'now'} start a seq, or `now`, which the server answers with the room's newest seq */
  constructor(start) {
    this.seq = start;
  }

  /**
   * @param {RoomEvent} event
   * @returns {'next' | 'seen' | 'gap'} `next`: the position advanced; `gap`: events before this one are missing, and the position did not advance
   */
  take({ seq }) {
    if (this.seq === 'now') return 'gap'; // The server has not sent the newest seq yet.
    if (seq <= this.seq) return 'seen';
    if (seq > this.seq + 1) return 'gap';
    this.seq = seq;
    return 'next';
  }
}
