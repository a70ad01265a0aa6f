// Tests the type declarations of the package. A TypeScript project that installs the packed tarball compiles this file but never runs it.
import {
  ApiError, RoomSocket, VideoChatApi,
  type LiveStreamView, type Message, type MessageFrame, type Outgoing, type Page, type RoomState, type Service, type Snapshot,
  type UserName, type Video,
} from 'videochat-client';

const api = new VideoChatApi({ baseUrl: 'http://localhost:8000' });
const socket = new RoomSocket({ baseUrl: 'http://localhost:8000', roomId: 'r', userId: 'u', after: 0 });

socket.on('message', (message: MessageFrame) => message.content.trim());
socket.on('video_ready', ({ playback_url, thumbnail_url }) => [playback_url.length, thumbnail_url?.length]);
socket.on('state', (state: RoomState) => {
  if (state.name === 'waiting') new Date(state.retryAt);
  // @ts-expect-error: only the state `waiting` has `retryAt`
  state.retryAt;
});
socket.on('event', event => {
  if (event.type === 'live_stream_started') event.pull_url.length;
});
// @ts-expect-error: no such event
socket.on('mesage', () => {});

const outgoing: Outgoing = socket.send('hello');
const status: 'pending' | 'sent' | 'failed' = (await outgoing.settled).status;

try {
  const snapshot: Snapshot = await api.rooms.snapshot('r', { limit: 20 });
  const names: Map<string, string> = new Map(snapshot.users.map(({ id, username }: UserName) => [id, username]));
  const streams: LiveStreamView[] = snapshot.live_streams;
  streams.map(({ title, pull_url }) => [title, pull_url, names.get(snapshot.position)]);
  for (const milestone of snapshot.milestones) if (milestone.type === 'video_ready') milestone.playback_url.length;
  const { limits, features }: Service = await api.service.get();
  if (features.tus) limits.upload_bytes.toFixed();
  // @ts-expect-error: null if rate limits are off
  limits.frames_per_second.toFixed();
  const page: Page<Message> = await api.messages.list('r', { limit: 20 });
  for await (const older of page.pages('prev')) older.items.map(({ seq }) => seq.toFixed());
  for await (const video of await api.videos.list('r')) {
    const ready: Video['status'] = video.status;
    // @ts-expect-error: `playback_url` is null until the video is ready
    video.playback_url.length;
  }
  // @ts-expect-error: `userId` is required
  await api.messages.post('r', { content: 'hello' });
} catch (error) {
  if (error instanceof ApiError && error.status === 429) setTimeout(() => status, (error.retryAfter ?? 1) * 1_000);
}
