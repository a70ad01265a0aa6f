
/**
 * @typedef {import('./openapi.js').components['schemas']} Schemas
 *
 * @typedef {Schemas['User']} User
 * @typedef {Schemas['Room']} Room
 * @typedef {Schemas['Snapshot']} Snapshot
 * @typedef {Schemas['UserName']} UserName
 * @typedef {Schemas['MessageResult']} MessageResult
 * @typedef {Schemas['Message']} Message
 * @typedef {Schemas['Presence']} Presence
 * @typedef {Schemas['VideoUpload']} VideoUpload
 * @typedef {Schemas['UploadedVideo']} UploadedVideo
 * @typedef {Schemas['Video']} Video
 * @typedef {Schemas['LiveStream']} LiveStream
 * @typedef {Schemas['LiveStreamView']} LiveStreamView
 * @typedef {Schemas['Webhook']} Webhook
 * @typedef {Schemas['CreateWebhookRequest']} CreateWebhookRequest
 * @typedef {Schemas['CreatedWebhook']} CreatedWebhook
 * @typedef {Schemas['UpdateWebhookRequest']} UpdateWebhookRequest
 * @typedef {Schemas['WebhookSecret']} WebhookSecret
 * @typedef {Schemas['WebhookDelivery']} WebhookDelivery
 * @typedef {Schemas['Service']} Service
 * @typedef {Schemas['Health']} Health
 * @typedef {Schemas['Probe']} Probe
 * @typedef {Schemas['Problem'] & Partial<Schemas['ValidationProblem']>} Problem
 */

export {};
