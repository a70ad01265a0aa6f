/** The address has too many sockets, or sent too many frames. The client waits longer before it reconnects. */
export const TOO_MANY = 4029;

/**
 * Codes that end reconnecting, because the same socket would be closed again: an invalid frame, no permission, no such room or
 * user.
 */
const FINAL = new Set([1003, 1007, 1009, 4001, 4003, 4004]);

/** @param {number} code */
export function isFinal(code) {
  return FINAL.has(code);
}
