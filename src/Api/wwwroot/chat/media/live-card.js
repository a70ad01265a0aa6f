// Renders a live stream as an entry of the conversation.
import { api } from '../api.js';
import { button, h } from '../dom.js';
import { attempt } from '../problems.js';
import { ifOwnStream, showEncoderSettings } from './live-dialog.js';
import { screen } from './screen.js';
import { named, notice, titleLine } from './sentences.js';

/**
 * @import { LiveStreamCreatedFrame, LiveStreamEndedFrame, LiveStreamRejectedFrame, LiveStreamStartedFrame } from '/chat/client/frames.js'
 * @import { MediaEntry } from '../room/milestones.js'
 * @import { Library } from './library.js'
 */

/**
 * @param {LiveStreamCreatedFrame | LiveStreamStartedFrame | LiveStreamRejectedFrame | LiveStreamEndedFrame} milestone
 * @param {Library} library
 * @returns {MediaEntry}
 */
export function liveEntry(milestone, library) {
  const [seq, at] = [milestone.seq, new Date(milestone.timestamp)];
  switch (milestone.type) {
    case 'live_stream_created': return { seq, at, author: null, element: waiting(milestone, library) };
    case 'live_stream_started': return { seq, at, author: null, ...live(milestone, library) };
    case 'live_stream_rejected': return { seq, at, author: null, element: notice(milestone) };
    default: return { seq, at, author: null, ...ended(milestone, library) };
  }
}

/**
 * @param {LiveStreamCreatedFrame} milestone
 * @param {Library} library
 */
function waiting(milestone, library) {
  const { stream_id: id, message } = milestone;
  const caption = h('div', { className: 'caption' },
    h('span', { className: 'badge calm' }, 'Waiting for the encoder'), ...titleLine(milestone));
  ifOwnStream(id, () => caption.append(settings(id, library), end(id, library)));
  return h('article', { className: 'entry card waiting', ariaLabel: message }, h('div', { className: 'frame-box' }, caption));
}

/**
 * @param {LiveStreamStartedFrame} milestone
 * @param {Library} library
 */
function live(milestone, library) {
  const { stream_id: id, title, pull_url: url } = milestone;
  const { box, problem, dispose } = screen({
    label: `Watch ${title} live`,
    findUrl: async () => (await library.stream(id))?.pull_url ?? url,
  });
  const caption = h('div', { className: 'caption' },
    h('span', { className: 'badge' }, 'LIVE'), ...titleLine(milestone));
  ifOwnStream(id, () => caption.append(end(id, library)));
  const element = h('article', { className: 'entry card', ariaLabel: `Live stream ${named(milestone)}` },
    h('div', { className: 'frame-box' }, box, caption, problem));
  return { element, dispose };
}

/**
 * Creates the entry of an ended stream, with its recording if there is one.
 *
 * @param {LiveStreamEndedFrame} milestone
 * @param {Library} library
 */
function ended(milestone, library) {
  const element = notice(milestone, ...(milestone.reason ? [`. ${milestone.reason}`] : []));
  const { video_id: id, title } = milestone;
  if (!id) return { element };
  let dispose = () => {};
  const state = h('span', { role: 'status' });
  const watch = button('Watch the recording', () => attempt(async () => {
    library.forget();
    const video = await library.video(id);
    if (!video?.playback_url) {
      state.textContent = video?.failure ?? (video?.status === 'failed' ? 'The recording has failed.' : 'The recording is being prepared. Try again in a moment.');
      return;
    }
    const url = video.playback_url;
    const shown = screen({ label: `Play the recording of ${title}`, findUrl: async () => (await library.video(id))?.playback_url ?? url });
    dispose = shown.dispose;
    element.append(h('div', { className: 'frame-box' }, shown.box, shown.problem));
    watch.remove();
    state.remove();
    shown.begin();
  }, { control: watch }));
  element.append(watch, state);
  return { element, dispose: () => dispose() };
}

/** @param {string} id @param {Library} library */
const settings = (id, library) => button('Encoder settings', () => attempt(async () => {
  const stream = await library.stream(id);
  if (stream) showEncoderSettings(stream);
}));

/** @param {string} id @param {Library} library */
function end(id, library) {
  const control = button('End', () => attempt(() => api.liveStreams.stop(library.roomId, id), { control }));
  return control;
}
