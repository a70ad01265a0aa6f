// The dialog that starts a live stream and shows the encoder settings. The page shows the key only to the user who
// started the stream.
import { api, once } from '../api.js';
import { button, byId, h, keepWhole } from '../dom.js';
import { attempt } from '../problems.js';
import { current, remember } from '../session.js';

/** @import { LiveStream } from '/chat/client/types.js' */

/** @type {Map<string, () => void>} */
const waiting = new Map();

/**
 * Calls back if this user started the stream, even if the stream's event arrives before the response that contains its id.
 *
 * @param {string} id
 * @param {() => void} show
 */
export function ifOwnStream(id, show) {
  if (current().streams?.includes(id)) show();
  else waiting.set(id, show);
}

/** @param {string} id */
function claim(id) {
  remember({ streams: [...(current().streams ?? []).slice(-99), id] });
  waiting.get(id)?.();
}

const dialog = /** @type {HTMLDialogElement} */ (byId('live-dialog'));

/** @param {string} roomId */
export function goLive(roomId) {
  const title = h('input', { id: 'live-title', required: true, dir: 'auto', autocomplete: 'off' });
  keepWhole(title, 200);
  const problem = h('p', { className: 'error', role: 'alert' });
  const start = h('button', { className: 'primary' }, 'Start');
  const form = h('form', { className: 'sheet' }, heading('Go live'),
    h('label', { htmlFor: title.id }, 'Title'), title, problem,
    h('div', { className: 'actions' }, button('Cancel', () => dialog.close(), 'quiet'), start));
  form.addEventListener('submit', event => {
    event.preventDefault();
    attempt(async () => {
      const [name, userId] = [title.value, current().user?.id];
      const stream = await once(['live stream', roomId, userId ?? '', name],
        idempotencyKey => api.liveStreams.create(roomId, name, { userId, idempotencyKey }));
      claim(stream.id);
      showEncoderSettings(stream);
    }, { control: start, place: problem });
  });
  open(form);
  title.focus();
}

/** @param {LiveStream} stream */
export function showEncoderSettings(stream) {
  const done = button('Done', () => dialog.close(), 'primary');
  open(h('div', { className: 'sheet' }, heading(stream.title),
    h('p', { className: 'soft' }, 'Enter these in OBS or another encoder and start streaming. The room sees it when the picture arrives.'),
    setting('Server', 'ingest-url', stream.ingest_url),
    setting('Stream key', 'stream-key', stream.stream_key),
    setting('RTMP URL with the key', 'rtmp-url', stream.rtmp_url),
    h('p', { className: 'hint' }, 'Anyone with the key can go live in your place.'),
    h('div', { className: 'actions' }, done)));
  done.focus();
}

/** @param {Node} content */
function open(content) {
  dialog.replaceChildren(content);
  if (!dialog.open) dialog.showModal();
}

/** @param {string} text */
const heading = text => h('h2', { id: 'live-dialog-title', dir: 'auto' }, text);

/**
 * @param {string} label
 * @param {string} id
 * @param {string} value
 */
function setting(label, id, value) {
  const field = h('input', { id, readOnly: true, value, onfocus: () => field.select() });
  const word = document.createTextNode('Copy');
  const copy = button('', async () => {
    word.data = await copyText(field) ? 'Copied' : 'Press Ctrl+C';
  });
  copy.append(word, h('span', { className: 'hidden' }, ` ${label}`));
  return h('div', { className: 'setting' }, h('label', { htmlFor: id }, label), field, copy);
}

/**
 * Copies the text. Without HTTPS the clipboard is unavailable, so the text is selected instead.
 *
 * @param {HTMLInputElement} field
 */
async function copyText(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.focus();
    return false;
  }
}
