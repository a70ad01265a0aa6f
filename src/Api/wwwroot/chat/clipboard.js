import { button } from './dom.js';
import { icon } from './icons.js';
import { toast } from './toasts.js';

const SHOWN_FOR = 2_000;

/**
 * Creates a button without text that copies a text. The button confirms it for two seconds.
 *
 * @param {string} label
 * @param {() => string} textOf
 * @param {keyof typeof import('./icons.js').PATHS} [picture]
 */
export function copyButton(label, textOf, picture = 'copy') {
  const made = button('', copy, 'icon-button copy');
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  show(label, picture);

  async function copy() {
    if (!await copyText(textOf())) return;
    clearTimeout(timer);
    show('Copied', 'done');
    timer = setTimeout(() => show(label, picture), SHOWN_FOR);
  }

  /** @param {string} words @param {typeof picture} drawing */
  function show(words, drawing) {
    made.ariaLabel = made.title = words;
    made.replaceChildren(icon(drawing));
  }

  return made;
}

/** @param {string} text */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    toast('The browser did not allow copying.'); // The clipboard is available only over HTTPS, and only if the user permits it.
    return false;
  }
}
