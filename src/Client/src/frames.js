// What comes over a room's socket; docs/protocol.md says when.

/**
 * @typedef {{ id: string, room_id: string, seq: number, timestamp: string }} Stored what every room event has
 * @typedef {{ user_id: string, username: string, timestamp: string }} OfUser what every signal of a user has
 * @typedef {{ stream_id: string, playback_id: string, title: string, pull_url: string, message: string }} OfLiveStream
 *
 * @typedef {{ type: 'message', user_id: string, username: string, content: string, client_id: string | null } & Stored} MessageFrame
 * @typedef {{ type: 'live_stream_created' } & OfLiveStream & Stored} LiveStreamCreatedFrame
 * @typedef {{ type: 'live_stream_started' } & OfLiveStream & Stored} LiveStreamStartedFrame
 * @typedef {{ type: 'live_stream_ended' } & OfLiveStream & Stored} LiveStreamEndedFrame
 * @typedef {{ type: 'video_upload_created', upload_id: string, title: string, message: string } & Stored} VideoUploadCreatedFrame
 * @typedef {{ type: 'video_processing', video_id: string, title: string, message: string } & Stored} VideoProcessingFrame
 * @typedef {{ type: 'video_ready', video_id: string, title: string, playback_url: string, thumbnail_url: string | null, message: string } & Stored} VideoReadyFrame
 * @typedef {{ type: 'video_failed', video_id: string, title: string, message: string } & Stored} VideoFailedFrame
 *
 * @typedef {MessageFrame | LiveStreamCreatedFrame | LiveStreamStartedFrame | LiveStreamEndedFrame | VideoUploadCreatedFrame
 *   | VideoProcessingFrame | VideoReadyFrame | VideoFailedFrame} RoomEvent what is stored and numbered
 *
 * @typedef {{ type: 'user_joined', message: string } & OfUser} UserJoinedFrame
 * @typedef {{ type: 'user_left', message: string } & OfUser} UserLeftFrame
 * @typedef {{ type: 'typing' } & OfUser} TypingFrame
 * @typedef {{ type: 'pong', timestamp: string }} PongFrame
 * @typedef {'invalid_json' | 'invalid_message' | 'unsupported_type' | 'rate_limited' | 'conflict' | 'unavailable' | 'internal'} ErrorCode
 * @typedef {{ type: 'error', code: ErrorCode, message: string, timestamp: string }} ErrorFrame
 * @typedef {{ type: 'resync', last_seq: number, timestamp: string }} ResyncFrame
 *
 * @typedef {UserJoinedFrame | UserLeftFrame | TypingFrame | PongFrame | ErrorFrame | ResyncFrame} Signal what is not stored
 * @typedef {RoomEvent | Signal} Frame
 */

/**
 * @param {Frame} frame
 * @returns {frame is RoomEvent}
 */
export function isRoomEvent(frame) {
  return 'seq' in frame;
}
