import { Outgoing } from './outgoing.js';

/**
 * @import { ErrorFrame, MessageFrame } from './frames.js'
 * @import { MessageStore } from './message-store.js'
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
  /** The `clientId`s of all messages that were ever in the queue: a stored one is restored once. @type {Set<string>} */
  #known = new Set();
  #newest = -Infinity;
  #onChange;
  #store;
  /** @type {((frame: object) => void) | null} */
  #send = null;
  #isUnderWay = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pause;

  /**
   * @param {(outgoing: Outgoing) => void} onChange
   * @param {MessageStore | null} [store] where unconfirmed messages outlive the page
   */
  constructor(onChange, store = null) {
    this.#onChange = onChange;
    this.#store = store;
  }

  /** @returns {readonly Outgoing[]} */
  get pending() {
    return [...this.#queue];
  }

  /** @param {Outgoing} outgoing */
  add(outgoing) {
    // Rising, even if two are written in one millisecond or the clock is set back: `at` is the order in the store.
    outgoing.at = Math.max(outgoing.at, this.#newest + 1);
    this.#store?.save(outgoing);
    this.#enqueue([outgoing]);
    this.#sendFirst();
  }

  /** Takes over what the store holds: from before a reload, or of another tab that was closed. */
  restore() {
    if (this.#isUnderWay) return;
    const found = this.#store?.list().filter(({ clientId }) => !this.#known.has(clientId)) ?? [];
    this.#enqueue(found.map(({ content, clientId, at }) => new Outgoing(content, clientId, at)));
  }

  /** Removes a failed message for good. @param {Outgoing} outgoing */
  discard(outgoing) {
    this.#store?.remove(outgoing.clientId);
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
    if (frame.client_id) this.#store?.remove(frame.client_id); // Another tab may have sent it.
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
      this.#refuse(first, error);
    }
  }

  /** Nothing more is sent; what is stored stays there. @param {Refusal} error */
  failAll(error) {
    for (const outgoing of this.#queue.splice(0)) {
      outgoing.fail(error);
      this.#onChange(outgoing);
    }
  }

  /** @param {Outgoing[]} outgoings */
  #enqueue(outgoings) {
    this.#queue.push(...outgoings);
    for (const { at, clientId } of outgoings) {
      this.#known.add(clientId);
      this.#newest = Math.max(this.#newest, at);
    }
    if (!this.#isUnderWay) this.#queue.sort((a, b) => a.at - b.at);
    outgoings.forEach(this.#onChange);
  }

  /** @param {Outgoing} outgoing @param {Refusal} error */
  #refuse(outgoing, error) {
    this.#store?.save(outgoing, true);
    this.#settle(outgoing, () => outgoing.fail(error));
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
      return this.#refuse(first, { code: 'invalid_message', message: 'content is too long' });
    }
    this.#isUnderWay = true;
    first.tries++;
    this.#send(frame);
  }
}
