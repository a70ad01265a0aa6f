/**
 * Names and listeners, typed.
 *
 * @template {object} Events the names, each with the type of what its listeners get
 */
export class Emitter {
  /** @type {Map<keyof Events, Set<(value: any) => void>>} */
  #listeners = new Map();

  /**
   * Calls the listener from now on.
   *
   * @template {keyof Events} Name
   * @param {Name} name
   * @param {(value: Events[Name]) => void} listener
   * @returns {() => void} ends it
   */
  on(name, listener) {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  /**
   * Waits for the next one, or the next one that is meant.
   *
   * @template {keyof Events} Name
   * @param {Name} name
   * @param {(value: Events[Name]) => boolean} [isMeant]
   * @returns {Promise<Events[Name]>}
   */
  next(name, isMeant = () => true) {
    return new Promise(resolve => {
      const off = this.on(name, value => {
        if (!isMeant(value)) return;
        off();
        resolve(value);
      });
    });
  }

  /**
   * @protected
   * @template {keyof Events} Name
   * @param {Name} name
   * @param {Events[Name]} value
   */
  emit(name, value) {
    for (const listener of [...this.#listeners.get(name) ?? []]) {
      try {
        listener(value);
      } catch (error) {
        // The next listener and the connection go on; the error is still the page's to see.
        queueMicrotask(() => { throw error; });
      }
    }
  }
}
