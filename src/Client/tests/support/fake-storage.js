/** A `Storage` in memory, which refuses to write when it is full. */
export function fakeStorage() {
  /** @type {Map<string, string>} */
  const items = new Map();
  return {
    isFull: false,
    get length() { return items.size; },
    /** @param {number} index */
    key: index => [...items.keys()][index] ?? null,
    /** @param {string} key */
    getItem: key => items.get(key) ?? null,
    /** @param {string} key @param {string} value */
    setItem(key, value) {
      if (this.isFull) throw new Error('QuotaExceededError');
      items.set(key, value);
    },
    /** @param {string} key */
    removeItem: key => void items.delete(key),
  };
}
