/**
 * @import { UserJoinedFrame, UserLeftFrame } from './frames.js'
 * @import { Presence, Snapshot, UserName } from './types.js'
 *
 * @typedef {UserName & { is_present: boolean }} Member a member of a room; `is_present`: whether the user is connected
 * @typedef {UserJoinedFrame | UserLeftFrame} PresenceSignal
 */

/** The members of an open room whose names are known. */
export class RoomMembers {
  #onChange;
  /** @type {Map<string, Member>} */
  #members = new Map();
  /** @type {readonly Member[] | null} */
  #list = null;
  /** The signals that arrive while the presence is read; otherwise null. @type {PresenceSignal[] | null} */
  #heard = null;

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** The members who are present, by name, and then the others. */
  get list() {
    return this.#list ??= [...this.#members.values()].sort((a, b) =>
      Number(b.is_present) - Number(a.is_present) || a.username.localeCompare(b.username) || (a.id < b.id ? -1 : 1));
  }

  /** @param {Snapshot} snapshot */
  replace({ room, users, presence }) {
    const names = new Map(users.map(({ id, username }) => [id, username]));
    for (const id of room.users) this.#set(id, names.get(id), this.#members.get(id)?.is_present ?? false);
    this.#setPresent(presence.users);
  }

  /** @param {PresenceSignal} signal */
  hear(signal) {
    this.#heard?.push(signal);
    this.#apply(signal);
  }

  /** Reads who is present. The server does not store signals, so some are lost with a connection. @param {() => Promise<Presence>} read */
  async refresh(read) {
    const heard = this.#heard = /** @type {PresenceSignal[]} */ ([]);
    try {
      const { users } = await read();
      if (heard !== this.#heard) return; // A newer call reads it again.
      this.#setPresent(users);
      for (const signal of heard) this.#apply(signal);
    } finally {
      if (heard === this.#heard) this.#heard = null;
    }
  }

  /** @param {UserName[]} users */
  #setPresent(users) {
    const ids = new Set(users.map(({ id }) => id));
    for (const { id, username } of this.#members.values()) if (!ids.has(id)) this.#set(id, username, false);
    for (const { id, username } of users) this.#set(id, username, true);
  }

  /** @param {PresenceSignal} signal */
  #apply({ type, user_id: id, username }) {
    this.#set(id, username, type === 'user_joined');
  }

  /**
   * @param {string} id
   * @param {string | undefined} username
   * @param {boolean} isPresent
   */
  #set(id, username, isPresent) {
    const known = this.#members.get(id);
    if (username === undefined || (known?.username === username && known.is_present === isPresent)) return;
    this.#members.set(id, { id, username, is_present: isPresent });
    this.#list = null;
    this.#onChange();
  }
}
