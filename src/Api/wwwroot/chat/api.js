// The API of this page's own server.
import { VideoChatApi } from '/chat/client/index.js';
import { newClientId } from '/chat/client/outgoing.js';

export const api = new VideoChatApi({ timeout: 30_000 });

/** @type {Map<string, string>} */
const keys = new Map();

/**
 * Creates something. Until that succeeds each try has the same key: what was created although the answer was lost is not created again.
 *
 * @template Answer
 * @param {string[]} what names it
 * @param {(key: string) => Promise<Answer>} create
 */
export async function once(what, create) {
  const name = JSON.stringify(what);
  const key = keys.get(name) ?? newClientId();
  keys.set(name, key);
  const answer = await create(key);
  keys.delete(name);
  return answer;
}
