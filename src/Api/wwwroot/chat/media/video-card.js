// Renders a video as an entry of the conversation.
import { h } from '../dom.js';
import { clockTime, duration, fullTime } from '../time.js';
import { screen } from './screen.js';
import { named, notice, titleLine } from './sentences.js';

/**
 * @import { VideoFailedFrame, VideoProcessingFrame, VideoReadyFrame, VideoUploadCreatedFrame } from '/chat/client/frames.js'
 * @import { MediaEntry } from '../room/milestones.js'
 * @import { Video } from '/chat/client/types.js'
 * @import { Library } from './library.js'
 */

const ASK_EVERY = 3_000;

/**
 * @param {VideoUploadCreatedFrame | VideoProcessingFrame | VideoReadyFrame | VideoFailedFrame} milestone
 * @param {Library} library
 * @returns {MediaEntry}
 */
export function videoEntry(milestone, library) {
  const [seq, at] = [milestone.seq, new Date(milestone.timestamp)];
  switch (milestone.type) {
    case 'video_processing': return { seq, at, author: null, ...processing(milestone, library) };
    case 'video_ready': return { seq, at, author: null, ...ready(milestone, at, library) };
    case 'video_failed': return { seq, at, author: null, element: notice(milestone, ...(milestone.failure ? [`. ${milestone.failure}`] : [])) };
    default: return { seq, at, author: null, element: notice(milestone) };
  }
}

/**
 * @param {VideoProcessingFrame} milestone
 * @param {Library} library
 */
function processing(milestone, library) {
  const { video_id: id, title, message } = milestone;
  const progress = h('progress', { max: 100, ariaLabel: `Processing ${title}` });
  const state = h('span', { className: 'duration' }, 'Processing …');
  const element = h('article', { className: 'entry card waiting', ariaLabel: message },
    h('div', { className: 'frame-box' },
      h('p', { className: 'caption' }, ...titleLine(milestone), state), progress));
  const timer = setInterval(async () => {
    if (document.visibilityState === 'hidden') return;
    const video = await library.video(id).catch(() => undefined);
    if (!video) return;
    progress.value = video.encode_progress;
    state.textContent = stateOf(video);
  }, ASK_EVERY);
  return { element, dispose: () => clearInterval(timer) };
}

/** @param {Video} video */
function stateOf({ encode_progress: percent, queue_position: position }) {
  const before = (position ?? 1) - 1;
  return before > 0 ? `Waiting: ${before} ${before === 1 ? 'video' : 'videos'} before it` : `Processing, ${percent} %`;
}

/**
 * @param {VideoReadyFrame} milestone
 * @param {Date} at
 * @param {Library} library
 */
function ready(milestone, at, library) {
  const { video_id: id, title, playback_url: url } = milestone;
  const { box, problem, dispose, showPicture } = screen({
    label: `Play ${title}`,
    findUrl: async () => (await library.video(id))?.playback_url ?? url,
  });
  const length = h('span', { className: 'duration' });
  library.video(id).then(video => {
    if (video?.thumbnail_url) showPicture(video.thumbnail_url);
    if (video?.duration_seconds) length.textContent = duration(video.duration_seconds);
  }, () => {}); // The thumbnail is optional. Starting the playback reports errors.
  const element = h('article', { className: 'entry card', ariaLabel: `Video ${named(milestone)}` },
    h('div', { className: 'frame-box' }, box,
      h('p', { className: 'caption' }, ...titleLine(milestone), length,
        h('time', { dateTime: at.toISOString(), title: fullTime(at) }, clockTime(at))), problem));
  return { element, dispose };
}
