/**
 * @typedef {Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>} OutboxStorage a storage for unconfirmed
 * messages
 *
 * @typedef {object} StoredMessage
 * @property {string} userId
 * @property {string} roomId
 * @property {string} clientId
 * @property {string} content
 * @property {number} at the creation time, as a `Date.now()` value; messages are sorted by it
 * @property {boolean} isRefused whether the server permanently rejected the message
 */

const ROOT = 'videochat.outbox/';

/** @param {...string} parts */
const keyOf = (...parts) => ROOT + parts.map(encodeURIComponent).join('/');

/**
 * Stores the unconfirmed messages of one user in one room. Each message has its own entry, so tabs do not overwrite each other's
 * messages. If the storage is full or forbidden, messages are sent without being stored.
 */
export class MessageStore {
  #storage;
  #userId;
  #roomId;

  /**
   * @param {OutboxStorage} storage
   * @param {string} userId
   * @param {string} roomId
   */
  constructor(storage, userId, roomId) {
    this.#storage = storage;
    this.#userId = userId;
    this.#roomId = roomId;
  }

  list() {
    return readStored(this.#storage, keyOf(this.#userId, this.#roomId, ''));
  }

  /**
   * @param {{ clientId: string, content: string, at: number }} message
   * @param {boolean} [isRefused]
   */
  save({ clientId, content, at }, isRefused = false) {
    const value = JSON.stringify({ content, at, isRefused });
    attempt(() => this.#storage.setItem(keyOf(this.#userId, this.#roomId, clientId), value));
  }

  /** @param {string} clientId */
  remove(clientId) {
    attempt(() => this.#storage.removeItem(keyOf(this.#userId, this.#roomId, clientId)));
  }
}

/**
 * Lists the unconfirmed messages in a storage, oldest first. Without a prefix, all users and rooms are included.
 *
 * @param {OutboxStorage} storage
 * @param {string} [prefix]
 * @returns {StoredMessage[]}
 */
export function readStored(storage, prefix = ROOT) {
  /** @type {StoredMessage[]} */
  const found = [];
  attempt(() => {
    for (let index = 0; index < storage.length; index++) {
      const key = storage.key(index);
      const message = key?.startsWith(prefix) ? parse(key, storage.getItem(key)) : null;
      if (message) found.push(message);
    }
  });
  return found.sort((a, b) => a.at - b.at);
}

/**
 * @param {string} key
 * @param {string | null} value
 * @returns {StoredMessage | null}
 */
function parse(key, value) {
  try {
    const [userId, roomId, clientId] = key.slice(ROOT.length).split('/').map(decodeURIComponent);
    const { content, at, isRefused } = JSON.parse(value ?? '');
    if (!userId || !roomId || !clientId || typeof content !== 'string' || typeof at !== 'number') return null;
    return { userId, roomId, clientId, content, at, isRefused: isRefused === true };
  } catch {
    return null; // The entry is not one of this client.
  }
}

/** @param {() => void} action */
function attempt(action) {
  try {
    action();
  } catch {
    // Storage throws in private windows, in sandboxed frames and when it is full.
  }
}
