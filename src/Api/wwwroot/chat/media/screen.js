// A poster that a click replaces with a player.
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { wordsOf } from '../problems.js';
import { play } from './player.js';

/**
 * @param {{ label: string, findUrl: () => Promise<string> }} options `findUrl` is called on each start of the playback
 */
export function screen({ label, findUrl }) {
  let stop = () => {};
  const problem = h('p', { className: 'error', role: 'alert' });
  const picture = h('img', { alt: '', hidden: true });
  picture.onload = () => { picture.hidden = false; };
  const poster = h('button', { type: 'button', className: 'poster', ariaLabel: label, onclick: begin },
    picture, h('span', { className: 'play' }, icon('play')));
  const box = h('div', { className: 'screen' }, poster);

  async function begin() {
    problem.textContent = '';
    const video = h('video', { controls: true, playsInline: true, ariaLabel: label, tabIndex: 0 });
    poster.replaceWith(video);
    video.focus();
    try {
      stop = await play(video, await findUrl(), fail);
    } catch (error) {
      fail(wordsOf(error));
    }
  }

  /** @param {string} message */
  function fail(message) {
    dispose();
    box.replaceChildren(poster);
    problem.textContent = message;
  }

  function dispose() {
    stop();
    stop = () => {};
  }

  return { box, problem, begin, dispose, showPicture: (/** @type {string} */ url) => { picture.src = url; } };
}
