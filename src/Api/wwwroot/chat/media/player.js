// Plays a video or an HLS playlist. hls.js plays HLS if it is installed and supported; otherwise the browser does.
import { hlsJs } from './vendor.js';

/**
 * @param {HTMLVideoElement} video
 * @param {string} url
 * @param {(message: string) => void} onFailed
 * @returns {Promise<() => void>} a function that stops the playback
 */
export async function play(video, url, onFailed) {
  const Hls = new URL(url).pathname.endsWith('.m3u8') ? await hlsJs() : null;
  return Hls?.isSupported() ? playByHlsJs(Hls, video, url, onFailed) : playByBrowser(video, url, onFailed);
}

/**
 * @param {any} Hls
 * @param {HTMLVideoElement} video
 * @param {string} url
 * @param {(message: string) => void} onFailed
 */
function playByHlsJs(Hls, video, url, onFailed) {
  const hls = new Hls({ backBufferLength: 60 });
  let recoveries = 0;
  hls.on(Hls.Events.ERROR, (/** @type {string} */ _, /** @type {any} */ { fatal, type }) => {
    if (!fatal) return;
    if (type === Hls.ErrorTypes.MEDIA_ERROR && recoveries++ < 2) hls.recoverMediaError();
    else onFailed('The video could not be loaded.');
  });
  hls.on(Hls.Events.MANIFEST_PARSED, () => start(video));
  hls.loadSource(url);
  hls.attachMedia(video);
  return () => hls.destroy();
}

/**
 * @param {HTMLVideoElement} video
 * @param {string} url
 * @param {(message: string) => void} onFailed
 */
function playByBrowser(video, url, onFailed) {
  video.onerror = () => onFailed('This browser cannot play the video.');
  video.src = url;
  start(video);
  return () => {
    video.onerror = null;
    video.removeAttribute('src');
    video.load();
  };
}

/**
 * Starts the playback. If the browser blocks autoplay, the user can start it with the controls.
 *
 * @param {HTMLVideoElement} video
 */
const start = video => void video.play().catch(() => {});
