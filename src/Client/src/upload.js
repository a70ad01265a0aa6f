import { refused, unreachable } from './api-error.js';

/**
 * @import { UploadedVideo } from './types.js'
 *
 * @typedef {{ sent: number, total: number }} UploadProgress the sent and total bytes
 *
 * @typedef {object} UploadOptions
 * @property {(progress: UploadProgress) => void} [onProgress]
 * @property {AbortSignal} [signal] aborts the upload
 * @property {string} [contentType] `video/…` or `application/octet-stream`; the type of the file by default
 *
 * @typedef {{ url: string, file: Blob, headers: Record<string, string>, onProgress: (progress: UploadProgress) => void, signal?: AbortSignal }} Transfer
 */

const PIECE = 65_536;

/**
 * Sends a file with PUT and reports the progress.
 *
 * @param {string} url
 * @param {Blob} file
 * @param {Record<string, string>} headers
 * @param {UploadOptions} [options]
 * @returns {Promise<UploadedVideo>}
 */
export async function upload(url, file, headers, { onProgress = () => {}, signal, contentType } = {}) {
  signal?.throwIfAborted();
  const type = contentType ?? (file.type || 'application/octet-stream');
  const send = typeof XMLHttpRequest === 'undefined' ? sendByFetch : sendByXhr;
  const answer = await send({ url, file, headers: { ...headers, 'Content-Type': type }, onProgress, signal });
  if (answer.status !== 200)
    throw refused(answer.status, answer.body, answer.retryAfter);
  return JSON.parse(answer.body);
}

/**
 * Sends the file in browsers, where `fetch` reports no upload progress.
 *
 * @param {Transfer} transfer
 * @returns {Promise<{ status: number, body: string, retryAfter: string | null }>}
 */
function sendByXhr({ url, file, headers, onProgress, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open('PUT', url);
    for (const [name, value] of Object.entries(headers))
      request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress({ sent: loaded, total });
    request.onload = () =>
      resolve({ status: request.status, body: request.responseText, retryAfter: request.getResponseHeader('Retry-After') });
    request.onerror = () => reject(unreachable(undefined));
    request.onabort = () => reject(signal?.reason);
    request.onloadend = () => signal?.removeEventListener('abort', abort);
    signal?.addEventListener('abort', abort);
    request.send(file);
  });
}

/**
 * Sends the file in runtimes without `XMLHttpRequest`, and sets `Content-Length`, which the server requires.
 *
 * @param {Transfer} transfer
 * @returns {Promise<{ status: number, body: string, retryAfter: string | null }>}
 */
async function sendByFetch({ url, file, headers, onProgress, signal }) {
  let sent = 0;
  const body = new ReadableStream({
    // The runtime calls this method when it has taken the previous piece.
    async pull(controller) {
      if (sent > 0) onProgress({ sent, total: file.size });
      if (sent === file.size) return controller.close();
      const piece = await file.slice(sent, sent + PIECE).arrayBuffer();
      sent += piece.byteLength;
      controller.enqueue(new Uint8Array(piece));
    },
  });
  /** @type {RequestInit & { duplex: 'half' }} */
  const init = { method: 'PUT', headers: { ...headers, 'Content-Length': String(file.size) }, body, duplex: 'half', signal };
  const response = await fetch(url, init).catch(cause => { throw signal?.aborted ? cause : unreachable(cause); });
  return { status: response.status, body: await response.text(), retryAfter: response.headers.get('Retry-After') };
}
