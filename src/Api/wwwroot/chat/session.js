// The user and room of this tab, which survive a reload. A new tab starts with the latest ones.

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
    return {}; // Storage is forbidden or contains invalid data.
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
    // Without storage the tab loses the session at the next reload.
  }
}

/** Lists the users of all tabs of this browser, newest first. @returns {User[]} */
export function people() {
  try {
    return JSON.parse(storage.getItem(PEOPLE) ?? '[]');
  } catch {
    return []; // The entry contains invalid data.
  }
}

/** @param {...(User | undefined)} newest */
export function rememberPeople(...newest) {
  const all = new Map([...newest, ...people()].flatMap(user => (user ? [[user.id, user]] : [])));
  storage.setItem(PEOPLE, JSON.stringify([...all.values()].slice(0, 100)));
}
