// Says that the connection is gone, when the next try is, and after three that did not get through, what may be wrong.
import { button, byId, h } from '../dom.js';

/** @import { RoomState } from '/chat/client/index.js' */

/** @type {ReturnType<typeof setInterval> | undefined} */
let ticking;

/**
 * @param {RoomState} state
 * @param {{ hint: string, tryNow: () => void }} options
 */
export function showConnection(state, { hint, tryNow }) {
  const banner = byId('banner');
  if (state.name === 'connecting' && !banner.hidden) return write('Connecting …');
  clearInterval(ticking);
  banner.hidden = state.name !== 'waiting' && !(state.name === 'closed' && state.code !== 1000);
  if (banner.hidden) return banner.replaceChildren();
  if (state.name === 'closed') return banner.replaceChildren(h('p', {}, state.reason || `The room was closed (${state.code}).`));
  if (state.name !== 'waiting') return;

  // The seconds are for the eye; read out they would never end.
  const seconds = h('span', { ariaHidden: 'true' });
  banner.replaceChildren(
    h('p', { id: 'banner-text' }, `Connection lost${reasonOf(state)}. Trying again`, h('span', { className: 'hidden' }, ' soon.'), seconds),
    button('Try now', tryNow));
  if (hint) banner.append(h('p', {}, hint));
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

/** What the server said when it closed; a network that broke says nothing. @param {{ code: number, reason: string }} end */
const reasonOf = ({ code, reason }) => (code >= 4000 && reason ? `: ${reason}` : '');

/** @param {string} text */
function write(text) {
  clearInterval(ticking);
  const place = document.getElementById('banner-text');
  if (place) place.textContent = text;
}
