// The shapes of the API by the names that this package gives them.

/**
 * @typedef {{ id: string, username: string, joined_at: string }} User
 * @typedef {{ id: string, name: string, created_at: string, users: string[] }} Room
 * @typedef {{ message: string }} MessageResult
 * @typedef {{ id: string, user_id: string, username: string, room_id: string, content: string, timestamp: string, seq: number, client_id: string | null }} Message
 * @typedef {{ count: number, users: { id: string, username: string, connections: number }[] }} Presence
 * @typedef {'pending' | 'processing' | 'ready' | 'failed'} VideoStatus
 * @typedef {{ endpoint: string, headers: Record<string, string> }} TusUpload
 * @typedef {{ id: string, upload_url: string, status: VideoStatus, title: string, tus: TusUpload | null }} VideoUpload
 * @typedef {{ status: string, upload_id: string }} UploadedVideo
 * @typedef {{ id: string, title: string, description: string | null, room_id: string, status: VideoStatus, created_at: string, playback_url: string | null, thumbnail_url: string | null, duration_seconds: number | null, encode_progress: number }} Video
 * @typedef {{ id: string, stream_key: string, playback_id: string, status: 'ready' | 'live' | 'ended' | 'failed', room_id: string, title: string, created_at: string, ingest_url: string, rtmp_url: string, pull_url: string }} LiveStream
 * @typedef {{ message: string, version: string, docs: string, health: string, chat: string, bunny_stream: string }} Service
 * @typedef {{ status: string, timestamp: string, version: string, environment: string, services: Record<string, string>, stats: Record<string, number | null> }} Health
 */

export {};
