// Calls the API of the server that serves this page.
import { VideoChatApi } from '/chat/client/index.js';
import { newClientId } from '/chat/client/outgoing.js';

export const api = new VideoChatApi({ timeout: 30_000 });

/** @type {Map<string, string>} */
const keys = new Map();

/**
 * Creates something. Each attempt uses the same idempotency key until one succeeds, so a lost response creates no duplicate.
 *
 * @template Answer
 * @param {string[]} what identifies the thing to create
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
