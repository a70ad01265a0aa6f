// Loads third-party libraries on demand. A build without network access lacks them; the result is then null.

/** @type {Map<string, Promise<any>>} */
const loads = new Map();

/** @param {string} file */
function load(file) {
  const known = loads.get(file) ?? import(`/chat/vendor/${file}`).catch(() => null);
  loads.set(file, known);
  return known;
}

/** @returns {Promise<any>} the class `Hls`, or null */
export const hlsJs = async () => (await load('hls.min.mjs'))?.default ?? null;

/** @returns {Promise<any>} the global `tus`, or null */
export const tusJs = async () => (await load('tus.min.js')) && /** @type {any} */ (globalThis).tus;
