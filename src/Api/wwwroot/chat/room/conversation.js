// A room's log on the page: its past, what happens, and what one sends oneself, each event once.
import { byId } from '../dom.js';
import { attempt } from '../problems.js';
import { History } from './history.js';
import { messageEntry } from './message.js';
import { Milestones } from './milestones.js';
import { OwnMessages } from './own-messages.js';
import { Timeline } from './timeline.js';

/**
 * @import { Outgoing, RoomEvent } from '/chat/client/index.js'
 * @import { Library } from '../media/library.js'
 * @import { Entry } from './timeline.js'
 */

export class Conversation {
  #history;
  #milestones;
  #timeline;
  #isLoading = false;
  #unseen = 0;
  /** @type {Set<number>} */
  #shown = new Set();
  /** @type {RoomEvent[] | null} what happens while the history is read */
  #meanwhile = null;
  #ends = new AbortController();
  #own;
  #reader;

  /**
   * @param {string} roomId
   * @param {Library} library
   */
  constructor(roomId, library) {
    this.#history = new History(roomId);
    this.#timeline = new Timeline(byId('log'), byId('entries'), {
      signal: this.#ends.signal,
      onFollow: isFollowing => this.#countUnseen(isFollowing ? 0 : this.#unseen),
      onTrim: oldest => {
        this.#history.oldest = oldest;
        this.#milestones.forgetBefore(oldest);
        this.#showStart();
      },
    });
    this.#milestones = new Milestones(this.#timeline, library);
    this.#own = new OwnMessages(this.#timeline, this.#shown);
    byId('newest').addEventListener('click', () => {
      this.#timeline.scrollToEnd();
      byId('log').focus();
    }, { signal: this.#ends.signal });
    // Long before the reader is at the top. A busy page is told several changes at once, the newest last.
    this.#reader = new IntersectionObserver(changes => changes.at(-1)?.isIntersecting && this.#readOlder(),
      { root: byId('log'), rootMargin: '1200px 0px 0px' });
  }

  /** Who tries a failed message again. @param {(outgoing: Outgoing) => void} retry */
  set onRetry(retry) {
    this.#own.onRetry = retry;
  }

  /**
   * Shows the newest part of the room; again after a resync.
   *
   * @returns {Promise<number>} the number of the newest event that is shown
   */
  async load() {
    const meanwhile = this.#meanwhile = /** @type {RoomEvent[]} */ ([]);
    const events = await this.#history.newest().finally(() => { this.#meanwhile = null; });
    if (this.#ends.signal.aborted) return 0;
    this.#timeline.clear();
    this.#milestones.clear();
    this.#shown.clear();
    for (const { seq } of events) this.#shown.add(seq);
    this.#timeline.prepend(this.#entriesOf(events));
    this.#own.restore(events);
    for (const event of meanwhile) this.add(event);
    this.#timeline.scrollToEnd();
    this.#countUnseen(0);
    this.#showStart();
    return events.at(-1)?.seq ?? 0;
  }

  /** What has happened. @param {RoomEvent} event */
  add(event) {
    this.#meanwhile?.push(event);
    if (this.#shown.has(event.seq)) return;
    this.#shown.add(event.seq);
    if (event.type === 'message') this.#timeline.add(messageEntry(event));
    else this.#milestones.add(event);
    if (!this.#timeline.isFollowing) this.#countUnseen(this.#unseen + 1);
  }

  /** A message of ours is on its way, has come back, or has failed. @param {Outgoing} outgoing */
  track(outgoing) {
    this.#own.track(outgoing);
  }

  close() {
    this.#ends.abort();
    this.#reader.disconnect();
    this.#milestones.clear();
    this.#timeline.close();
    byId('newest').hidden = true;
  }

  /** @param {RoomEvent[]} events @returns {Entry[]} */
  #entriesOf(events) {
    // From the newest, so that of each video its newest milestone comes first and the others stay away.
    return events.toReversed()
      .map(event => (event.type === 'message' ? messageEntry(event) : this.#milestones.older(event)))
      .filter(entry => entry !== null)
      .reverse();
  }

  async #readOlder() {
    if (this.#isLoading || !this.#history.hasMore) return;
    this.#isLoading = true;
    await attempt(async () => {
      const events = await this.#history.older();
      if (this.#ends.signal.aborted) return;
      for (const { seq } of events) this.#shown.add(seq);
      this.#timeline.prepend(this.#entriesOf(events));
    }, { place: byId('log-start') });
    this.#isLoading = false;
    this.#showStart();
  }

  /** Says where the log begins, or reads on when that place comes near. */
  #showStart() {
    const start = byId('log-start');
    this.#reader.unobserve(start);
    if (!start.textContent || !this.#history.hasMore) start.textContent = this.#history.hasMore ? '' : 'This is where the room begins.';
    if (this.#history.hasMore) this.#reader.observe(start);
  }

  /** @param {number} count */
  #countUnseen(count) {
    this.#unseen = count;
    const label = byId('newest-label');
    label.textContent = count === 0 ? 'Newest' : count === 1 ? '1 new' : `${count} new`;
    byId('newest').hidden = this.#timeline.isFollowing;
  }
}
