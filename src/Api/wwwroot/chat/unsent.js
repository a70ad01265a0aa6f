// Sends the unconfirmed messages of rooms that are not open.
import { ApiError } from '/chat/client/index.js';
import { api } from './api.js';
import { storage } from './storage.js';

/** @import { StoredMessage } from '/chat/client/index.js' */

const PAUSE = 5_000;

let isRunning = false;
let isWantedAgain = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let again;

/** @param {(message: StoredMessage) => boolean} isOpen returns whether an open room's socket sends the message */
export async function sendUnsent(isOpen) {
  isWantedAgain = isRunning; // Messages stored since the current run started need another run.
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
