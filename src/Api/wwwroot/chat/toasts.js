import { button, byId, h } from './dom.js';
import { icon } from './icons.js';

const SHOWN_FOR = 10_000;

/**
 * @param {string} text
 * @param {{ action?: string, onAction?: () => void, seconds?: number }} [options] `action`: the label of a button, which keeps
 *   the toast open; `seconds`: the delay after which `onAction` is called without a click
 * @returns {() => void} closes the toast
 */
export function toast(text, { action, onAction = () => {}, seconds } = {}) {
  const count = h('span', { ariaHidden: 'true' });
  const element = h('div', { className: 'toast', role: 'alert' },
    h('p', { dir: 'auto' }, text, count),
    action && button(action, run),
    closeButton(close));
  byId('toasts').append(element);
  const timer = seconds !== undefined ? countDown(seconds) : action ? undefined : setTimeout(close, SHOWN_FOR);

  /** @param {number} left */
  function countDown(left) {
    const until = Date.now() + left * 1_000;
    const tick = () => {
      const remaining = Math.ceil((until - Date.now()) / 1_000);
      // The countdown is hidden from screen readers, which would read it aloud every second.
      count.textContent = ` Trying again in ${Math.max(remaining, 0)} s …`;
      if (remaining <= 0) run();
    };
    tick();
    return setInterval(tick, 250);
  }

  function run() {
    close();
    onAction();
  }

  function close() {
    clearTimeout(timer);
    element.remove();
  }

  return close;
}

/** @param {() => void} close */
function closeButton(close) {
  const made = button('', close, 'icon-button');
  made.ariaLabel = 'Close';
  made.append(icon('close'));
  return made;
}
