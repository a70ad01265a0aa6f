// Who sits here and in which room: one name to a tab, and what a new tab begins with. It survives a reload.

import { storage } from './storage.js';

/** @import { User } from '/chat/client/types.js' */

const KEY = 'videochat';
const PEOPLE = 'videochat.people';

/**
 * @typedef {{ user?: User, roomId?: string, streams?: string[] }} Session `streams`: the live streams started here
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

/** Everyone this browser was, in any tab, the newest first. @returns {User[]} */
export function people() {
  try {
    return JSON.parse(storage.getItem(PEOPLE) ?? '[]');
  } catch {
    return []; // It holds what is not ours.
  }
}

/** @param {...(User | undefined)} newest */
export function rememberPeople(...newest) {
  const all = new Map([...newest, ...people()].flatMap(user => (user ? [[user.id, user]] : [])));
  storage.setItem(PEOPLE, JSON.stringify([...all.values()].slice(0, 100)));
}
