/** @typedef {'next' | 'prev'} Direction */

/**
 * Part of a list, and the way to its neighbours.
 *
 * @template Item
 */
export class Page {
  #links;
  #read;

  /**
   * @param {Item[]} items
   * @param {Partial<Record<Direction, string>>} links the queries of the neighbours
   * @param {(query: string) => Promise<Page<Item>>} read
   */
  constructor(items, links, read) {
    this.items = items;
    this.#links = links;
    this.#read = read;
  }

  get hasNext() {
    return this.#links.next !== undefined;
  }

  get hasPrev() {
    return this.#links.prev !== undefined;
  }

  /** The page behind this one; null where there is none. */
  next() {
    return this.#follow(this.#links.next);
  }

  /** The page before this one (of a history: older messages); null where there is none. */
  prev() {
    return this.#follow(this.#links.prev);
  }

  /**
   * This page and all that follow in a direction, each read when it is asked for.
   *
   * @param {Direction} [direction]
   * @returns {AsyncGenerator<Page<Item>, void>}
   */
  async *pages(direction = 'next') {
    /** @type {Page<Item> | null} */
    let page = this;
    for (; page; page = await page[direction]())
      yield page;
  }

  /**
   * The items of this page and of all that follow.
   *
   * @returns {AsyncGenerator<Item, void>}
   */
  async *[Symbol.asyncIterator]() {
    for await (const page of this.pages())
      yield* page.items;
  }

  /** @param {string | undefined} query */
  async #follow(query) {
    return query === undefined ? null : this.#read(query);
  }
}

/**
 * Reads a `Link` header. Only the queries are taken: the path is that of the list, under whatever prefix it was asked for.
 *
 * @param {string | null} header
 * @returns {Partial<Record<Direction, string>>}
 */
export function parseLinks(header) {
  const links = [...(header ?? '').matchAll(/<([^>]*)>; *rel="(next|prev)"/g)];
  return Object.fromEntries(links.map(([, target = '', rel]) => [rel, new URL(target, 'http://any').search]));
}
