// A status line that names the users who type, join or leave.
import { byId } from '../dom.js';

const TYPING_FOR = 4_000;
const ANNOUNCEMENT_FOR = 4_000;

export class Activity {
  /** @type {Map<string, { username: string, timer: ReturnType<typeof setTimeout> }>} */
  #typing = new Map();
  #announcement = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #announcementTimer;

  /** @param {{ user_id: string, username: string }} user */
  typing({ user_id: id, username }) {
    this.#forget(id);
    this.#typing.set(id, { username, timer: setTimeout(() => this.stopped(id), TYPING_FOR) });
    this.#draw();
  }

  /** @param {string} id */
  stopped(id) {
    this.#forget(id);
    this.#draw();
  }

  /** @param {string} text */
  announce(text) {
    clearTimeout(this.#announcementTimer);
    this.#announcement = text;
    this.#announcementTimer = setTimeout(() => this.announce(''), ANNOUNCEMENT_FOR);
    if (!text) clearTimeout(this.#announcementTimer);
    this.#draw();
  }

  close() {
    for (const id of [...this.#typing.keys()]) this.#forget(id);
    this.announce('');
  }

  /** @param {string} id */
  #forget(id) {
    clearTimeout(this.#typing.get(id)?.timer);
    this.#typing.delete(id);
  }

  #draw() {
    const names = [...this.#typing.values()].map(({ username }) => username);
    const text = names.length > 3 ? 'Several people are typing …'
      : names.length > 0 ? `${new Intl.ListFormat('en').format(names)} ${names.length === 1 ? 'is' : 'are'} typing …`
      : this.#announcement;
    if (byId('activity').textContent !== text) byId('activity').textContent = text;
  }
}
