// The list of entries on the page, in the order of their seq. Unconfirmed entries are at the end.
import { h } from '../dom.js';
import { dayName, isSameDay } from '../time.js';
import { Chunks } from './chunks.js';

/**
 * @typedef {object} Entry
 * @property {number} seq Infinity until the entry is confirmed
 * @property {Date} at
 * @property {string | null} author the author's id; null if the entry is no message
 * @property {HTMLElement} element
 */

const GROUP = 5 * 60_000; // Milliseconds within which messages of one author are shown under one name.
const NEAR = 60; // The distance in pixels at which the reader counts as being at the end.
const KEPT = 300; // The number of entries kept while the reader is at the end.
const SLACK = 200; // The number of entries beyond `KEPT` that triggers trimming.

/** Sorts by seq. Unconfirmed entries are last, in the order in which they were written. @param {Entry} a @param {Entry} b */
const isBefore = (a, b) => a.seq < b.seq || (a.seq === Infinity && b.seq === Infinity && a.at < b.at);

export class Timeline {
  /** @type {Entry[]} */
  #entries = [];
  #log;
  #chunks;
  #isFollowing = true;
  #top = 0;
  #onTrim;
  #stick;

  /**
   * @param {HTMLElement} log the scroll container
   * @param {HTMLElement} list the parent of the entries
   * @param {{ signal: AbortSignal, onFollow: (isFollowing: boolean) => void, onTrim: (oldest: number) => void }} options
   */
  constructor(log, list, { signal, onFollow, onTrim }) {
    this.#log = log;
    this.#chunks = new Chunks(list);
    this.#onTrim = onTrim;
    log.addEventListener('scroll', () => {
      const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
      const isUpward = log.scrollTop < this.#top; // New entries also move the end away, but without scrolling up.
      this.#top = log.scrollTop;
      if (isAtEnd !== this.#isFollowing && (isAtEnd || isUpward)) onFollow(this.#isFollowing = isAtEnd);
    }, { passive: true, signal });
    // Keeps the end in view when images load, entries get their final height or the keyboard opens.
    this.#stick = new ResizeObserver(() => this.#isFollowing && this.scrollToEnd());
    this.#stick.observe(list);
    this.#stick.observe(log);
  }

  get isFollowing() {
    return this.#isFollowing;
  }

  scrollToEnd() {
    this.#log.scrollTop = this.#log.scrollHeight;
    this.#top = this.#log.scrollTop;
  }

  close() {
    this.#stick.disconnect();
    this.clear();
  }

  clear() {
    this.#entries = [];
    this.#chunks.clear();
    this.#isFollowing = true;
  }

  /**
   * Inserts an entry by its seq. The search starts at the end, where nearly all entries belong.
   *
   * @param {Entry} entry
   */
  add(entry) {
    let index = this.#entries.length;
    while (index > 0 && isBefore(entry, this.#entries[index - 1])) index--;
    const next = this.#entries[index]?.element ?? null;
    this.#entries.splice(index, 0, entry);
    if (entry.element.nextSibling !== next || !entry.element.isConnected) this.#chunks.insert(entry.element, next);
    this.#arrange(index);
    this.#arrange(index + 1);
    if (this.#isFollowing) this.#trim();
  }

  /**
   * Inserts older entries before all others without moving what the reader sees.
   *
   * @param {Entry[]} entries
   */
  prepend(entries) {
    const [log, first] = [this.#log, this.#entries[0]?.element];
    const before = first?.getBoundingClientRect().top ?? 0;
    log.ariaBusy = 'true'; // Prevents screen readers from announcing old entries.
    log.style.overflowAnchor = 'none';
    this.#entries.unshift(...entries);
    this.#chunks.prepend(entries.map(entry => entry.element));
    for (let index = 0; index <= entries.length; index++) this.#arrange(index);
    if (this.#isFollowing) this.scrollToEnd();
    else if (first) log.scrollTop += first.getBoundingClientRect().top - before;
    requestAnimationFrame(() => {
      log.style.overflowAnchor = '';
      log.ariaBusy = 'false';
    });
  }

  /** @param {Entry} entry */
  remove(entry) {
    const index = this.#entries.indexOf(entry);
    if (index < 0) return;
    this.#entries.splice(index, 1);
    this.#chunks.remove(entry.element);
    this.#arrange(index);
  }

  /**
   * Gives a confirmed entry its seq and moves it there.
   *
   * @param {Entry} entry
   * @param {number} seq
   * @param {Date} at
   */
  settle(entry, seq, at) {
    const index = this.#entries.indexOf(entry);
    if (index < 0) return;
    this.#entries.splice(index, 1);
    Object.assign(entry, { seq, at });
    this.add(entry);
    this.#arrange(index);
  }

  /** Shows the day and the name if they differ from those of the previous entry. */
  #arrange(/** @type {number} */ index) {
    const [entry, before] = [this.#entries[index], this.#entries[index - 1]];
    if (!entry) return;
    const isNewDay = !before || !isSameDay(before.at, entry.at);
    const day = entry.element.querySelector(':scope > .day');
    if (isNewDay && !day) entry.element.prepend(h('h2', { className: 'day' }, dayName(entry.at)));
    if (!isNewDay) day?.remove();
    const continues = !isNewDay && entry.author !== null && before.author === entry.author
      && entry.at.getTime() - before.at.getTime() < GROUP;
    entry.element.classList.toggle('continues', continues);
  }

  #trim() {
    if (this.#entries.length < KEPT + SLACK) return;
    const removed = this.#entries.splice(0, this.#entries.length - KEPT);
    for (const { element } of removed) this.#chunks.remove(element);
    this.#arrange(0);
    this.scrollToEnd();
    this.#onTrim(this.#entries[0].seq);
  }
}
