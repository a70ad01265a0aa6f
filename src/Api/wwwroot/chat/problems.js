// What went wrong, in words for people.
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

/** The same may succeed later, so the error goes when the server can be reached again. @param {unknown} error */
const isPassing = error => error instanceof ApiError && error.isTransient;

/** Removes the errors of an outage that is over. */
export function clearPassing() {
  for (const place of document.querySelectorAll('.error[data-passing="true"]')) place.textContent = '';
}

/**
 * Runs what a form or a button stands for; it cannot be started again while it runs.
 *
 * @param {() => Promise<unknown>} action
 * @param {{ control?: HTMLButtonElement | null, place?: HTMLElement }} [options] `control`: is disabled while it runs; `place`: where
 *   the error is shown, a toast if there is none
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
