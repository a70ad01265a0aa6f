/**
 * @import * as Frames from './frames.js'
 * @import { OutboxStorage } from './message-store.js'
 * @import { Outgoing } from './outgoing.js'
 * @import { WebSocketConstructor } from './wire.js'
 */

/**
 * @typedef {object} RoomSocketOptions
 * @property {string} [baseUrl] the server's URL, with `http:` or `https:`; required outside a page, and the page's origin by default
 * @property {string} roomId
 * @property {string} userId
 * @property {number | string} [after] the position of the newest known event, as the server sent it, or only its `seq`; 0 receives
 *   the whole log; `now`, the default, receives only new events
 * @property {OutboxStorage | null} [outbox] keeps unconfirmed messages until this user opens this room again, even after a
 *   reload; usually `localStorage`; in memory only by default
 * @property {WebSocketConstructor} [WebSocket] required if the runtime has no `WebSocket`
 * @property {(tries: number) => number} [backoff] the delay before the next attempt in milliseconds; random, 0.5 to 20 s, by
 *   default
 *
 * @typedef {{ name: 'connecting' }
 *   | { name: 'live' }
 *   | { name: 'waiting', retryAt: number, tries: number, code: number, reason: string }
 *   | { name: 'closed', code: number, reason: string }} RoomState
 *   `waiting`: the next attempt starts at `retryAt` (a `Date.now()` value); `closed`: no attempt follows, because `close()` was
 *   called (code 1000) or the server sent a final close code
 */

/**
 * The events of a `RoomSocket`. Each room event is emitted once, in the order of `seq`.
 *
 * @typedef {object} RoomSocketEvents
 * @property {Frames.RoomEvent} event every room event, before the event that is named after its type
 * @property {Frames.MessageFrame} message a message of any user, including this one
 * @property {Frames.LiveStreamCreatedFrame} live_stream_created
 * @property {Frames.LiveStreamStartedFrame} live_stream_started
 * @property {Frames.LiveStreamRejectedFrame} live_stream_rejected
 * @property {Frames.LiveStreamEndedFrame} live_stream_ended
 * @property {Frames.VideoUploadCreatedFrame} video_upload_created
 * @property {Frames.VideoProcessingFrame} video_processing
 * @property {Frames.VideoReadyFrame} video_ready
 * @property {Frames.VideoFailedFrame} video_failed
 * @property {Frames.UserJoinedFrame} user_joined a user's first connection; also the first frame of each own connection
 * @property {Frames.UserLeftFrame} user_left
 * @property {Frames.TypingFrame} typing
 * @property {Frames.ErrorFrame} error the server rejected a frame; see `outgoing` for the state of a message
 * @property {Frames.ResyncFrame} resync the missed events are too many to replay; the page must read the history again
 * @property {RoomState} state
 * @property {Outgoing} outgoing a message of this user is pending, sent or failed
 * @property {{ tries: number, hint: string }} unreachable three consecutive attempts to connect failed
 */

export {};
