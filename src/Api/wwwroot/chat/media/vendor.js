// What others have written, served by us where the build could fetch it; loaded when it is needed. Null: not there.

/** @type {Map<string, Promise<any>>} */
const loads = new Map();

/** @param {string} file */
function load(file) {
  const known = loads.get(file) ?? import(`/chat/vendor/${file}`).catch(() => null);
  loads.set(file, known);
  return known;
}

/** @returns {Promise<any>} the class Hls */
export const hlsJs = async () => (await load('hls.min.mjs'))?.default ?? null;

/** @returns {Promise<any>} the namespace tus, which the file leaves on the window */
export const tusJs = async () => (await load('tus.min.js')) && /** @type {any} */ (globalThis).tus;
