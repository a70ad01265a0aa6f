/**
 * Returns a hint for users. It names no certain cause, because a rejected origin, a stopped server and a wrong address all close
 * with 1006.
 *
 * @param {string} baseUrl
 */
export function hint(baseUrl) {
  const origin = globalThis.location?.origin;
  return origin && origin !== new URL(baseUrl).origin
    ? `${baseUrl} cannot be reached, or does not let pages of ${origin} in: its Cors:AllowedOrigins would have to name that origin.`
    : `${baseUrl} cannot be reached.`;
}
