/** @import { RoomEvent } from './frames.js' */

/** How far in a room's log a client is: the events it has seen are those up to `seq`, all of them, each once. */
export class Position {
  /** @param {number | 'now'} start a seq; or `now`, which the server answers with the seq of now */
  constructor(start) {
    this.seq = start;
  }

  /**
   * @param {RoomEvent} event
   * @returns {'next' | 'seen' | 'gap'} `next`: it was counted; `gap`: others are missing before it, and it was not
   */
  take({ seq }) {
    if (this.seq === 'now') return 'gap'; // Not before the server has said where now is.
    if (seq <= this.seq) return 'seen';
    if (seq > this.seq + 1) return 'gap';
    this.seq = seq;
    return 'next';
  }
}
