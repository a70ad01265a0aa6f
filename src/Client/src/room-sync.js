import { ApiError } from './api-error.js';
import { VideoChatApi } from './api.js';
import { randomBackoff } from './backoff.js';
import { pageStorage } from './page-storage.js';
import { Retrier } from './retrier.js';
import { RoomHistory } from './room-history.js';
import { RoomLog } from './room-log.js';
import { RoomMembers } from './room-members.js';
import { eventsOf, readSnapshot } from './room-snapshot.js';
import { RoomSocket } from './room-socket.js';
import { TypingUsers } from './typing-users.js';
import { hint } from './unreachable.js';

/**
 * @import { ResyncFrame, RoomEvent } from './frames.js'
 * @import { OpenRoomOptions, OpenRoomState } from './open-room-types.js'
 * @import { Wait } from './retrier.js'
 * @import { RoomState } from './room-socket-types.js'
 * @import { Snapshot } from './types.js'
 */

const TRIES_BEFORE_HINT = 3;

/** Keeps the contents of an open room equal to the server's: reads the room, connects after that position, and applies each frame. */
export class RoomSync {
  #ends = new AbortController();
  #onChange;
  #baseUrl;
  #userId;
  #read;
  #readPresence;
  #retrier;
  /** @type {string | null} */
  #hint = null;
  /** The events that arrive while the room is read again. @type {RoomEvent[] | null} */
  #arrived = null;
  #wasLive = false;

  /** @type {OpenRoomState} */
  state = { name: 'loading' };
  /** @type {Snapshot | null} */
  snapshot = null;

  /**
   * @param {string} roomId
   * @param {OpenRoomOptions} options
   * @param {() => void} onChange
   */
  constructor(roomId, { user, api = new VideoChatApi(), outbox = pageStorage(), limit = 50, WebSocket, backoff = randomBackoff }, onChange) {
    const { signal } = this.#ends;
    this.#onChange = onChange;
    this.#baseUrl = api.baseUrl;
    this.#userId = user.id;
    this.#read = () => readSnapshot(api, roomId, { limit, signal });
    this.#readPresence = () => api.rooms.presence(roomId, { signal });
    const retrier = this.#retrier = new Retrier(backoff, signal);
    this.members = new RoomMembers(onChange);
    this.typing = new TypingUsers(onChange);
    this.log = new RoomLog(roomId, user, onChange);
    this.history = new RoomHistory(api, roomId, this.log, { limit, retrier, signal, onChange });
    this.socket = new RoomSocket({ baseUrl: api.baseUrl, roomId, userId: user.id, outbox, WebSocket, backoff });
    this.#listen(signal);
    this.socket.restore();
    this.ready = this.#enter();
    this.ready.catch(() => {}); // `state` reports the error too.
  }

  connect() {
    this.#retrier.hurry();
    if (this.snapshot && !this.#ends.signal.aborted) this.socket.connect();
  }

  close() {
    this.#ends.abort();
    this.#end(1000, 'closed by us');
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    const { socket, members, typing, log } = this;
    globalThis.addEventListener?.('online', () => this.#retrier.hurry(), { signal });
    socket.on('event', event => {
      if (event.type === 'message') typing.remove(event.user_id);
      if (this.#arrived) this.#arrived.push(event);
      else log.add(event);
    });
    socket.on('outgoing', outgoing => {
      if (!signal.aborted) log.track(outgoing); // An `outbox` keeps what `close()` fails.
    });
    socket.on('resync', frame => this.#reload(frame));
    socket.on('user_joined', frame => members.hear(frame));
    socket.on('user_left', frame => {
      members.hear(frame);
      typing.remove(frame.user_id);
    });
    socket.on('typing', frame => {
      if (frame.user_id !== this.#userId) typing.add(frame);
    });
    socket.on('state', state => this.#follow(state));
    socket.on('unreachable', ({ hint: cause }) => {
      this.#hint = cause;
      this.#follow(socket.state);
    });
  }

  async #enter() {
    const read = () => {
      this.#setState({ name: 'loading' });
      return this.#read();
    };
    try {
      const snapshot = await this.#retrier.run(read, { onWait: wait => this.#wait(wait) });
      this.#show(snapshot);
      this.socket.connect({ after: snapshot.position });
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }

  /** Reads the room again, because the next events do not follow the log. @param {ResyncFrame} frame */
  async #reload({ last_seq: lastSeq }) {
    const arrived = this.#arrived = /** @type {RoomEvent[]} */ ([]);
    this.log.dropAfter(lastSeq);
    try {
      const snapshot = await this.#retrier.run(this.#read, { onWait: wait => this.#wait(wait) });
      if (arrived !== this.#arrived) return; // A later `resync` reads it again.
      this.#arrived = null;
      this.#show(snapshot);
      for (const event of arrived) this.log.add(event);
      this.#showState(this.socket.state);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {Snapshot} snapshot */
  #show(snapshot) {
    const { events, oldest } = eventsOf(snapshot);
    this.snapshot = snapshot;
    this.log.replace(events, oldest);
    this.history.update();
    this.members.replace(snapshot);
    for (const event of events) if (event.type === 'message') this.socket.confirm(event);
    this.#onChange();
  }

  /** @param {RoomState} state */
  #follow(state) {
    if (state.name === 'live') this.#hint = null;
    else this.typing.clear();
    this.#showState(state);
    if (state.name !== 'live') return;
    if (this.#wasLive) this.members.refresh(() => this.#retrier.run(this.#readPresence)).catch(() => {}); // The socket closes too.
    this.#wasLive = true;
  }

  /** @param {RoomState} state */
  #showState(state) {
    this.#setState(state.name === 'waiting' ? { ...state, hint: this.#hint } : state);
  }

  /** @param {Wait} wait */
  #wait({ retryAt, tries, error: { status: code, detail: reason } }) {
    if (tries >= TRIES_BEFORE_HINT && code === 0) this.#hint = hint(this.#baseUrl);
    this.#setState({ name: 'waiting', retryAt, tries, code, reason, hint: this.#hint });
  }

  /** @param {unknown} error */
  #fail(error) {
    if (this.#ends.signal.aborted) return;
    this.#end(error instanceof ApiError ? error.status : 0, error instanceof Error ? error.message : `${error}`);
  }

  /** @param {number} code @param {string} reason */
  #end(code, reason) {
    this.socket.close();
    this.#setState({ name: 'closed', code, reason });
  }

  /** @param {OpenRoomState} state */
  #setState(state) {
    if (state.name === this.state.name && !('code' in state)) return;
    this.state = state;
    this.#onChange();
  }
}
