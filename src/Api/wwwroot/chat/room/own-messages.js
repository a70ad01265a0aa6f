// The messages of this user. Unconfirmed messages are shown at the end of the conversation, and confirmed messages in the order
// of `seq`.
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

  /** The `client_id`s of this user's messages in the history. @type {Set<string | null>} */
  #stored = new Set();

  /** @type {{ retry: (outgoing: Outgoing) => void, discard: (outgoing: Outgoing) => void }} */
  actions = { retry: () => {}, discard: () => {} };

  /**
   * @param {Timeline} timeline
   * @param {Set<number>} shown the `seq`s of the events on the page
   */
  constructor(timeline, shown) {
    this.#timeline = timeline;
    this.#shown = shown;
  }

  /** @param {Outgoing} outgoing */
  track(outgoing) {
    if (this.#stored.has(outgoing.clientId) && !this.#unsent.has(outgoing)) return; // The history contains this message.
    const entry = this.#unsent.get(outgoing) ?? this.#begin(outgoing);
    if (outgoing.status === 'pending') showSending(entry);
    if (outgoing.status === 'sent' && outgoing.message) this.#settle(outgoing, entry, outgoing.message);
    if (outgoing.status === 'failed') this.#showFailed(outgoing, entry);
  }

  /** Adds unconfirmed messages to the end of a newly read history. @param {RoomEvent[]} history */
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
    // The server would reject an invalid message again, so the user must edit it.
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
    if (this.#shown.has(message.seq)) return this.#drop(outgoing, entry); // The history already contains the message.
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
