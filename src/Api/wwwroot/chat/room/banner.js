// A banner that reports a lost connection and the time of the next attempt.
import { button, byId, h } from '../dom.js';

/** @import { RoomState } from '/chat/client/index.js' */

const TOO_MANY = 4029; // See the close codes in docs/protocol.md.
const UNREACHABLE = 'The server cannot be reached just now. What you write is sent when it is back.';

/** @type {ReturnType<typeof setInterval> | undefined} */
let ticking;

/**
 * @param {RoomState} state
 * @param {{ isUnreachable: boolean, tryNow: () => void }} options `isUnreachable`: three consecutive attempts failed
 */
export function showConnection(state, { isUnreachable, tryNow }) {
  const banner = byId('banner');
  if (state.name === 'connecting' && !banner.hidden) return write('Connecting …');
  clearInterval(ticking);
  banner.hidden = state.name !== 'waiting' && !(state.name === 'closed' && state.code !== 1000);
  if (banner.hidden) return banner.replaceChildren();
  if (state.name === 'closed') return banner.replaceChildren(h('p', {}, 'The connection was closed. Reload the page to come back.'));
  if (state.name !== 'waiting') return;

  // The countdown is hidden from screen readers, which would read it aloud every second.
  const seconds = h('span', { ariaHidden: 'true' });
  banner.replaceChildren(
    h('p', { id: 'banner-text' }, `Connection lost${reasonOf(state)}. Trying again`, h('span', { className: 'hidden' }, ' soon.'), seconds),
    button('Try now', tryNow));
  if (isUnreachable) banner.append(h('p', {}, UNREACHABLE));
  const count = () => {
    const left = Math.max(0, Math.ceil((state.retryAt - Date.now()) / 1_000));
    seconds.textContent = ` in ${left} s …`;
  };
  count();
  ticking = setInterval(count, 250);
}

export function hideConnection() {
  clearInterval(ticking);
  byId('banner').hidden = true;
  byId('banner').replaceChildren();
}

/** Returns a reason that the user can act on, or an empty text. @param {{ code: number }} end */
const reasonOf = ({ code }) => (code === TOO_MANY ? ': too many windows are open in this network' : '');

/** @param {string} text */
function write(text) {
  clearInterval(ticking);
  const place = document.getElementById('banner-text');
  if (place) place.textContent = text;
}
