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
 * @property {number | 'now'} [after] the seq of the newest known event, from the history; 0 replays the room from its start;
 *   `now`, the default, receives only new events
 * @property {OutboxStorage | null} [outbox] keeps unconfirmed messages until this user opens this room again, also in another tab or after
 *   a reload; usually `localStorage`; in memory only by default
 * @property {WebSocketConstructor} [WebSocket] required if the runtime has no `WebSocket`
 * @property {(tries: number) => number} [backoff] the delay before the next attempt, in ms; random, 0.5 to 20 s, by default
 *
 * @typedef {{ name: 'connecting' }
 *   | { name: 'live' }
 *   | { name: 'waiting', retryAt: number, tries: number, code: number, reason: string }
 *   | { name: 'closed', code: number, reason: string }} RoomState
 *   `waiting`: the next attempt follows at `retryAt` (a `Date.now()` value); `closed`: no attempt follows, because `close()` was
 *   called (1000) or the server closed the socket with a final code
 */

/**
 * The events of a `RoomSocket`. Room events are emitted in the order of their `seq`, each once.
 *
 * @typedef {object} RoomSocketEvents
 * @property {Frames.RoomEvent} event every room event, raised before the event named by its type
 * @property {Frames.MessageFrame} message also the user's own messages
 * @property {Frames.LiveStreamCreatedFrame} live_stream_created
 * @property {Frames.LiveStreamStartedFrame} live_stream_started
 * @property {Frames.LiveStreamRejectedFrame} live_stream_rejected
 * @property {Frames.LiveStreamEndedFrame} live_stream_ended
 * @property {Frames.VideoUploadCreatedFrame} video_upload_created
 * @property {Frames.VideoProcessingFrame} video_processing
 * @property {Frames.VideoReadyFrame} video_ready
 * @property {Frames.VideoFailedFrame} video_failed
 * @property {Frames.UserJoinedFrame} user_joined the user's own is the first frame of every connection
 * @property {Frames.UserLeftFrame} user_left
 * @property {Frames.TypingFrame} typing another user is typing
 * @property {Frames.ErrorFrame} error the server refused a frame; `outgoing` reports the state of a message
 * @property {Frames.ResyncFrame} resync too many events were missed: read the history again; the next event follows `last_seq`
 * @property {RoomState} state
 * @property {Outgoing} outgoing one of the user's messages is pending, sent or failed
 * @property {{ tries: number, hint: string }} unreachable three consecutive attempts failed to open a socket
 */

export {};
