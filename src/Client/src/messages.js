import { ApiError } from './api-error.js';
import { path } from './http.js';
import { MessageStore, readStored } from './message-store.js';

/**
 * @import { CallOptions, Http, PostOptions } from './http.js'
 * @import { OutboxStorage, StoredMessage } from './message-store.js'
 * @import { Page } from './page.js'
 * @import { Message } from './types.js'
 */

export class Messages {
  #http;

  /** @param {Http} http */
  constructor(http) {
    this.#http = http;
  }

  /**
   * Lists the newest messages of a room, or those before or after a message. Each page is sorted oldest first, and
   * `page.prev()` returns older messages.
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
   * @param {{ userId: string, content: string, clientId?: string }} message
   *   `clientId`, 1 to 64 characters: a repeat returns the first message and adds none
   * @param {PostOptions} [options]
   * @returns {Promise<Message>}
   */
  post(roomId, { userId, content, clientId }, options) {
    return this.#http.post(path`/rooms/${roomId}/messages`, { user_id: userId, content, client_id: clientId }, options);
  }

  /**
   * Sends the messages of an `outbox` whose rooms are not open, for all users, in order and each once. A message that the
   * server refuses stays in the outbox until its room is opened.
   *
   * @param {OutboxStorage} outbox
   * @param {CallOptions & { isOpen?: (message: StoredMessage) => boolean }} [options] `isOpen`: whether a `RoomSocket` sends the message
   * @returns {Promise<void>} rejects with the first transient error; call the method again later
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
          // This message triggers a defect of the server. Later messages of its room wait to keep the order; other rooms continue.
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
