// The list of entries on the page, in the order of `seq`. Unconfirmed entries come last.
import { h } from '../dom.js';
import { dayName, isSameDay } from '../time.js';
import { Chunks } from './chunks.js';

/**
 * @typedef {object} Entry
 * @property {number} seq Infinity until the server confirms the message
 * @property {Date} at
 * @property {string | null} author the author's id; null if the entry is not a message
 * @property {HTMLElement} element
 */

const GROUP = 5 * 60_000; // The time in milliseconds within which one author's messages share a header.
const NEAR = 60; // The distance from the end, in pixels, within which the view scrolls to new entries.
const KEPT = 300; // The number of entries that remain after trimming.
const SLACK = 200; // The number of additional entries that triggers trimming.

/** Compares by `seq`, and unconfirmed entries by time. @param {Entry} a @param {Entry} b */
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
      const isUpward = log.scrollTop < this.#top; // A new entry also increases the distance, but does not scroll upward.
      this.#top = log.scrollTop;
      if (isAtEnd !== this.#isFollowing && (isAtEnd || isUpward)) onFollow(this.#isFollowing = isAtEnd);
    }, { passive: true, signal });
    // The end stays visible when an image loads, an entry gets its final height or the on-screen keyboard opens.
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
   * Inserts an entry by its `seq`. The search starts at the end, because nearly all entries are new.
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
   * Inserts older entries at the start. The visible entries keep their position.
   *
   * @param {Entry[]} entries
   */
  prepend(entries) {
    const [log, first] = [this.#log, this.#entries[0]?.element];
    const before = first?.getBoundingClientRect().top ?? 0;
    log.ariaBusy = 'true'; // Screen readers do not announce the old entries.
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
   * Moves a confirmed entry to its position.
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

  /** Shows a heading for a new day, and hides the header of an entry that follows one of the same author. */
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
