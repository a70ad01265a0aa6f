// Groups the entries of the conversation into chunks of a hundred, because the browser does not render invisible chunks
// (`content-visibility` in timeline.css), and tracking chunks is cheaper than tracking thousands of entries.
import { h } from '../dom.js';

const SIZE = 100;
const GUESS = 36; // The estimated height in pixels of an entry that has not been rendered.

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
   * @param {HTMLElement | null} next if null, the element is appended
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
