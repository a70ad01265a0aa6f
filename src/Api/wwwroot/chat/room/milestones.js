// The entries of videos and live streams. Only the newest milestone of each is shown, so "ready" replaces "processing".
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

  /** Adds a milestone, which replaces an older one of the same video or stream. @param {Milestone} milestone */
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
   * Creates the entry of an older milestone; returns null if a newer one of the same video or stream is shown.
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

  /** Discards the entries before a `seq`, which the timeline has removed. @param {number} oldest */
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
  // A rejection has a separate entry, because it must not replace the card of the stream.
  if (milestone.type === 'live_stream_rejected') return milestone.id;
  if ('stream_id' in milestone) return milestone.stream_id;
  return 'video_id' in milestone ? milestone.video_id : milestone.upload_id;
}
