import { ChangeNotifier } from './change-notifier.js';
import { RoomSync } from './room-sync.js';

/**
 * @import { OpenRoomOptions } from './open-room-types.js'
 * @import { MessageItem } from './room-log.js'
 */

/**
 * Opens a room: reads it, connects to it, and keeps its contents current until `close()`.
 *
 * @param {string} roomId
 * @param {OpenRoomOptions} options
 */
export function openRoom(roomId, options) {
  return new OpenRoom(roomId, options);
}

/**
 * The contents of a room, for one user. All values are immutable: a change replaces the values that it affects, and no others. So
 * each can be the snapshot of React's `useSyncExternalStore`.
 */
export class OpenRoom {
  #changes = new ChangeNotifier();
  #sync;

  /**
   * @param {string} roomId
   * @param {OpenRoomOptions} options
   */
  constructor(roomId, options) {
    this.#sync = new RoomSync(roomId, options, () => this.#changes.notify());
  }

  /** The end of the room's log, oldest first, followed by the user's messages that are not stored yet. */
  get items() {
    return this.#sync.log.items;
  }

  /** The members who are present, by name, and then the others. */
  get members() {
    return this.#sync.members.list;
  }

  /** The other users who are typing. */
  get typing() {
    return this.#sync.typing.list;
  }

  get state() {
    return this.#sync.state;
  }

  /** The part of the log that is older than `items`. */
  get older() {
    return this.#sync.history.older;
  }

  /** The answer that the room was last loaded with: on entering, and after a `resync`. Null until then. */
  get snapshot() {
    return this.#sync.snapshot;
  }

  /** The room's socket, for its events. */
  get socket() {
    return this.#sync.socket;
  }

  /** Resolves when the room is loaded. Rejects with an `ApiError` if it cannot be loaded, and if it is closed before. */
  get ready() {
    return this.#sync.ready;
  }

  /**
   * Adds a listener. It is called after each change, once for all changes of a task.
   *
   * @param {() => void} listener
   * @returns {() => void} a function that removes the listener
   */
  subscribe = listener => this.#changes.add(listener);

  /**
   * Sends a message. It is among `items` immediately, and is sent again until the server confirms it.
   *
   * @param {string} content
   */
  send(content) {
    const outgoing = this.socket.send(content);
    this.#failIfClosed();
    return outgoing;
  }

  /** Sends a failed message again. @param {MessageItem} item */
  retry({ key }) {
    const outgoing = this.#sync.log.outgoing(key);
    if (outgoing) this.socket.retry(outgoing);
    this.#failIfClosed();
  }

  /** Removes a failed message. @param {MessageItem} item */
  discard({ key }) {
    const outgoing = this.#sync.log.outgoing(key);
    if (outgoing?.status !== 'failed') return;
    this.socket.discard(outgoing);
    this.#sync.log.forget(outgoing);
  }

  /** Signals that the user is typing. Call it for each keystroke. */
  sendTyping() {
    this.socket.typing();
  }

  /**
   * Loads the events that precede `items`. Calls during a load join it. A refusal with `Retry-After` is repeated after that time;
   * other errors are thrown as an `ApiError`.
   *
   * @returns {Promise<void>}
   */
  loadOlder() {
    return this.#sync.history.load();
  }

  /** Skips the rest of the delay before the next attempt. */
  connect() {
    this.#sync.connect();
  }

  /** Closes the room. No listener is called after that. Unconfirmed messages stay in the `outbox`. */
  close() {
    this.#changes.clear();
    this.#sync.close();
  }

  /** A closed room sends nothing, so its messages must not stay pending. */
  #failIfClosed() {
    if (this.state.name === 'closed') this.socket.close();
  }
}
