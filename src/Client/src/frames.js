
/**
 * @typedef {import('./types.js').Schemas} Schemas
 *
 * @typedef {Schemas['RoomEventFrame']} RoomEvent a stored event of the room
 * @typedef {Schemas['MessageFrame']} MessageFrame
 * @typedef {Schemas['LiveStreamCreatedFrame']} LiveStreamCreatedFrame
 * @typedef {Schemas['LiveStreamStartedFrame']} LiveStreamStartedFrame
 * @typedef {Schemas['LiveStreamRejectedFrame']} LiveStreamRejectedFrame
 * @typedef {Schemas['LiveStreamEndedFrame']} LiveStreamEndedFrame
 * @typedef {Schemas['VideoUploadCreatedFrame']} VideoUploadCreatedFrame
 * @typedef {Schemas['VideoProcessingFrame']} VideoProcessingFrame
 * @typedef {Schemas['VideoReadyFrame']} VideoReadyFrame
 * @typedef {Schemas['VideoFailedFrame']} VideoFailedFrame
 *
 * @typedef {{ user_id: string, username: string, timestamp: string }} OfUser the properties of all signals about a user
 * @typedef {{ type: 'user_joined', message: string, position?: string | null } & OfUser} UserJoinedFrame `position`:
 * the room's newest event, in the first frame of each own connection; earlier versions of the server send none
 * @typedef {{ type: 'user_left', message: string } & OfUser} UserLeftFrame
 * @typedef {{ type: 'typing' } & OfUser} TypingFrame
 * @typedef {{ type: 'pong', timestamp: string }} PongFrame
 * @typedef {'invalid_json' | 'invalid_message' | 'unsupported_type' | 'rate_limited' | 'conflict' | 'unavailable' | 'internal'} ErrorCode
 * @typedef {{ type: 'error', code: ErrorCode, message: string, timestamp: string }} ErrorFrame
 * @typedef {{ type: 'resync', last_seq: number, position?: string | null, timestamp: string }} ResyncFrame
 *
 * @typedef {UserJoinedFrame | UserLeftFrame | TypingFrame | PongFrame | ErrorFrame | ResyncFrame} Signal a frame that the server
 * does not store
 * @typedef {RoomEvent | Signal} Frame
 */

const URLS = ['playback_url', 'thumbnail_url', 'pull_url'];

/**
 * Returns the event with absolute URLs. A server without `PublicBaseUrl` sends only the paths of the files that it serves.
 *
 * @template {RoomEvent} Event
 * @param {Event} event
 * @param {string} base the server's URL without a trailing slash
 * @returns {Event}
 */
export function withAbsoluteUrls(event, base) {
  const paths = Object.entries(event).filter(([name, value]) => URLS.includes(name) && typeof value === 'string' && value.startsWith('/'));
  return paths.length === 0 ? event : { ...event, ...Object.fromEntries(paths.map(([name, path]) => [name, base + path])) };
}

/**
 * @param {Frame} frame
 * @returns {frame is RoomEvent}
 */
export function isRoomEvent(frame) {
  return 'seq' in frame;
}
