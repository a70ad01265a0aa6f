// `localStorage` with a fallback to memory, because a browser can forbid storage and storage can be full.

/** @import { OutboxStorage } from '/chat/client/index.js' */

/** @returns {Storage | null} */
function available() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** @implements {OutboxStorage} */
class PageStorage {
  #kept = available();
  /** @type {Map<string, string>} */
  #memory = new Map();

  get length() {
    return (this.#kept?.length ?? 0) + this.#memory.size;
  }

  /** @param {number} index */
  key(index) {
    const kept = this.#kept?.length ?? 0;
    return (index < kept ? this.#kept?.key(index) : [...this.#memory.keys()][index - kept]) ?? null;
  }

  /** @param {string} key */
  getItem(key) {
    return this.#memory.get(key) ?? this.#kept?.getItem(key) ?? null;
  }

  /** @param {string} key @param {string} value */
  setItem(key, value) {
    this.#memory.delete(key);
    try {
      if (!this.#kept) throw new Error('No storage.');
      this.#kept.setItem(key, value);
    } catch {
      this.#kept?.removeItem(key);
      this.#memory.set(key, value);
    }
  }

  /** Indicates whether entries exist only in memory, and are lost when the page closes. @param {string[]} prefixes */
  holdsInMemory(prefixes) {
    return [...this.#memory.keys()].some(key => prefixes.some(prefix => key.startsWith(prefix)));
  }

  /** @param {string} key */
  removeItem(key) {
    this.#memory.delete(key);
    this.#kept?.removeItem(key);
  }
}

export const storage = new PageStorage();
