// The elements of a long list, by the hundred: a browser lays out and paints only the chunks in sight, and has to watch a
// hundred of them where it would have to watch ten thousand entries.
import { h } from '../dom.js';

const SIZE = 100;
const GUESS = 36; // Pixels of an entry that was never in sight.

export class Chunks {
  #list;

  /** @param {HTMLElement} list */
  constructor(list) {
    this.#list = list;
  }

  clear() {
    this.#list.replaceChildren();
  }

  /**
   * @param {HTMLElement} element
   * @param {HTMLElement | null} next null: at the end
   */
  insert(element, next) {
    const former = element.parentElement;
    if (next) next.before(element);
    else this.#last().append(element);
    if (former?.childElementCount === 0) former.remove();
  }

  /** @param {HTMLElement[]} elements */
  prepend(elements) {
    const chunk = h('div', { className: 'chunk' }, ...elements);
    chunk.style.containIntrinsicBlockSize = `auto ${elements.length * GUESS}px`;
    if (elements.length > 0) this.#list.prepend(chunk);
  }

  /** @param {HTMLElement} element */
  remove(element) {
    const chunk = element.parentElement;
    element.remove();
    if (chunk?.childElementCount === 0) chunk.remove();
  }

  #last() {
    const last = this.#list.lastElementChild;
    return last && last.childElementCount < SIZE ? last : this.#list.appendChild(h('div', { className: 'chunk' }));
  }
}
