// Tests the type declarations of the package. A TypeScript project that installs the packed tarball compiles this file but never runs it.
import {
  ApiError, openRoom, RoomSocket, VideoChatApi,
  type CreateWebhookRequest, type ErrorCode, type Item, type LiveStreamStartedFrame, type LiveStreamView, type Member, type Message,
  type MessageFrame, type MessageItem, type OpenRoom, type OpenRoomState, type Outgoing, type Page, type RoomState, type Service,
  type Snapshot, type TypingFrame, type UploadedVideo, type UploadProgress, type UserJoinedFrame, type UserName, type Video,
  type VideoReadyFrame,
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

socket.on('video_ready', (frame: VideoReadyFrame) => frame.video_id);
socket.on('live_stream_started', (frame: LiveStreamStartedFrame) => frame.stream_id);
socket.on('user_joined', (frame: UserJoinedFrame) => frame.username);
socket.on('typing', (frame: TypingFrame) => frame.username);
socket.on('error', ({ code }: { code: ErrorCode }) => code);

const opened: OpenRoom = openRoom('r', { api, user: { id: 'u', username: 'ada' }, outbox: localStorage });
// As React's `useSyncExternalStore` takes it.
const store: [(onChange: () => void) => () => void, () => readonly Item[]] = [opened.subscribe, () => opened.items];
const texts: (string | null)[] = store[1]().map(item => (item.type === 'message' ? item.content : item.message));
const failed: MessageItem | undefined = opened.items.find((item): item is MessageItem => item.type === 'message' && item.status === 'failed');
if (failed) opened.retry(failed);
const members: readonly Member[] = opened.members;
const state: OpenRoomState = opened.state;
if (state.name === 'waiting') [state.retryAt.toFixed(), state.hint?.length, members[0]?.is_present, texts];
// @ts-expect-error: lists do not change
opened.items.push(failed);
// @ts-expect-error: a user has a name
openRoom('r', { api, user: { id: 'u' } });

const outgoing: Outgoing = socket.send('hello');
// @ts-expect-error: only the client settles a message
outgoing.confirm({});
// @ts-expect-error: only the client makes errors of answers
ApiError.fromAnswer(500, '', null);
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
  // @ts-expect-error: `user_id` is required
  await api.messages.post('r', { content: 'hello' });
  await api.messages.post('r', { userId: 'u', content: 'hello' }); // the name of an earlier version
  const onProgress = ({ sent, total }: UploadProgress) => sent / total;
  const uploaded: UploadedVideo = await api.videos.upload('u', new Blob([]), { onProgress });
  const webhook: CreateWebhookRequest = { url: uploaded.upload_id, events: [] };
  await api.webhooks.create(webhook);
} catch (error) {
  if (error instanceof ApiError && error.status === 429) setTimeout(() => status, (error.retryAfter ?? 1) * 1_000);
}
