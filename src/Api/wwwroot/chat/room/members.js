import { ApiError } from '/chat/client/index.js';
import { api } from '../api.js';
import { avatar, byId, h } from '../dom.js';

/** @import { RoomEvent } from '/chat/client/frames.js' */
/** @import { Presence, Room } from '/chat/client/types.js' */

const NAMED = 10; // Each name of an absent member needs a request.
const PAUSE = 300;
const RETRY_PAUSE = 5_000;

/** @type {Map<string, string>} usernames by user id */
const names = new Map();

/** Takes the names of authors from the history, which saves requests. @param {RoomEvent[]} events */
export function learnNames(events) {
  for (const event of events)
    if (event.type === 'message') names.set(event.user_id, event.username);
}

export class Members {
  #roomId;
  #ids;
  /** The number of members without a listed id. */
  #unlisted;
  /** @type {Presence | null} */
  #presence = null;
  #isClosed = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #soon;

  /** @param {Room} room `users` lists only the first of the `member_count` members */
  constructor(room) {
    this.#roomId = room.id;
    this.#ids = new Set(room.users);
    this.#unlisted = Math.max(0, room.member_count - room.users.length);
  }

  /** Reads the list after a pause, so that many changes cause one request. */
  refresh(pause = PAUSE) {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(async () => {
      try {
        await this.#read();
      } catch (error) {
        const seconds = error instanceof ApiError ? error.retryAfter ?? 0 : 0;
        if (!this.#isClosed) this.refresh(Math.max(RETRY_PAUSE, seconds * 1_000));
      }
    }, pause);
  }

  /** Shows the members. Missing names are requested only while the panel is open. */
  async show() {
    if (!this.#presence) return;
    this.#draw(this.#presence);
    if (byId('show-members').ariaExpanded !== 'true') return;
    const unnamed = this.#away(this.#presence).slice(0, NAMED).filter(id => !names.has(id));
    await Promise.allSettled(unnamed.map(async id => names.set(id, (await api.users.get(id)).username)));
    if (!this.#isClosed && unnamed.length > 0) this.#draw(this.#presence);
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#soon);
    byId('members').replaceChildren();
    byId('here-count').textContent = '';
  }

  async #read() {
    const presence = await api.rooms.presence(this.#roomId);
    if (this.#isClosed) return;
    this.#presence = presence;
    for (const { id, username } of presence.users) {
      names.set(id, username);
      this.#ids.add(id);
    }
    await this.show();
  }

  /** @param {Presence} presence */
  #away(presence) {
    const here = new Set(presence.users.map(({ id }) => id));
    return [...this.#ids].filter(id => !here.has(id));
  }

  /** @param {Presence} presence */
  #draw(presence) {
    const away = this.#away(presence);
    const known = away.filter(id => names.has(id)).slice(0, NAMED).map(id => ({ id, username: names.get(id) ?? '' }));
    const count = away.length + this.#unlisted;
    const more = count - known.length;
    byId('here-count').textContent = String(presence.count);
    byId('members').replaceChildren(
      h('h2', {}, `Here now: ${presence.count}`), list(presence.users, 'here'),
      ...(count > 0 ? [h('h2', {}, `Away: ${count}`), list(known, 'away')] : []),
      ...(more > 0 ? [h('p', { className: 'hint' }, known.length > 0 ? `and ${more} more` : `${more} ${more === 1 ? 'person' : 'people'}`)] : []));
  }
}

/**
 * @param {{ id: string, username: string }[]} users
 * @param {string} className
 */
const list = (users, className) => h('ul', {}, ...users
  .toSorted((a, b) => a.username.localeCompare(b.username))
  .map(user => h('li', { className }, avatar(user, 'small'), h('span', { dir: 'auto' }, user.username))));
