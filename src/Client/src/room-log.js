/**
 * @import { MessageFrame, RoomEvent } from './frames.js'
 * @import { Outgoing, Refusal } from './outgoing.js'
 * @import { UserName } from './types.js'
 *
 * @typedef {object} Sending
 * @property {string} key identifies the item in a list; a pending message keeps its key when it is sent
 * @property {'sent' | 'pending' | 'failed'} status
 * @property {Refusal | null} error why the message failed; null unless `status` is `failed`
 *
 * @typedef {Omit<MessageFrame, 'id' | 'seq'> & { id: string | null, seq: number | null } & Sending} MessageItem a message; `id` and
 * `seq` are null until the server has stored it
 * @typedef {Exclude<RoomEvent, MessageFrame> & { key: string }} MilestoneItem a milestone of a video or a live stream
 * @typedef {MessageItem | MilestoneItem} Item
 * @typedef {Item & { seq: number }} StoredItem
 */

/**
 * The items of an open room: the end of the room's log without gaps, followed by the user's messages that the log does not
 * contain yet. An item never changes; a change of its state is a new item.
 */
export class RoomLog {
  #roomId;
  #user;
  #onChange;
  /** @type {StoredItem[]} sorted by `seq` */
  #stored = [];
  /** @type {Map<Outgoing, MessageItem>} */
  #unsent = new Map();
  /** @type {readonly Item[] | null} */
  #items = null;

  /** The `seq` from which on the log is loaded. */
  oldest = 1;
  /** Increases when other events replace the loaded ones. */
  epoch = 0;

  /**
   * @param {string} roomId
   * @param {UserName} user
   * @param {() => void} onChange
   */
  constructor(roomId, user, onChange) {
    this.#roomId = roomId;
    this.#user = user;
    this.#onChange = onChange;
  }

  get items() {
    return this.#items ??= [...this.#stored, ...[...this.#unsent].sort(bySending).map(([, item]) => item)];
  }

  /**
   * Replaces the events with the newest ones. Older events stay if the new events continue them: two logs that have an event in
   * common have all earlier events in common.
   *
   * @param {RoomEvent[]} events
   * @param {number} oldest the `seq` from which on the events are complete
   */
  replace(events, oldest) {
    const known = new Map(this.#stored.map(item => [placeOf(item), item]));
    const [first] = events;
    const isContinued = first !== undefined && known.has(placeOf(first));
    const older = isContinued ? this.#stored.filter(({ seq }) => seq < first.seq) : [];
    if (!isContinued) {
      this.oldest = oldest;
      this.epoch++;
    }
    this.#stored = [...older, ...events.map(event => known.get(placeOf(event)) ?? itemOf(event))];
    // A sent message is now among the events, follows as an event, or was in a part of the log that was lost.
    for (const { status, key } of this.#unsent.values()) if (status === 'sent') this.#settle(key);
    for (const { key } of this.#stored) this.#settle(key);
    this.#change();
  }

  /** Adds the event that follows the newest one. @param {RoomEvent} event */
  add(event) {
    if (event.seq <= this.#newest) return;
    const item = itemOf(event);
    this.#stored.push(item);
    this.#settle(item.key);
    this.#change();
  }

  /** Adds the events that precede the oldest one. @param {RoomEvent[]} events @param {number} oldest */
  prepend(events, oldest) {
    this.#stored = [...events.map(itemOf), ...this.#stored];
    this.oldest = oldest;
    for (const { key } of this.#stored) this.#settle(key);
    this.#change();
  }

  /** Removes the events that the log has lost. @param {number} seq the `seq` of the newest event in the log */
  dropAfter(seq) {
    this.#stored = this.#stored.filter(item => item.seq <= seq);
    this.#change();
  }

  /** Shows a message of this user until the log contains it. @param {Outgoing} outgoing */
  track(outgoing) {
    if (outgoing.message && outgoing.message.seq <= this.#newest) this.#unsent.delete(outgoing);
    else this.#unsent.set(outgoing, this.#unsentItem(outgoing));
    this.#change();
  }

  /** @param {Outgoing} outgoing */
  forget(outgoing) {
    this.#unsent.delete(outgoing);
    this.#change();
  }

  /** @param {string} key */
  outgoing(key) {
    return [...this.#unsent].find(([, item]) => item.key === key)?.[0];
  }

  get #newest() {
    return this.#stored.at(-1)?.seq ?? 0;
  }

  /** @param {string} key */
  #settle(key) {
    const outgoing = this.outgoing(key);
    if (outgoing) this.#unsent.delete(outgoing);
  }

  #change() {
    this.#items = null;
    this.#onChange();
  }

  /** @param {Outgoing} outgoing @returns {MessageItem} */
  #unsentItem({ status, error, message, clientId: client_id, content, at }) {
    const { id: user_id, username } = this.#user;
    const frame = message ?? {
      type: /** @type {const} */ ('message'), id: null, seq: null, room_id: this.#roomId, user_id, username, content, client_id,
      timestamp: new Date(at).toISOString(),
    };
    return { ...frame, key: keyOf({ user_id, client_id }, ''), status, error };
  }
}

/** @param {RoomEvent} event @returns {StoredItem} */
function itemOf(event) {
  return event.type === 'message'
    ? { ...event, key: keyOf(event, event.id), status: 'sent', error: null }
    : { ...event, key: event.id };
}

/**
 * Returns a key that a message has before and after it is stored: users choose each `client_id` only once in a room.
 *
 * @param {{ user_id: string, client_id: string | null }} message
 * @param {string} id
 */
function keyOf({ user_id: userId, client_id: clientId }, id) {
  return clientId === null ? id : `${userId}/${clientId}`;
}

/** @param {{ seq: number, id: string | null }} event */
function placeOf({ seq, id }) {
  return `${seq}:${id}`;
}

/** @param {[Outgoing, MessageItem]} a @param {[Outgoing, MessageItem]} b */
function bySending([a, { seq: seqA }], [b, { seq: seqB }]) {
  return (seqA ?? Infinity) - (seqB ?? Infinity) || a.at - b.at;
}
