/** @typedef {'next' | 'prev'} Direction */

/**
 * A page of a list, with access to the next and previous pages.
 *
 * @template Item
 */
export class Page {
  #links;
  #read;

  /**
   * @param {Item[]} items
   * @param {Partial<Record<Direction, string>>} links the queries of the next and previous pages
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

  /** Reads the next page; returns null after the last one. */
  next() {
    return this.#follow(this.#links.next);
  }

  /** Reads the previous page, which holds older messages in a history; returns null before the first one. */
  prev() {
    return this.#follow(this.#links.prev);
  }

  /**
   * Iterates over this page and the following pages in one direction. Each page is read on demand.
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
   * Iterates over the items of this page and all next pages.
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
 * Parses a `Link` header. Only the queries are used, because a reverse proxy can change the path.
 *
 * @param {string | null} header
 * @returns {Partial<Record<Direction, string>>}
 */
export function parseLinks(header) {
  const links = [...(header ?? '').matchAll(/<([^>]*)>; *rel="(next|prev)"/g)];
  return Object.fromEntries(links.map(([, target = '', rel]) => [rel, new URL(target, 'http://any').search]));
}
