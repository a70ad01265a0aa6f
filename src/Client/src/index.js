export { ApiError } from './api-error.js';
export { VideoChatApi } from './api.js';
export { randomBackoff } from './backoff.js';
export { Outgoing } from './outgoing.js';
export { openRoom } from './open-room.js';
export { Page } from './page.js';
export { RoomSocket } from './room-socket.js';

/**
 * @typedef {import('./api.js').ApiOptions} ApiOptions
 * @typedef {import('./http.js').CallOptions} CallOptions
 * @typedef {import('./http.js').PostOptions} PostOptions
 * @typedef {import('./upload.js').UploadOptions} UploadOptions
 * @typedef {import('./upload.js').UploadProgress} UploadProgress
 *
 * @typedef {import('./open-room.js').OpenRoom} OpenRoom
 * @typedef {import('./open-room-types.js').OpenRoomOptions} OpenRoomOptions
 * @typedef {import('./open-room-types.js').OpenRoomState} OpenRoomState
 * @typedef {import('./room-log.js').Item} Item
 * @typedef {import('./room-log.js').MessageItem} MessageItem
 * @typedef {import('./room-log.js').MilestoneItem} MilestoneItem
 * @typedef {import('./room-members.js').Member} Member
 * @typedef {import('./room-history.js').Older} Older
 *
 * @typedef {import('./room-socket-types.js').RoomSocketOptions} RoomSocketOptions
 * @typedef {import('./room-socket-types.js').RoomSocketEvents} RoomSocketEvents
 * @typedef {import('./room-socket-types.js').RoomState} RoomState
 * @typedef {import('./message-store.js').OutboxStorage} OutboxStorage
 * @typedef {import('./message-store.js').StoredMessage} StoredMessage
 * @typedef {import('./outgoing.js').Refusal} Refusal
 * @typedef {import('./wire.js').WebSocketConstructor} WebSocketConstructor
 *
 * @typedef {import('./frames.js').Frame} Frame
 * @typedef {import('./frames.js').RoomEvent} RoomEvent
 * @typedef {import('./frames.js').Signal} Signal
 * @typedef {import('./frames.js').ErrorCode} ErrorCode
 * @typedef {import('./frames.js').MessageFrame} MessageFrame
 * @typedef {import('./frames.js').LiveStreamCreatedFrame} LiveStreamCreatedFrame
 * @typedef {import('./frames.js').LiveStreamStartedFrame} LiveStreamStartedFrame
 * @typedef {import('./frames.js').LiveStreamRejectedFrame} LiveStreamRejectedFrame
 * @typedef {import('./frames.js').LiveStreamEndedFrame} LiveStreamEndedFrame
 * @typedef {import('./frames.js').VideoUploadCreatedFrame} VideoUploadCreatedFrame
 * @typedef {import('./frames.js').VideoProcessingFrame} VideoProcessingFrame
 * @typedef {import('./frames.js').VideoReadyFrame} VideoReadyFrame
 * @typedef {import('./frames.js').VideoFailedFrame} VideoFailedFrame
 * @typedef {import('./frames.js').UserJoinedFrame} UserJoinedFrame
 * @typedef {import('./frames.js').UserLeftFrame} UserLeftFrame
 * @typedef {import('./frames.js').TypingFrame} TypingFrame
 * @typedef {import('./frames.js').PongFrame} PongFrame
 * @typedef {import('./frames.js').ErrorFrame} ErrorFrame
 * @typedef {import('./frames.js').ResyncFrame} ResyncFrame
 *
 * @typedef {import('./types.js').User} User
 * @typedef {import('./types.js').Room} Room
 * @typedef {import('./types.js').MessageResult} MessageResult
 * @typedef {import('./types.js').Message} Message
 * @typedef {import('./types.js').Presence} Presence
 * @typedef {import('./types.js').UserName} UserName
 * @typedef {import('./types.js').LiveStreamView} LiveStreamView
 * @typedef {import('./types.js').Snapshot} Snapshot
 * @typedef {import('./types.js').VideoUpload} VideoUpload
 * @typedef {import('./types.js').UploadedVideo} UploadedVideo
 * @typedef {import('./types.js').Video} Video
 * @typedef {import('./types.js').LiveStream} LiveStream
 * @typedef {import('./types.js').Webhook} Webhook
 * @typedef {import('./types.js').CreateWebhookRequest} CreateWebhookRequest
 * @typedef {import('./types.js').CreatedWebhook} CreatedWebhook
 * @typedef {import('./types.js').UpdateWebhookRequest} UpdateWebhookRequest
 * @typedef {import('./types.js').WebhookSecret} WebhookSecret
 * @typedef {import('./types.js').WebhookDelivery} WebhookDelivery
 * @typedef {import('./types.js').Service} Service
 * @typedef {import('./types.js').Health} Health
 * @typedef {import('./types.js').Probe} Probe
 * @typedef {import('./types.js').Problem} Problem
 */
