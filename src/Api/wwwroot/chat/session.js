// Who sits here and in which room: one name to a tab, and what a new tab begins with. It survives a reload.

/** @import { User } from '/chat/client/types.js' */

const KEY = 'videochat';

/**
 * @typedef {{ user?: User, people?: User[], roomId?: string, streams?: string[] }} Session `people`: everyone this browser was;
 *   `streams`: the live streams started here
 */

/** @returns {Session} */
function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY) ?? '{}') ?? {};
  } catch {
    return {}; // Storage is forbidden, or holds what is not ours.
  }
}

const session = read();

/** @returns {Readonly<Session>} */
export const current = () => session;

/** @param {Session} changes */
export function remember(changes) {
  Object.assign(session, changes);
  try {
    sessionStorage.setItem(KEY, JSON.stringify(session));
    localStorage.setItem(KEY, JSON.stringify(session));
  } catch {
    // Then this tab forgets with its next reload.
  }
}
