/**
 * A typed event emitter.
 *
 * @template {object} Events the names of the events and the types of their values
 */
export class Emitter {
  /** @type {Map<keyof Events, Set<(value: any) => void>>} */
  #listeners = new Map();

  /**
   * @template {keyof Events} Name
   * @param {Name} name
   * @param {(value: Events[Name]) => void} listener
   * @returns {() => void} a function that removes the listener
   */
  on(name, listener) {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  /**
   * Waits for the next event with this name that matches the predicate.
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
        // The rethrow reports the error to the page, and the other listeners still run.
        queueMicrotask(() => { throw error; });
      }
    }
  }
}
