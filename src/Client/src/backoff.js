const SHORTEST = 500;
const LONGEST = 20_000;

/**
 * A random wait of 0.5 to 20 s: a restart throws everyone out at once, and they must not come back at once.
 *
 * @param {number} tries how many have failed in a row
 * @param {() => number} [random]
 * @returns {number} milliseconds
 */
export function randomBackoff(tries, random = Math.random) {
  const longest = Math.min(LONGEST, 2_000 * 2 ** tries);
  return SHORTEST + random() * (longest - SHORTEST);
}
