const SHORTEST = 500;
const LONGEST = 20_000;

/**
 * Returns a random delay of 0.5 to 20 s. A restart of the server disconnects all clients together, so random delays spread their
 * reconnects.
 *
 * @param {number} tries the number of consecutive failures
 * @param {() => number} [random]
 * @returns {number} milliseconds
 */
export function randomBackoff(tries, random = Math.random) {
  const longest = Math.min(LONGEST, 2_000 * 2 ** tries);
  return SHORTEST + random() * (longest - SHORTEST);
}
