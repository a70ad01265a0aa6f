// The conversation of a room: the history, new events and unconfirmed messages. Each event is shown once.
import { ApiError } from '/chat/client/index.js';
import { byId } from '../dom.js';
import { wordsOf } from '../problems.js';
import { messageEntry } from './message.js';
import { Milestones } from './milestones.js';
import { OwnMessages } from './own-messages.js';
import { Timeline } from './timeline.js';

/**
 * @import { Outgoing, RoomEvent } from '/chat/client/index.js'
 * @import { Library } from '../media/library.js'
 * @import { History } from './history.js'
 * @import { Entry } from './timeline.js'
 */

const PAUSE = 5_000;

export class Conversation {
  #history;
  #milestones;
  #timeline;
  #isLoading = false;
  #unseen = 0;
  /** @type {Set<number>} */
  #shown = new Set();
  /** @type {RoomEvent[] | null} the events that arrive while the history is read again */
  #arrived = null;
  #ends = new AbortController();
  #own;
  #reader;

  /**
   * @param {History} history
   * @param {Library} library
   */
  constructor(history, library) {
    this.#history = history;
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
    // The margin makes older events load before the user reaches the top. Only the newest observer entry counts.
    this.#reader = new IntersectionObserver(changes => changes.at(-1)?.isIntersecting && this.#readOlder(),
      { root: byId('log'), rootMargin: '1200px 0px 0px' });
  }

  /** @param {OwnMessages['actions']} actions */
  set actions(actions) {
    this.#own.actions = actions;
  }

  /** Reads the newest events again, because too many were missed to replay them. */
  async reload() {
    const arrived = this.#arrived = /** @type {RoomEvent[]} */ ([]);
    const events = await this.#history.newest().finally(() => { this.#arrived = null; });
    if (this.#ends.signal.aborted) return;
    this.show(events);
    for (const event of arrived) this.add(event);
  }

  /** Replaces all entries by the newest part of the history. @param {RoomEvent[]} events */
  show(events) {
    this.#timeline.clear();
    this.#milestones.clear();
    this.#shown.clear();
    for (const { seq } of events) this.#shown.add(seq);
    this.#timeline.prepend(this.#entriesOf(events));
    this.#own.restore(events);
    this.#timeline.scrollToEnd();
    this.#countUnseen(0);
    this.#showStart();
  }

  /** @param {RoomEvent} event */
  add(event) {
    this.#arrived?.push(event);
    if (this.#shown.has(event.seq)) return;
    this.#shown.add(event.seq);
    if (event.type === 'message') this.#timeline.add(messageEntry(event));
    else this.#milestones.add(event);
    if (!this.#timeline.isFollowing) this.#countUnseen(this.#unseen + 1);
  }

  /** Shows the state of a message of this user. @param {Outgoing} outgoing */
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
    // In descending order, the first milestone of each video is its newest, and only that one is shown.
    return events.toReversed()
      .map(event => (event.type === 'message' ? messageEntry(event) : this.#milestones.older(event)))
      .filter(entry => entry !== null)
      .reverse();
  }

  async #readOlder() {
    if (this.#isLoading || !this.#history.hasMore) return;
    this.#isLoading = true;
    try {
      const events = await this.#history.older();
      if (this.#ends.signal.aborted) return;
      for (const { seq } of events) this.#shown.add(seq);
      this.#timeline.prepend(this.#entriesOf(events));
      this.#isLoading = false;
      this.#showStart();
    } catch (error) {
      if (this.#ends.signal.aborted) return;
      byId('log-start').textContent = `Older messages could not be loaded. ${wordsOf(error)}`;
      const seconds = error instanceof ApiError ? error.retryAfter ?? 0 : 0;
      setTimeout(() => this.#readAgain(), Math.max(PAUSE, seconds * 1_000));
    }
  }

  #readAgain() {
    if (this.#ends.signal.aborted) return;
    this.#isLoading = false;
    this.#showStart();
  }

  /** Observes the top of the list if older events exist, and otherwise shows that the room begins here. */
  #showStart() {
    const start = byId('log-start');
    this.#reader.unobserve(start);
    start.textContent = this.#history.hasMore ? '' : 'This is where the room begins.';
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
