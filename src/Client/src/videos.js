import { path } from './http.js';
import { upload } from './upload.js';

/**
 * @import { CallOptions, Http, PostOptions } from './http.js'
 * @import { Page } from './page.js'
 * @import { UploadedVideo, Video, VideoUpload } from './types.js'
 * @import { UploadOptions } from './upload.js'
 */

export class Videos {
  #http;

  /** @param {Http} http */
  constructor(http) {
    this.#http = http;
  }

  /**
   * Creates an upload session. If `tus` is not null, the file can also be uploaded directly to the provider with tus.
   *
   * @param {string} roomId
   * @param {{ title?: string, description?: string, user_id?: string, userId?: string }} [video] `user_id`: the user who uploads
   *   the video; `userId` is its earlier name
   * @param {PostOptions} [options]
   * @returns {Promise<VideoUpload>}
   */
  createUpload(roomId, { title, description, userId, user_id = userId } = {}, options) {
    return this.#http.post(path`/rooms/${roomId}/video-upload`, { title, description, user_id }, options);
  }

  /**
   * Sends the file of an upload session. A failed or aborted upload can be retried in the same session.
   *
   * @param {string} uploadId
   * @param {Blob} file
   * @param {UploadOptions} [options]
   * @returns {Promise<UploadedVideo>}
   */
  upload(uploadId, file, options) {
    return upload(this.#http.url(path`/upload-proxy/${uploadId}`), file, this.#http.headers, options);
  }

  /**
   * Lists a room's videos, oldest first.
   *
   * @param {string} roomId
   * @param {CallOptions & { limit?: number }} [options] `limit`: the page size
   * @returns {Promise<Page<Video>>}
   */
  list(roomId, { limit, ...options } = {}) {
    return this.#http.list(path`/rooms/${roomId}/videos`, { limit }, options);
  }
}
