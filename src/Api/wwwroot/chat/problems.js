import { ApiError } from '/chat/client/index.js';
import { toast } from './toasts.js';

/** @param {unknown} error */
export function wordsOf(error) {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  switch (error.status) {
    case 0: return 'The server cannot be reached just now.';
    case 429: return `That was a little too fast.${error.retryAfter ? ` Try again in ${error.retryAfter} s.` : ''}`;
    case 500: case 502: case 503: case 504: return 'The server cannot do that just now. Try again in a moment.';
    default: return error.detail;
  }
}

/** Indicates whether the error is outdated once the server is reachable again. @param {unknown} error */
const isPassing = error => error instanceof ApiError && error.isTransient;

export function clearPassing() {
  for (const place of document.querySelectorAll('.error[data-passing="true"]')) place.textContent = '';
}

/**
 * Runs an action and shows its error.
 *
 * @param {() => Promise<unknown>} action
 * @param {{ control?: HTMLButtonElement | null, place?: HTMLElement }} [options] `control`: disabled while the action runs;
 *   `place`: shows the error, instead of a toast
 */
export async function attempt(action, { control, place } = {}) {
  if (control) control.disabled = true;
  if (place) place.textContent = '';
  try {
    await action();
  } catch (error) {
    if (place) {
      place.textContent = wordsOf(error);
      place.dataset.passing = String(isPassing(error));
    } else toast(wordsOf(error));
  } finally {
    if (control) control.disabled = false;
  }
}
