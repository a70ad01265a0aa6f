export { ApiError } from './api-error.js';
export { VideoChatApi } from './api.js';
export { randomBackoff } from './backoff.js';
export { Outgoing } from './outgoing.js';
export { Page } from './page.js';
export { RoomSocket } from './room-socket.js';

/**
 * @typedef {import('./api.js').ApiOptions} ApiOptions
 * @typedef {import('./http.js').CallOptions} CallOptions
 * @typedef {import('./http.js').PostOptions} PostOptions
 * @typedef {import('./upload.js').UploadOptions} UploadOptions
 * @typedef {import('./room-socket-types.js').RoomSocketOptions} RoomSocketOptions
 * @typedef {import('./room-socket-types.js').RoomSocketEvents} RoomSocketEvents
 * @typedef {import('./room-socket-types.js').RoomState} RoomState
 * @typedef {import('./message-store.js').OutboxStorage} OutboxStorage
 * @typedef {import('./message-store.js').StoredMessage} StoredMessage
 * @typedef {import('./outgoing.js').Refusal} Refusal
 * @typedef {import('./frames.js').Frame} Frame
 * @typedef {import('./frames.js').RoomEvent} RoomEvent
 * @typedef {import('./frames.js').MessageFrame} MessageFrame
 * @typedef {import('./frames.js').ErrorFrame} ErrorFrame
 * @typedef {import('./types.js').User} User
 * @typedef {import('./types.js').Room} Room
 * @typedef {import('./types.js').Snapshot} Snapshot
 * @typedef {import('./types.js').UserName} UserName
 * @typedef {import('./types.js').Message} Message
 * @typedef {import('./types.js').Presence} Presence
 * @typedef {import('./types.js').Video} Video
 * @typedef {import('./types.js').VideoUpload} VideoUpload
 * @typedef {import('./types.js').LiveStream} LiveStream
 * @typedef {import('./types.js').LiveStreamView} LiveStreamView
 * @typedef {import('./types.js').Service} Service
 * @typedef {import('./types.js').Webhook} Webhook
 * @typedef {import('./types.js').WebhookDelivery} WebhookDelivery
 */
