import { isFinal, TOO_MANY } from './close-codes.js';
import { Wire } from './wire.js';

/**
 * @import { Frame } from './frames.js'
 * @import { RoomState } from './room-socket-types.js'
 * @import { WebSocketConstructor } from './wire.js'
 *
 * @typedef {object} ConnectionOptions
 * @property {() => string} url returns the URL of each attempt
 * @property {WebSocketConstructor} WebSocket
 * @property {(tries: number) => number} backoff
 * @property {(state: RoomState) => void} onState
 * @property {(frame: Frame) => void} onFrame
 * @property {(tries: number) => void} onUnreachable
 */

/** The time in milliseconds that a connection must be live before its loss resets the failure count. */
const STEADY = 10_000;
const TRIES_BEFORE_HINT = 3;
/** The minimum number of failures that is assumed after `TOO_MANY`, so that the next delay is up to 16 s instead of 2 s. */
const TRIES_AFTER_TOO_MANY = 3;

/** Keeps a WebSocket open. It reconnects after a delay until it is closed or the server sends a final close code. */
export class Connection {
  #options;
  /** @type {RoomState} */
  #state = { name: 'closed', code: 1000, reason: 'not opened yet' };
  /** @type {Wire | null} */
  #wire = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retry;
  #tries = 0;
  #unopened = 0;
  #liveSince = Infinity;
  #isBackOnline = () => { if (this.#state.name === 'waiting') this.open(); };

  /** @param {ConnectionOptions} options */
  constructor(options) {
    this.#options = options;
  }

  get state() {
    return this.#state;
  }

  /** Opens the connection. If a reconnection is pending, connects immediately. */
  open() {
    if (this.#wire) return;
    clearTimeout(this.#retry);
    globalThis.addEventListener?.('online', this.#isBackOnline);
    this.#setState({ name: 'connecting' });
    this.#unopened++;
    this.#liveSince = Infinity;
    this.#wire = new Wire(this.#options.url(), this.#options.WebSocket, {
      onOpen: () => { this.#unopened = 0; },
      onFrame: frame => this.#receive(frame),
      onEnd: (code, reason) => this.#end(code, reason),
    });
  }

  /** @param {object} frame */
  send(frame) {
    this.#wire?.send(frame);
  }

  /** Reconnects without a delay. @param {string} reason */
  renew(reason) {
    this.#wire?.end(1006, reason);
  }

  close() {
    if (this.#wire) this.#wire.end(1000, 'closed by us');
    else if (this.#state.name === 'waiting') this.#end(1000, 'closed by us');
  }

  /** @param {Frame} frame */
  #receive(frame) {
    if (this.#state.name === 'connecting') {
      // The server can reject a socket after it opens, so the connection is live only after its first frame.
      this.#liveSince = Date.now();
      this.#setState({ name: 'live' });
    }
    this.#options.onFrame(frame);
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  #end(code, reason) {
    this.#wire = null;
    clearTimeout(this.#retry);
    if (code === 1000 || isFinal(code)) {
      globalThis.removeEventListener?.('online', this.#isBackOnline);
      this.#tries = this.#unopened = 0;
      return this.#setState({ name: 'closed', code, reason });
    }
    if (Date.now() - this.#liveSince >= STEADY) this.#tries = 0;
    if (code === TOO_MANY) this.#tries = Math.max(this.#tries, TRIES_AFTER_TOO_MANY);
    const wait = this.#options.backoff(this.#tries++);
    this.#retry = setTimeout(() => this.open(), wait);
    this.#setState({ name: 'waiting', code, reason, tries: this.#tries, retryAt: Date.now() + wait });
    if (this.#unopened === TRIES_BEFORE_HINT) this.#options.onUnreachable(this.#unopened);
  }

  /** @param {RoomState} state */
  #setState(state) {
    this.#state = state;
    this.#options.onState(state);
  }
}
