// What went wrong, in the API's own words, where the reader looks.
import { byId } from './dom.js';

/** @param {unknown} error */
export const wordsOf = error => (error instanceof Error ? error.message : String(error));

/** @param {unknown} error */
export function showProblem(error) {
  byId('problem-text').textContent = wordsOf(error);
  const dialog = /** @type {HTMLDialogElement} */ (byId('problem-dialog'));
  if (!dialog.open) dialog.showModal();
}

/**
 * Runs what a form or a button stands for; it cannot be started again while it runs.
 *
 * @param {() => Promise<unknown>} action
 * @param {{ control?: HTMLButtonElement | null, place?: HTMLElement }} [where] what is blocked meanwhile; where the error is written
 */
export async function attempt(action, { control, place } = {}) {
  if (control) control.disabled = true;
  if (place) place.textContent = '';
  try {
    await action();
  } catch (error) {
    if (place) place.textContent = wordsOf(error);
    else showProblem(error);
  } finally {
    if (control) control.disabled = false;
  }
}
