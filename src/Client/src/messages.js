import { ApiError } from './api-error.js';
import { path } from './http.js';
import { MessageStore, readStored } from './message-store.js';

/**
 * @import { CallOptions, Http, PostOptions } from './http.js'
 * @import { OutboxStorage, StoredMessage } from './message-store.js'
 * @import { Page } from './page.js'
 * @import { Message } from './types.js'
 *
 * @typedef {{ userId: string, content: string, clientId?: string }} OldMessage a message with the names that version 2.0 of this
 * client used
 */

export class Messages {
  #http;

  /** @param {Http} http */
  constructor(http) {
    this.#http = http;
  }

  /**
   * Lists the newest messages of a room, or those before or after a message. Each page is sorted oldest first, so `page.prev()`
   * returns older messages.
   *
   * @param {string} roomId
   * @param {CallOptions & { before?: string, after?: string, limit?: number }} [options] `before`, `after`: a message's id
   * @returns {Promise<Page<Message>>}
   */
  list(roomId, { before, after, limit, ...options } = {}) {
    return this.#http.list(path`/rooms/${roomId}/messages`, { before, after, limit }, options);
  }

  /**
   * Sends a message without a socket.
   *
   * @param {string} roomId
   * @param {{ user_id: string, content: string, client_id?: string } | OldMessage} message
   *   `client_id`: 1 to 64 characters; a repeated message with the same id returns the first message
   * @param {PostOptions} [options]
   * @returns {Promise<Message>}
   */
  post(roomId, message, options) {
    const { user_id, content, client_id } = 'userId' in message ? fromOld(message) : message;
    return this.#http.post(path`/rooms/${roomId}/messages`, { user_id, content, client_id }, options);
  }

  /**
   * Sends all unconfirmed messages of an `outbox` in order, except those that an open `RoomSocket` sends. A rejected message
   * stays in the outbox until its room is opened.
   *
   * @param {OutboxStorage} outbox
   * @param {CallOptions & { isOpen?: (message: StoredMessage) => boolean }} [options] `isOpen`: whether an open `RoomSocket`
   * sends the message
   * @returns {Promise<void>} rejects with the first transient error, after which the call can be repeated
   */
  async sendUnsent(outbox, { isOpen = () => false, ...options } = {}) {
    /** @type {Set<string>} */
    const stopped = new Set();
    /** @type {ApiError | null} */
    let failure = null;
    for (const message of readStored(outbox)) {
      const place = `${message.userId}/${message.roomId}`;
      if (message.isRefused || stopped.has(place) || isOpen(message)) continue;
      const store = new MessageStore(outbox, message.userId, message.roomId);
      try {
        await this.post(message.roomId, message, options);
        store.remove(message.clientId);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (!error.isTransient) {
          store.save(message, true);
        } else if (error.status === 500) {
          // The message causes an error in the server. Later messages of its room wait, to keep the order; other rooms continue.
          stopped.add(place);
          failure ??= error;
        } else {
          throw error;
        }
      }
    }
    if (failure) throw failure;
  }
}

/** @param {OldMessage} message */
function fromOld({ userId: user_id, content, clientId: client_id }) {
  return { user_id, content, client_id };
}
