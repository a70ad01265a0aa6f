/**
 * @import { ErrorCode, MessageFrame } from './frames.js'
 *
 * @typedef {object} Refusal
 * @property {ErrorCode | 'closed'} code `closed`: the room was closed before the message was confirmed
 * @property {string} message a sentence for users
 */

/** The functions that resolve `settled`. @type {WeakMap<Outgoing, (outgoing: any) => void>} */
const resolvers = new WeakMap();

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
    /** Resolves with this object when the message is sent or has failed, and never rejects. @type {Promise<this>} */
    this.settled = newPromise(this);
  }
}

/** @param {Outgoing} outgoing @param {MessageFrame} message */
export function confirm(outgoing, message) {
  outgoing.status = 'sent';
  outgoing.message = message;
  resolvers.get(outgoing)?.(outgoing);
}

/** @param {Outgoing} outgoing @param {Refusal} error */
export function fail(outgoing, error) {
  outgoing.status = 'failed';
  outgoing.error = error;
  resolvers.get(outgoing)?.(outgoing);
}

/** Makes a failed message pending again. @param {Outgoing} outgoing */
export function reopen(outgoing) {
  if (outgoing.error?.code === 'conflict') outgoing.clientId = newClientId(); // Another message already uses the id.
  outgoing.status = 'pending';
  outgoing.error = null;
  outgoing.tries = 0;
  outgoing.at = Date.now();
  outgoing.settled = newPromise(outgoing);
}

/** @param {Outgoing} outgoing @returns {Promise<any>} */
function newPromise(outgoing) {
  return new Promise(resolve => { resolvers.set(outgoing, resolve); });
}

/** Returns 128 random bits in hexadecimal. `crypto.randomUUID` is unavailable in pages that are loaded over plain HTTP. */
export function newClientId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}
