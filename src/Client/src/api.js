import { Http } from './http.js';
import { LiveStreams } from './live-streams.js';
import { Messages } from './messages.js';
import { Rooms } from './rooms.js';
import { ServiceCalls } from './service.js';
import { Users } from './users.js';
import { Videos } from './videos.js';
import { Webhooks } from './webhooks.js';

/**
 * @typedef {object} ApiOptions
 * @property {string} [baseUrl] the server's URL; required outside a page, and the page's origin by default
 * @property {typeof globalThis.fetch} [fetch] a replacement for the global `fetch`
 * @property {Record<string, string>} [headers] headers of every request
 * @property {number} [timeout] the timeout of a request in milliseconds, including its response; uploads and the default have
 * none
 */

/** The REST API, with one property per resource. A failed request throws an `ApiError`. */
export class VideoChatApi {
  /** @param {ApiOptions} [options] */
  constructor({ baseUrl = globalThis.location?.origin, fetch = (...request) => globalThis.fetch(...request), headers = {}, timeout } = {}) {
    if (!baseUrl)
      throw new TypeError('baseUrl is needed outside a page, for example "http://localhost:8000".');
    /** The server's URL. */
    this.baseUrl = baseUrl;
    const http = new Http({ baseUrl, fetch, headers, timeout });
    this.service = new ServiceCalls(http);
    this.users = new Users(http);
    this.rooms = new Rooms(http);
    this.messages = new Messages(http);
    this.videos = new Videos(http);
    this.liveStreams = new LiveStreams(http);
    this.webhooks = new Webhooks(http);
  }
}
