/**
 * @import { ErrorCode, MessageFrame } from './frames.js'
 *
 * @typedef {object} Refusal
 * @property {ErrorCode | 'closed'} code `closed`: the room was closed before the message was confirmed
 * @property {string} message a sentence for users
 */

/** A message that this client sends. Its status is `sent` once the server has confirmed it. */
export class Outgoing {
  /** @type {'pending' | 'sent' | 'failed'} */
  status = 'pending';
  /** @type {MessageFrame | null} the stored message; null until `status` is `sent` */
  message = null;
  /** @type {Refusal | null} why the message failed; null unless `status` is `failed` */
  error = null;
  /** The number of attempts to send the message. */
  tries = 0;
  /** @type {(value: this) => void} */
  #settle = () => {};

  /**
   * @param {string} content
   * @param {string} clientId
   * @param {number} [at]
   */
  constructor(content, clientId, at = Date.now()) {
    this.content = content;
    /** The creation time, as a `Date.now()` value. */
    this.at = at;
    /** An id that the client assigns, by which the server recognizes a repeated message. */
    this.clientId = clientId;
    /** Resolves with this object when the message is sent or has failed, and never rejects. */
    this.settled = this.#newPromise();
  }

  /** @param {MessageFrame} message */
  confirm(message) {
    this.status = 'sent';
    this.message = message;
    this.#settle(this);
  }

  /** @param {Refusal} error */
  fail(error) {
    this.status = 'failed';
    this.error = error;
    this.#settle(this);
  }

  reopen() {
    if (this.error?.code === 'conflict') this.clientId = newClientId(); // Another message already uses the id.
    this.status = 'pending';
    this.error = null;
    this.tries = 0;
    this.at = Date.now();
    this.settled = this.#newPromise();
  }

  /** @returns {Promise<this>} */
  #newPromise() {
    return new Promise(resolve => { this.#settle = resolve; });
  }
}

/** Returns 128 random bits in hexadecimal. `crypto.randomUUID` is unavailable in pages that are loaded over plain HTTP. */
export function newClientId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}
