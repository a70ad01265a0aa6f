// Videos and live streams in the log. Of each the newest milestone is shown and no other: what is ready need not also be
// "being processed".
import { liveEntry } from '../media/live-card.js';
import { videoEntry } from '../media/video-card.js';

/**
 * @import { MessageFrame, RoomEvent } from '/chat/client/frames.js'
 * @import { Library } from '../media/library.js'
 * @import { Entry, Timeline } from './timeline.js'
 *
 * @typedef {Exclude<RoomEvent, MessageFrame>} Milestone
 * @typedef {Entry & { dispose?: () => void }} MediaEntry
 */

export class Milestones {
  /** @type {Map<string, MediaEntry>} */
  #shown = new Map();
  #library;
  #timeline;

  /**
   * @param {Timeline} timeline
   * @param {Library} library
   */
  constructor(timeline, library) {
    this.#timeline = timeline;
    this.#library = library;
  }

  /** What has just happened. @param {Milestone} milestone */
  add(milestone) {
    const id = subjectOf(milestone);
    const superseded = this.#shown.get(id);
    if (superseded && superseded.seq >= milestone.seq) return;
    this.#library.forget();
    const entry = this.#make(milestone);
    const hadFocus = superseded?.element.contains(document.activeElement);
    this.#timeline.add(entry);
    if (superseded) {
      superseded.dispose?.();
      this.#timeline.remove(superseded);
    }
    if (hadFocus) entry.element.querySelector('button')?.focus();
    this.#shown.set(id, entry);
  }

  /**
   * An entry for something older, unless a newer milestone of the same thing is shown.
   *
   * @param {Milestone} milestone
   * @returns {Entry | null}
   */
  older(milestone) {
    const id = subjectOf(milestone);
    if (this.#shown.has(id)) return null;
    const entry = this.#make(milestone);
    this.#shown.set(id, entry);
    return entry;
  }

  /** Entries before a number have left the page; should they come back they are made anew. @param {number} oldest */
  forgetBefore(oldest) {
    for (const [id, entry] of this.#shown) {
      if (entry.seq >= oldest) continue;
      entry.dispose?.();
      this.#shown.delete(id);
    }
  }

  clear() {
    this.forgetBefore(Infinity);
  }

  /** @param {Milestone} milestone @returns {MediaEntry} */
  #make(milestone) {
    return milestone.type.startsWith('live')
      ? liveEntry(/** @type {any} */ (milestone), this.#library)
      : videoEntry(/** @type {any} */ (milestone), this.#library);
  }
}

/** @param {Milestone} milestone */
function subjectOf(milestone) {
  // Says something about the stream, and does not replace the card that shows it.
  if (milestone.type === 'live_stream_rejected') return milestone.id;
  if ('stream_id' in milestone) return milestone.stream_id;
  return 'video_id' in milestone ? milestone.video_id : milestone.upload_id;
}
