/** Notifies listeners of changes. All changes of one task cause one notification, after the task. */
export class ChangeNotifier {
  /** @type {Set<() => void>} */
  #listeners = new Set();
  #isDue = false;

  /**
   * @param {() => void} listener
   * @returns {() => void} a function that removes the listener
   */
  add(listener) {
    const own = () => listener(); // The same function can be added twice.
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  clear() {
    this.#listeners.clear();
  }

  notify() {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      for (const listener of this.#listeners) {
        try {
          listener();
        } catch (error) {
          // The rethrow reports the error to the page, and the other listeners still run.
          queueMicrotask(() => { throw error; });
        }
      }
    });
  }
}
