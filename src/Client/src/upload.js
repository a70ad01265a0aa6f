import { ApiError } from './api-error.js';

/**
 * @import { UploadedVideo } from './types.js'
 *
 * @typedef {object} UploadOptions
 * @property {(progress: { sent: number, total: number }) => void} [onProgress] bytes
 * @property {AbortSignal} [signal] gives the upload up
 * @property {string} [contentType] `video/…` or `application/octet-stream`; else the file's own
 *
 * @typedef {{ url: string, file: Blob, headers: Record<string, string>, onProgress: (progress: { sent: number, total: number }) => void, signal?: AbortSignal }} Transfer
 */

const PIECE = 65_536;

/**
 * Sends a file by PUT and tells how far it is.
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
    throw ApiError.fromAnswer(answer.status, answer.body, answer.retryAfter);
  return JSON.parse(answer.body);
}

/**
 * In browsers, where fetch tells nothing of an upload's progress.
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
    request.onerror = () => reject(ApiError.unreachable(undefined));
    request.onabort = () => reject(signal?.reason);
    request.onloadend = () => signal?.removeEventListener('abort', abort);
    signal?.addEventListener('abort', abort);
    request.send(file);
  });
}

/**
 * Elsewhere. The length is named because the API wants it, and a stream has none.
 *
 * @param {Transfer} transfer
 * @returns {Promise<{ status: number, body: string, retryAfter: string | null }>}
 */
async function sendByFetch({ url, file, headers, onProgress, signal }) {
  let sent = 0;
  const body = new ReadableStream({
    // Asked for a piece when the one before is on its way.
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
  const response = await fetch(url, init).catch(cause => { throw signal?.aborted ? cause : ApiError.unreachable(cause); });
  return { status: response.status, body: await response.text(), retryAfter: response.headers.get('Retry-After') };
}
