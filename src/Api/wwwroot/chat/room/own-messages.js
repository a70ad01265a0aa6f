// The user's own messages until the room has stored them: at the end of the log, then in their place.
import { current } from '../session.js';
import { editAgain } from './composer.js';
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

  /** The `client_id`s of one's own messages in the history. @type {Set<string | null>} */
  #stored = new Set();

  /** @type {{ retry: (outgoing: Outgoing) => void, discard: (outgoing: Outgoing) => void }} */
  actions = { retry: () => {}, discard: () => {} };

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
    if (this.#stored.has(outgoing.clientId) && !this.#unsent.has(outgoing)) return; // From before a reload; the room has it.
    const entry = this.#unsent.get(outgoing) ?? this.#begin(outgoing);
    if (outgoing.status === 'pending') showSending(entry);
    if (outgoing.status === 'sent' && outgoing.message) this.#settle(outgoing, entry, outgoing.message);
    if (outgoing.status === 'failed') this.#showFailed(outgoing, entry);
  }

  /** The page shows the history anew; what is not in it yet stands behind it. @param {RoomEvent[]} history */
  restore(history) {
    const me = current().user?.id;
    this.#stored = new Set(history.map(event => (event.type === 'message' && event.user_id === me ? event.client_id : null)));
    for (const [outgoing, entry] of this.#unsent) {
      if (this.#stored.has(outgoing.clientId)) this.#unsent.delete(outgoing);
      else this.#timeline.add(entry);
    }
  }

  /** @param {Outgoing} outgoing */
  #begin(outgoing) {
    const { id, username } = /** @type {{ id: string, username: string }} */ (current().user);
    const entry = messageEntry({ user_id: id, username, content: outgoing.content, timestamp: new Date(outgoing.at).toISOString() });
    this.#unsent.set(outgoing, entry);
    this.#timeline.add(entry);
    this.#timeline.scrollToEnd();
    return entry;
  }

  /** @param {Outgoing} outgoing @param {Entry} entry */
  #showFailed(outgoing, entry) {
    const discard = () => {
      this.actions.discard(outgoing);
      this.#drop(outgoing, entry);
    };
    const edit = () => {
      discard();
      editAgain(outgoing.content);
    };
    // What the room does not take as it is must be changed first.
    const isInvalid = outgoing.error?.code === 'invalid_message';
    const remedy = isInvalid ? { edit } : { retry: () => this.actions.retry(outgoing) };
    showFailed(entry, outgoing.error?.message ?? '', { ...remedy, discard });
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
