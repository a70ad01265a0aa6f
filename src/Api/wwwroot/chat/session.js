// The user and the room of this tab. They survive a reload, and a new tab starts with the latest values.

import { storage } from './storage.js';

/** @import { User } from '/chat/client/types.js' */

const KEY = 'videochat';
const PEOPLE = 'videochat.people';

/**
 * @typedef {{ user?: User, roomId?: string, streams?: string[] }} Session `streams`: the ids of the live streams that this user
 * started
 */

/** @returns {Session} */
function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY) ?? '{}') ?? {};
  } catch {
    return {}; // The storage is forbidden or contains invalid data.
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
    // Without storage, a reload loses the session.
  }
}

/** Lists the users of this browser, most recent first. @returns {User[]} */
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
