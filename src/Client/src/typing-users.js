/** @import { UserName } from './types.js' */

/** The time in milliseconds after which a user without a new signal no longer types. Clients send one every two seconds. */
const SILENCE = 4_000;

/** The users who are typing, in the order in which they started. */
export class TypingUsers {
  #onChange;
  /** @type {Map<string, { user: UserName, timer: ReturnType<typeof setTimeout> }>} */
  #typing = new Map();
  /** @type {readonly UserName[]} */
  list = [];

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** @param {{ user_id: string, username: string }} signal */
  add({ user_id: id, username }) {
    const known = this.#typing.get(id);
    clearTimeout(known?.timer);
    this.#typing.set(id, { user: known?.user ?? { id, username }, timer: setTimeout(() => this.remove(id), SILENCE) });
    if (!known) this.#change();
  }

  /** @param {string} id */
  remove(id) {
    clearTimeout(this.#typing.get(id)?.timer);
    if (this.#typing.delete(id)) this.#change();
  }

  clear() {
    for (const id of [...this.#typing.keys()]) this.remove(id);
  }

  #change() {
    this.list = [...this.#typing.values()].map(({ user }) => user);
    this.#onChange();
  }
}
