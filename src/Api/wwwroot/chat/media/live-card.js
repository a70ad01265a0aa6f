// A live stream in the log: waiting for its encoder, live, or over.
import { api } from '../api.js';
import { button, h } from '../dom.js';
import { attempt } from '../problems.js';
import { ifOwnStream, showEncoderSettings } from './live-dialog.js';
import { screen } from './screen.js';

/**
 * @import { LiveStreamCreatedFrame, LiveStreamEndedFrame, LiveStreamStartedFrame } from '/chat/client/frames.js'
 * @import { MediaEntry } from '../room/milestones.js'
 * @import { Library } from './library.js'
 */

/**
 * @param {LiveStreamCreatedFrame | LiveStreamStartedFrame | LiveStreamEndedFrame} milestone
 * @param {Library} library
 * @returns {MediaEntry}
 */
export function liveEntry(milestone, library) {
  const [seq, at] = [milestone.seq, new Date(milestone.timestamp)];
  switch (milestone.type) {
    case 'live_stream_created': return { seq, at, author: null, element: waiting(milestone, library) };
    case 'live_stream_started': return { seq, at, author: null, ...live(milestone, library) };
    default: return { seq, at, author: null, element: h('p', { className: 'entry notice' }, milestone.message) };
  }
}

/**
 * @param {LiveStreamCreatedFrame} milestone
 * @param {Library} library
 */
function waiting({ stream_id: id, title, message }, library) {
  const caption = h('div', { className: 'caption' },
    h('span', { className: 'badge calm' }, 'Waiting for the encoder'), h('span', { className: 'title' }, title));
  ifOwnStream(id, () => caption.append(settings(id, library), end(id, library)));
  return h('article', { className: 'entry card waiting', ariaLabel: message }, h('div', { className: 'frame-box' }, caption));
}

/**
 * @param {LiveStreamStartedFrame} milestone
 * @param {Library} library
 */
function live({ stream_id: id, title, pull_url: url }, library) {
  const { box, problem, dispose } = screen({
    label: `Watch ${title} live`,
    findUrl: async () => (await library.stream(id))?.pull_url ?? url,
  });
  const caption = h('div', { className: 'caption' },
    h('span', { className: 'badge' }, 'LIVE'), h('span', { className: 'title' }, title));
  ifOwnStream(id, () => caption.append(end(id, library)));
  const element = h('article', { className: 'entry card', ariaLabel: `Live stream ${title}` },
    h('div', { className: 'frame-box' }, box, caption, problem));
  return { element, dispose };
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
