/**
 * @import * as Frames from './frames.js'
 * @import { OutboxStorage } from './message-store.js'
 * @import { Outgoing } from './outgoing.js'
 * @import { WebSocketConstructor } from './wire.js'
 */

/**
 * @typedef {object} RoomSocketOptions
 * @property {string} [baseUrl] the server, with `http:` or `https:`; in a page, the page's own origin unless given
 * @property {string} roomId
 * @property {string} userId
 * @property {number | 'now'} [after] the seq of the newest event that is known, from the history; 0: the room from its start;
 *   `now`, unless given: only what comes
 * @property {OutboxStorage | null} [outbox] keeps unconfirmed messages until this user opens this room again, in another tab or after a reload
 *   too: `localStorage`; in memory only, unless given
 * @property {WebSocketConstructor} [WebSocket] where the runtime has none of its own
 * @property {(tries: number) => number} [backoff] the wait before the next try, in ms; random, 0.5 to 20 s, unless given
 *
 * @typedef {{ name: 'connecting' }
 *   | { name: 'live' }
 *   | { name: 'waiting', retryAt: number, tries: number, code: number, reason: string }
 *   | { name: 'closed', code: number, reason: string }} RoomState
 *   `waiting`: for the next try, at `retryAt` (as `Date.now()` counts); `closed`: for good, by us (1000) or by the server
 */

/**
 * What a room tells. Room events come in the order of their `seq`, each once.
 *
 * @typedef {object} RoomSocketEvents
 * @property {Frames.RoomEvent} event every room event, before its own name is told
 * @property {Frames.MessageFrame} message ours too
 * @property {Frames.LiveStreamCreatedFrame} live_stream_created
 * @property {Frames.LiveStreamStartedFrame} live_stream_started
 * @property {Frames.LiveStreamRejectedFrame} live_stream_rejected
 * @property {Frames.LiveStreamEndedFrame} live_stream_ended
 * @property {Frames.VideoUploadCreatedFrame} video_upload_created
 * @property {Frames.VideoProcessingFrame} video_processing
 * @property {Frames.VideoReadyFrame} video_ready
 * @property {Frames.VideoFailedFrame} video_failed
 * @property {Frames.UserJoinedFrame} user_joined ours comes first on every connection
 * @property {Frames.UserLeftFrame} user_left
 * @property {Frames.TypingFrame} typing somebody else is
 * @property {Frames.ErrorFrame} error the server refused something; what became of a message is told by `outgoing`
 * @property {Frames.ResyncFrame} resync too much was missed: read the history again; what follows is behind `last_seq`
 * @property {RoomState} state
 * @property {Outgoing} outgoing a message of ours is pending, sent or failed
 * @property {{ tries: number, hint: string }} unreachable three tries in a row did not even open
 */

export {};
