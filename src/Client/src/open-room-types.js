/**
 * @import { VideoChatApi } from './api.js'
 * @import { OutboxStorage } from './message-store.js'
 * @import { UserName } from './types.js'
 * @import { WebSocketConstructor } from './wire.js'
 *
 * @typedef {object} OpenRoomOptions
 * @property {UserName} user the user who enters the room, for example the answer of `api.users.create`
 * @property {VideoChatApi} [api] by default an API of the page's origin
 * @property {OutboxStorage | null} [outbox] keeps the user's unconfirmed messages, per user and room; `localStorage` by default, and
 *   memory if there is none; null keeps them in memory only
 * @property {number} [limit] the number of messages to enter with, and of events in an older page; 1 to 100, 50 by default
 * @property {WebSocketConstructor} [WebSocket] required if the runtime has no `WebSocket`
 * @property {(tries: number) => number} [backoff] the delay before the next attempt in milliseconds; random, 0.5 to 20 s, by
 *   default; never shorter than the server's `Retry-After`
 *
 * @typedef {{ name: 'loading' }
 *   | { name: 'connecting' }
 *   | { name: 'live' }
 *   | { name: 'waiting', retryAt: number, tries: number, code: number, reason: string, hint: string | null }
 *   | { name: 'closed', code: number, reason: string }} OpenRoomState
 *   `loading`: the room is read for the first time; `waiting`: the next attempt starts at `retryAt` (a `Date.now()` value); `closed`:
 *   no attempt follows. `code` is the status of a request (0 if no response arrived) or the close code of the socket, which is
 *   above 999. `hint` names a possible cause after three failures
 */

export {};
