/** @import { RoomEvent } from './frames.js' */

/**
 * A client's position among the numbered events of a room. The client has received each event up to `seq` exactly once. The id of
 * the event with that `seq` shows the server whether its log still contains the event.
 */
export class Position {
  /** @type {number | 'now'} */
  seq = 'now';
  #id = '';
  /** Indicates whether the server accepts `<seq>:<event id>`. Earlier versions accept only a `seq`. */
  #isNamed = false;

  /** @param {number | string} start `now` stands for the room's newest `seq`, which the server sends first */
  constructor(start) {
    this.moveTo(start);
  }

  /** @param {number | string} position a `seq`, or `<seq>:<event id>` */
  moveTo(position) {
    const [seq, id] = split(position);
    this.seq = seq;
    this.#id = id;
    this.#isNamed ||= id !== '';
  }

  /**
   * Learns from the first frame of a connection whether the server accepts `<seq>:<event id>`.
   *
   * @param {string | null} [newest] the position of the room's newest event; earlier versions send none
   */
  greet(newest) {
    this.#isNamed = Boolean(newest);
    const [seq, id] = split(newest ?? '');
    if (seq === this.seq) this.#id ||= id;
  }

  /**
   * @param {RoomEvent} event
   * @returns {'next' | 'seen' | 'gap'} `next`: the position advanced; `gap`: earlier events are missing, and the position is
   * unchanged
   */
  take({ seq, id }) {
    if (this.seq === 'now') return 'gap'; // The server has not sent the newest `seq` yet.
    if (seq <= this.seq) return 'seen';
    if (seq > this.seq + 1) return 'gap';
    this.seq = seq;
    this.#id = id;
    return 'next';
  }

  toString() {
    return this.#isNamed && this.#id ? `${this.seq}:${this.#id}` : `${this.seq}`;
  }
}

/**
 * @param {number | string} position
 * @returns {[seq: number | 'now', id: string]}
 */
function split(position) {
  const [seq = '', id = ''] = `${position}`.split(':');
  return [seq === 'now' ? seq : Number(seq), id];
}
