/** @import { RoomEvent } from './frames.js' */

/** A client's position among the numbered events of a room. The client has received each event up to `seq` exactly once. */
export class Position {
  /** @param {number | 'now'} start a `seq`; `now` stands for the room's newest `seq`, which the server sends first */
  constructor(start) {
    this.seq = start;
  }

  /**
   * @param {RoomEvent} event
   * @returns {'next' | 'seen' | 'gap'} `next`: the position advanced; `gap`: earlier events are missing, and the position is
   * unchanged
   */
  take({ seq }) {
    if (this.seq === 'now') return 'gap'; // The server has not sent the newest `seq` yet.
    if (seq <= this.seq) return 'seen';
    if (seq > this.seq + 1) return 'gap';
    this.seq = seq;
    return 'next';
  }
}
