import { VideoChatApi } from '/chat/client/index.js';
import { newClientId } from '/chat/client/outgoing.js';

export const api = new VideoChatApi({ timeout: 30_000 });

/** @type {Map<string, string>} */
const keys = new Map();

/**
 * Creates a resource with an idempotency key. The key is reused until an attempt succeeds, so a lost response creates no duplicate.
 *
 * @template Answer
 * @param {string[]} what identifies the resource to create
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
