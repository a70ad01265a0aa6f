// Sends the unconfirmed messages of rooms that are no longer open.
import { ApiError } from '/chat/client/index.js';
import { api } from './api.js';
import { storage } from './storage.js';

/** @import { StoredMessage } from '/chat/client/index.js' */

const PAUSE = 5_000;

let isRunning = false;
let isWantedAgain = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let again;

/** @param {(message: StoredMessage) => boolean} isOpen whether the socket of an open room sends it */
export async function sendUnsent(isOpen) {
  isWantedAgain = isRunning; // More messages may have been stored since the run started.
  if (isRunning) return;
  isRunning = true;
  clearTimeout(again);
  try {
    await api.messages.sendUnsent(storage, { isOpen });
  } catch (error) {
    const seconds = error instanceof ApiError ? error.retryAfter ?? 0 : 0;
    again = setTimeout(() => sendUnsent(isOpen), Math.max(PAUSE, seconds * 1_000));
  } finally {
    isRunning = false;
    if (isWantedAgain) sendUnsent(isOpen);
  }
}
