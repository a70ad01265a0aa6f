import { Outgoing } from './outgoing.js';

/**
 * @import { ErrorFrame, MessageFrame } from './frames.js'
 * @import { Refusal } from './outgoing.js'
 */

/** What the server did not store and may yet store. */
const TRANSIENT = new Set(['rate_limited', 'unavailable', 'internal']);
/** An `internal` that stays is a defect of the server that this message meets; the others behind it must get through. */
const MAX_INTERNAL_TRIES = 5;
const LARGEST_FRAME = 32_768;

/**
 * Messages that are not confirmed, in order. Only the first is under way: so the order holds over every break, and an error,
 * which names no message, can only mean that one.
 */
export class Outbox {
  /** @type {Outgoing[]} */
  #queue = [];
  #onChange;
  /** @type {((frame: object) => void) | null} */
  #send = null;
  #isUnderWay = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pause;

  /** @param {(outgoing: Outgoing) => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** @returns {readonly Outgoing[]} */
  get pending() {
    return [...this.#queue];
  }

  /** @param {Outgoing} outgoing */
  add(outgoing) {
    this.#queue.push(outgoing);
    this.#onChange(outgoing);
    this.#sendFirst();
  }

  /** The connection is there: what was under way when the last one broke goes out again. @param {(frame: object) => void} send */
  start(send) {
    this.#send = send;
    this.#sendFirst();
  }

  stop() {
    clearTimeout(this.#pause);
    this.#send = null;
    this.#isUnderWay = false;
  }

  /**
   * A message of ours has come.
   *
   * @param {MessageFrame} frame
   * @returns {Outgoing | undefined} the one that it confirms
   */
  confirm(frame) {
    const outgoing = this.#queue.find(({ clientId }) => clientId === frame.client_id);
    if (outgoing) this.#settle(outgoing, () => outgoing.confirm(frame));
    return outgoing;
  }

  /** @param {ErrorFrame} error */
  refuse(error) {
    const [first] = this.#queue;
    if (!this.#isUnderWay || !first) return; // It is about a signal.
    if (TRANSIENT.has(error.code) && (error.code !== 'internal' || first.tries < MAX_INTERNAL_TRIES)) {
      clearTimeout(this.#pause);
      this.#pause = setTimeout(() => this.#sendAgain(), 1_000 + Math.random() * Math.min(19_000, 1_000 * 2 ** first.tries));
    } else {
      this.#settle(first, () => first.fail(error));
    }
  }

  /** @param {Refusal} error */
  failAll(error) {
    for (const outgoing of this.#queue.splice(0)) {
      outgoing.fail(error);
      this.#onChange(outgoing);
    }
  }

  /**
   * @param {Outgoing} outgoing
   * @param {() => void} how
   */
  #settle(outgoing, how) {
    const index = this.#queue.indexOf(outgoing);
    this.#queue.splice(index, 1);
    how();
    this.#onChange(outgoing);
    if (index === 0) this.#sendAgain();
  }

  #sendAgain() {
    clearTimeout(this.#pause);
    this.#isUnderWay = false;
    this.#sendFirst();
  }

  #sendFirst() {
    const [first] = this.#queue;
    if (!this.#send || this.#isUnderWay || !first) return;
    const frame = { type: 'message', content: first.content, client_id: first.clientId };
    if (new TextEncoder().encode(JSON.stringify(frame)).length > LARGEST_FRAME) {
      // The server would close the socket for good.
      this.#settle(first, () => first.fail({ code: 'invalid_message', message: 'content is too long' }));
      return;
    }
    this.#isUnderWay = true;
    first.tries++;
    this.#send(frame);
  }
}
