// Reads the current state of a room's videos and live streams. Players use URLs from here, because the signed URLs in old events
// expire.
import { api } from '../api.js';

/** @import { LiveStream, Video } from '/chat/client/types.js' */

const FRESH = 2_000;

export class Library {
  #videos;
  #streams;

  /** @param {string} roomId */
  constructor(roomId) {
    this.roomId = roomId;
    this.#videos = remembered(() => collect(api.videos.list(roomId)));
    this.#streams = remembered(() => collect(api.liveStreams.list(roomId)));
  }

  /** Discards the cached state, because a new event has made it outdated. */
  forget() {
    this.#videos.forget();
    this.#streams.forget();
  }

  /** @param {string} id @returns {Promise<Video | undefined>} */
  async video(id) {
    return (await this.#videos.read()).get(id);
  }

  /** @param {string} id @returns {Promise<LiveStream | undefined>} */
  async stream(id) {
    return (await this.#streams.read()).get(id);
  }
}

/**
 * @template {{ id: string }} Item
 * @param {Promise<AsyncIterable<Item>>} list
 */
async function collect(list) {
  /** @type {Map<string, Item>} */
  const items = new Map();
  for await (const item of await list) items.set(item.id, item);
  return items;
}

/**
 * Caches a response for two seconds, so that many cards share one request.
 *
 * @template Answer
 * @param {() => Promise<Answer>} read
 */
function remembered(read) {
  let at = -Infinity;
  /** @type {Promise<Answer>} */
  let answer;
  const forget = () => { at = -Infinity; };
  return {
    forget,
    read() {
      if (performance.now() - at > FRESH) {
        at = performance.now();
        answer = read();
        answer.catch(forget);
      }
      return answer;
    },
  };
}
