// Uploads a file, with tus to the provider if the session supports it, and otherwise through the API.
import { ApiError } from '/chat/client/index.js';
import { api } from '../api.js';
import { tusJs } from './vendor.js';

/** @import { VideoUpload } from '/chat/client/types.js' */

const RETRY_DELAYS = [0, 1_000, 3_000, 5_000, 10_000];

/**
 * @typedef {object} Transfer
 * @property {(signal: AbortSignal, onProgress: (share: number) => void) => Promise<void>} run can be retried after a failure;
 *   a tus upload continues, any other starts again
 */

/**
 * @param {VideoUpload} session
 * @param {File} file
 * @returns {Promise<Transfer>}
 */
export async function transferOf(session, file) {
  const tus = session.tus && await tusJs();
  return tus ? resumable(tus, session, file) : plain(session, file);
}

/** @param {VideoUpload} session @param {File} file @returns {Transfer} */
function plain(session, file) {
  return {
    async run(signal, onProgress) {
      try {
        await api.videos.upload(session.id, file, {
          signal,
          contentType: file.type.startsWith('video/') ? file.type : 'application/octet-stream',
          onProgress: ({ sent, total }) => onProgress(sent / total),
        });
      } catch (error) {
        // 409: an earlier attempt succeeded, but its response was lost.
        if (!(error instanceof ApiError && error.status === 409)) throw error;
      }
    },
  };
}

/** @param {any} tus @param {VideoUpload} session @param {File} file @returns {Transfer} */
function resumable(tus, session, file) {
  /** @type {any} */
  let upload;
  return {
    run: (signal, onProgress) => new Promise((resolve, reject) => {
      upload ??= new tus.Upload(file, {
        endpoint: session.tus?.endpoint,
        headers: session.tus?.headers,
        metadata: { filetype: file.type || 'application/octet-stream', title: session.title },
        retryDelays: RETRY_DELAYS,
        storeFingerprintForResuming: false, // A reload loses the signed headers, so no upload can resume later.
      });
      Object.assign(upload.options, {
        onProgress: (/** @type {number} */ sent, /** @type {number} */ total) => onProgress(sent / total),
        onSuccess: () => resolve(),
        onError: reject,
      });
      signal.addEventListener('abort', () => upload.abort().then(() => reject(signal.reason)), { once: true });
      upload.start();
    }),
  };
}
