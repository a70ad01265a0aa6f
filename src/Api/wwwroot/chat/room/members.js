// Who is here now, and who else belongs to the room.
import { api } from '../api.js';
import { avatar, byId, h } from '../dom.js';

/** @import { Presence, Room } from '/chat/client/types.js' */

const NAMED = 20; // Names of people who are away are asked for one by one.
const PAUSE = 300;

/** @type {Map<string, string>} names by id, of everyone met so far */
const names = new Map();

export class Members {
  #roomId;
  #isClosed = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #soon;

  /** @param {string} roomId */
  constructor(roomId) {
    this.#roomId = roomId;
  }

  /** Many may come at once; the list is read once. */
  refresh() {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => this.#read().catch(() => {}), PAUSE); // The next change reads again.
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#soon);
    byId('members').replaceChildren();
    byId('here-count').textContent = '';
  }

  async #read() {
    const [presence, room] = await Promise.all([api.rooms.presence(this.#roomId), api.rooms.get(this.#roomId)]);
    for (const { id, username } of presence.users) names.set(id, username);
    const away = room.users.filter(id => !presence.users.some(user => user.id === id));
    await Promise.allSettled(away.slice(0, NAMED).filter(id => !names.has(id))
      .map(async id => names.set(id, (await api.users.get(id)).username)));
    if (!this.#isClosed) this.#draw(presence, away);
  }

  /**
   * @param {Presence} presence
   * @param {string[]} away
   */
  #draw(presence, away) {
    const known = away.filter(id => names.has(id)).slice(0, NAMED).map(id => ({ id, username: names.get(id) ?? '' }));
    const more = away.length - known.length;
    byId('here-count').textContent = String(presence.count);
    byId('members').replaceChildren(
      h('h2', {}, `Here now: ${presence.count}`), list(presence.users, 'here'),
      ...(away.length > 0 ? [h('h2', {}, `Away: ${away.length}`), list(known, 'away')] : []),
      ...(more > 0 ? [h('p', { className: 'hint' }, `and ${more} more`)] : []));
  }
}

/**
 * @param {{ id: string, username: string }[]} users
 * @param {string} className
 */
const list = (users, className) => h('ul', {}, ...users
  .toSorted((a, b) => a.username.localeCompare(b.username))
  .map(user => h('li', { className }, avatar(user, 'small'), h('span', {}, user.username))));
