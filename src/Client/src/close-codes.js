/** Too many sockets of this address, or too many frames: come back, but not soon. */
export const TOO_MANY = 4029;

/** Coming back would end the same way: binary, no UTF-8, too large, unauthorized, forbidden, no such room or user. */
const FINAL = new Set([1003, 1007, 1009, 4001, 4003, 4004]);

/** @param {number} code */
export function isFinal(code) {
  return FINAL.has(code);
}
