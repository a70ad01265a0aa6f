/** Too many sockets from this address, or too many frames. The client reconnects after a long delay. */
export const TOO_MANY = 4029;

/** Codes after which reconnecting fails again: binary, invalid UTF-8, too large, unauthorized, forbidden, unknown room or user. */
const FINAL = new Set([1003, 1007, 1009, 4001, 4003, 4004]);

/** @param {number} code */
export function isFinal(code) {
  return FINAL.has(code);
}
