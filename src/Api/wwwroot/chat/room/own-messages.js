// What one sends oneself: on the page at once, at the end; with its number and its place when the room has it.
import { current } from '../session.js';
import { messageEntry, showFailed, showSending, showSent } from './message.js';

/**
 * @import { Outgoing, RoomEvent } from '/chat/client/index.js'
 * @import { Entry, Timeline } from './timeline.js'
 */

export class OwnMessages {
  #timeline;
  #shown;
  /** @type {Map<Outgoing, Entry>} */
  #unsent = new Map();

  /** @type {(outgoing: Outgoing) => void} */
  onRetry = () => {};

  /**
   * @param {Timeline} timeline
   * @param {Set<number>} shown the numbers of the events on the page
   */
  constructor(timeline, shown) {
    this.#timeline = timeline;
    this.#shown = shown;
  }

  /** It is on its way, has come back, or has failed. @param {Outgoing} outgoing */
  track(outgoing) {
    const entry = this.#unsent.get(outgoing) ?? this.#begin(outgoing);
    if (outgoing.status === 'pending') showSending(entry);
    if (outgoing.status === 'sent' && outgoing.message) this.#settle(outgoing, entry, outgoing.message);
    if (outgoing.status === 'failed') {
      showFailed(entry, outgoing.error?.message ?? '', {
        retry: () => this.onRetry(outgoing),
        discard: () => this.#drop(outgoing, entry),
      });
    }
  }

  /** The page shows the history anew; what is not in it yet stands behind it. @param {RoomEvent[]} history */
  restore(history) {
    const sent = new Set(history.map(event => (event.type === 'message' ? event.client_id : null)));
    for (const [outgoing, entry] of this.#unsent) {
      if (sent.has(outgoing.clientId)) this.#unsent.delete(outgoing);
      else this.#timeline.add(entry);
    }
  }

  /** @param {Outgoing} outgoing */
  #begin(outgoing) {
    const { id, username } = /** @type {{ id: string, username: string }} */ (current().user);
    const entry = messageEntry({ user_id: id, username, content: outgoing.content, timestamp: new Date().toISOString() });
    this.#unsent.set(outgoing, entry);
    this.#timeline.add(entry);
    this.#timeline.scrollToEnd();
    return entry;
  }

  /**
   * @param {Outgoing} outgoing
   * @param {Entry} entry
   * @param {{ seq: number, timestamp: string }} message
   */
  #settle(outgoing, entry, message) {
    if (this.#shown.has(message.seq)) return this.#drop(outgoing, entry); // The history has brought it already.
    this.#shown.add(message.seq);
    this.#unsent.delete(outgoing);
    showSent(entry, new Date(message.timestamp));
    this.#timeline.settle(entry, message.seq, new Date(message.timestamp));
  }

  /** @param {Outgoing} outgoing @param {Entry} entry */
  #drop(outgoing, entry) {
    this.#unsent.delete(outgoing);
    this.#timeline.remove(entry);
  }
}
