/** Returns the `localStorage` of a page; null outside a page, and if the browser forbids it. */
export function pageStorage() {
  try {
    return globalThis.document ? globalThis.localStorage ?? null : null;
  } catch {
    return null;
  }
}
