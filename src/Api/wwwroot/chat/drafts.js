// Stores the draft of each room and user, so that a reload does not lose it.
import { current } from './session.js';
import { storage } from './storage.js';

/** @param {string} roomId */
const keyOf = roomId => `videochat.draft/${current().user?.id}/${roomId}`;

/** @param {string} roomId */
export const draftOf = roomId => storage.getItem(keyOf(roomId)) ?? '';

/** @param {string} roomId @param {string} text */
export function keepDraft(roomId, text) {
  if (text) storage.setItem(keyOf(roomId), text);
  else storage.removeItem(keyOf(roomId));
}

/**
 * Calls back when another tab changes a draft.
 *
 * @param {(roomId: string, before: string, now: string) => void} onChange
 */
export function watchDrafts(onChange) {
  addEventListener('storage', ({ key, oldValue, newValue }) => {
    const roomId = key?.split('/').at(-1);
    if (roomId && key === keyOf(roomId)) onChange(roomId, oldValue ?? '', newValue ?? '');
  });
}
