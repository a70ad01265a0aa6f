/**
 * @import { ErrorCode, MessageFrame } from './frames.js'
 *
 * @typedef {object} Refusal
 * @property {ErrorCode | 'closed'} code `closed`: the room was closed before the message was confirmed
 * @property {string} message a sentence for people
 */

/** A message of ours on its way: `pending` until its own frame comes back, then `sent`; or `failed`. */
export class Outgoing {
  /** @type {'pending' | 'sent' | 'failed'} */
  status = 'pending';
  /** @type {MessageFrame | null} the message as the room has it, once sent */
  message = null;
  /** @type {Refusal | null} why it failed */
  error = null;
  /** How often it went out. */
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
    /** When it was written, as `Date.now()` counts. */
    this.at = at;
    /** Our own name for it, under which a repeat is known. */
    this.clientId = clientId;
    /** Resolves with this when it is sent or has failed; it never rejects. */
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

  /** Makes a failed one pending again. */
  reopen() {
    if (this.error?.code === 'conflict') this.clientId = newClientId(); // The old one names another message.
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

/** Random enough for ever. Not `randomUUID`, which pages that came over plain HTTP lack. */
export function newClientId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}
