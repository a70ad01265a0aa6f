/**
 * What to tell people. A page cannot see why: a refused origin, a server that is down, a wrong address, all look like 1006.
 *
 * @param {string} baseUrl
 */
export function hint(baseUrl) {
  const origin = globalThis.location?.origin;
  return origin && origin !== new URL(baseUrl).origin
    ? `${baseUrl} cannot be reached, or does not let pages of ${origin} in: its Cors:AllowedOrigins would have to name that origin.`
    : `${baseUrl} cannot be reached.`;
}
