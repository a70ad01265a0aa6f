import { ApiError } from './api-error.js';

/**
 * @import { VideoChatApi } from './api.js'
 * @import { MessageFrame, RoomEvent } from './frames.js'
 * @import { Snapshot } from './types.js'
 *
 * @typedef {{ limit: number, signal: AbortSignal }} ReadOptions `limit`: the number of messages
 */

/** The largest number of milestones in a snapshot. With this number, older ones may be missing. */
const MAX_MILESTONES = 100;
const LARGEST_PAGE = 1_000;

/**
 * Reads what a client needs to enter a room.
 *
 * @param {VideoChatApi} api
 * @param {string} roomId
 * @param {ReadOptions} options
 * @returns {Promise<Snapshot>}
 */
export async function readSnapshot(api, roomId, options) {
  try {
    return await api.rooms.snapshot(roomId, options);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
    return readParts(api, roomId, options); // If the room is unknown, this fails with 404 too.
  }
}

/**
 * Returns the events of a snapshot, oldest first, and the `seq` from which on they are complete.
 *
 * @param {Snapshot} snapshot
 * @returns {{ events: RoomEvent[], oldest: number }}
 */
export function eventsOf({ messages, milestones, has_older: hasOlder }) {
  const frames = messages.map(message => /** @type {MessageFrame} */ ({ type: 'message', ...message }));
  const events = [...frames, ...milestones].sort((a, b) => a.seq - b.seq);
  const [first] = milestones.length < MAX_MILESTONES ? messages : milestones;
  const oldest = (hasOlder || milestones.length >= MAX_MILESTONES) && first ? first.seq : 1;
  return { events: events.filter(({ seq }) => seq >= oldest), oldest };
}

/**
 * Reads all events after one `seq` up to another. The server ends a page of long messages early.
 *
 * @param {VideoChatApi} api
 * @param {string} roomId
 * @param {{ after: number, last?: number, signal: AbortSignal }} range
 */
export async function readEvents(api, roomId, { after, last = Infinity, signal }) {
  const limit = Math.min(last - after, LARGEST_PAGE);
  const events = [];
  for await (const event of await api.rooms.events(roomId, { after, limit, signal })) {
    events.push(event);
    if (event.seq >= last) break;
  }
  return events;
}

/**
 * Builds a snapshot from other requests, for servers of earlier versions, which have none.
 *
 * @param {VideoChatApi} api
 * @param {string} roomId
 * @param {ReadOptions} options
 * @returns {Promise<Snapshot>}
 */
async function readParts(api, roomId, { limit, signal }) {
  const room = await api.rooms.get(roomId, { signal });
  const [page, presence, videos, streams] = await Promise.all([
    api.messages.list(roomId, { limit, signal }),
    api.rooms.presence(roomId, { signal }),
    api.videos.list(roomId, { signal }),
    api.liveStreams.list(roomId, { signal }),
  ]);
  const after = page.hasPrev && page.items[0] ? page.items[0].seq - 1 : 0;
  const events = await readEvents(api, roomId, { after, signal });
  const messages = events.filter(event => event.type === 'message');
  const authors = messages.map(({ user_id: id, username }) => ({ id, username }));
  return {
    position: `${events.at(-1)?.seq ?? 0}`,
    room,
    messages,
    has_older: page.hasPrev,
    milestones: events.filter(event => event.type !== 'message'),
    users: [...new Map([...presence.users, ...authors].map(({ id, username }) => [id, { id, username }])).values()],
    presence,
    videos: videos.items.filter(({ status }) => status === 'processing' || status === 'ready'),
    live_streams: streams.items
      .filter(({ status }) => status === 'ready' || status === 'live')
      .map(({ stream_key: _key, rtmp_url: _rtmp, ingest_url: _ingest, ...view }) => view),
  };
}
