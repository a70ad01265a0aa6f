import { confirm, fail, Outgoing } from './outgoing.js';

/**
 * @import { ErrorFrame, MessageFrame } from './frames.js'
 * @import { MessageStore } from './message-store.js'
 * @import { Refusal } from './outgoing.js'
 */

/** Error codes after which a retry can succeed. */
const TRANSIENT = new Set(['rate_limited', 'unavailable', 'internal']);
/** The limit of retries after `internal`, so that a message that causes an error in the server does not block later messages. */
const MAX_INTERNAL_TRIES = 5;
const LARGEST_FRAME = 32_768;

/**
 * Queues unconfirmed messages in order. Only the first message is in flight, so the order survives a reconnect. An error frame
 * names no message, but can only refer to the first.
 */
export class Outbox {
  /** @type {Outgoing[]} */
  #queue = [];
  /** The `clientId`s of all messages ever queued, so that a stored message is restored only once. @type {Set<string>} */
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
   * @param {MessageStore | null} [store] keeps unconfirmed messages when the page is closed
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
    // The store sorts by `at`, so `at` must increase within a millisecond and after the clock is set back.
    outgoing.at = Math.max(outgoing.at, this.#newest + 1);
    this.#store?.save(outgoing);
    this.#enqueue([outgoing]);
    this.#sendFirst();
  }

  /** Queues stored messages from before a reload or from a closed tab. */
  restore() {
    if (this.#isUnderWay) return;
    const found = this.#store?.list().filter(({ clientId }) => !this.#known.has(clientId)) ?? [];
    this.#enqueue(found.map(({ content, clientId, at }) => new Outgoing(content, clientId, at)));
  }

  /** @param {Outgoing} outgoing */
  discard(outgoing) {
    this.#store?.remove(outgoing.clientId);
  }

  /** @param {(frame: object) => void} send */
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
   * Handles a frame of a message that this user sent.
   *
   * @param {MessageFrame} frame
   * @returns {Outgoing | undefined} the message that the frame confirms
   */
  confirm(frame) {
    if (frame.client_id) this.#store?.remove(frame.client_id); // Another tab may have sent the message.
    const outgoing = this.#queue.find(({ clientId }) => clientId === frame.client_id);
    if (outgoing) this.#settle(outgoing, () => confirm(outgoing, frame));
    return outgoing;
  }

  /** @param {ErrorFrame} error */
  refuse(error) {
    const [first] = this.#queue;
    if (!this.#isUnderWay || !first) return; // The error refers to another frame, such as a typing signal.
    if (TRANSIENT.has(error.code) && (error.code !== 'internal' || first.tries < MAX_INTERNAL_TRIES)) {
      clearTimeout(this.#pause);
      this.#pause = setTimeout(() => this.#sendAgain(), 1_000 + Math.random() * Math.min(19_000, 1_000 * 2 ** first.tries));
    } else {
      this.#refuse(first, error);
    }
  }

  /** Marks all queued messages as failed. The store keeps them. @param {Refusal} error */
  failAll(error) {
    for (const outgoing of this.#queue.splice(0)) {
      fail(outgoing, error);
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
    this.#settle(outgoing, () => fail(outgoing, error));
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
      // The server would close the socket with a final code.
      return this.#refuse(first, { code: 'invalid_message', message: 'content is too long' });
    }
    this.#isUnderWay = true;
    first.tries++;
    this.#send(frame);
  }
}
