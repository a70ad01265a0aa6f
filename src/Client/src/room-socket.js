import { randomBackoff } from './backoff.js';
import { Connection } from './connection.js';
import { Emitter } from './emitter.js';
import { isRoomEvent, withAbsoluteUrls } from './frames.js';
import { MessageStore } from './message-store.js';
import { Outbox } from './outbox.js';
import { newClientId, Outgoing, reopen } from './outgoing.js';
import { Position } from './position.js';
import { hint } from './unreachable.js';

/**
 * @import { Frame, MessageFrame, ResyncFrame, RoomEvent } from './frames.js'
 * @import { RoomSocketEvents, RoomSocketOptions, RoomState } from './room-socket-types.js'
 */

const TYPING_PAUSE = 2_000;

/**
 * The socket of one user in one room. It reconnects when the connection is lost, emits each room event exactly once, and sends
 * each message again until the server confirms it.
 *
 * @extends {Emitter<RoomSocketEvents>}
 */
export class RoomSocket extends Emitter {
  #userId;
  #base;
  #position;
  #connection;
  #outbox;
  /** @type {number | 'now' | null} the position at which events were last found missing; null if none are missing */
  #gap = null;
  #typedAt = -Infinity;

  /** @param {RoomSocketOptions} options */
  constructor({
    roomId, userId, after = 'now', outbox = null, backoff = randomBackoff,
    baseUrl = globalThis.location?.origin, WebSocket = globalThis.WebSocket,
  }) {
    super();
    if (!baseUrl) throw new TypeError('baseUrl is needed outside a page, for example "http://localhost:8000".');
    if (!WebSocket) throw new TypeError('This runtime has no WebSocket: pass one, for example that of the package "undici".');
    this.#base = baseUrl.replace(/\/+$/, '');
    const address = `${this.#base.replace(/^http/, 'ws')}/ws/${encodeURIComponent(roomId)}/${encodeURIComponent(userId)}`;
    this.#userId = userId;
    this.#outbox = new Outbox(
      outgoing => this.emit('outgoing', outgoing), outbox && new MessageStore(outbox, userId, roomId));
    this.#position = new Position(after);
    this.#connection = new Connection({
      url: () => `${address}?after=${this.#position}`,
      WebSocket,
      backoff,
      onState: state => this.#change(state),
      onFrame: frame => this.#receive(frame),
      onUnreachable: tries => this.emit('unreachable', { tries, hint: hint(baseUrl) }),
    });
  }

  get state() {
    return this.#connection.state;
  }

  /** The `seq` of the newest emitted event; `now` until the server sends the newest `seq`. */
  get after() {
    return this.#position.seq;
  }

  /** The newest emitted event as `<seq>:<event id>`; only its `seq` until the server sends a position, which earlier versions never do. */
  get position() {
    return `${this.#position}`;
  }

  get pending() {
    return this.#outbox.pending;
  }

  /**
   * Opens the socket. If a reconnection is pending, connects immediately.
   *
   * @param {{ after?: number | string }} [options] `after`: the position of the newest known event, if it was unknown to the
   * constructor
   */
  connect({ after } = {}) {
    if (after !== undefined && this.#position.seq === 'now') this.#position.moveTo(after);
    this.restore();
    this.#connection.open();
  }

  /** Reports the stored messages of an `outbox` as pending. `connect()` does the same and sends them. */
  restore() {
    this.#outbox.restore();
  }

  /** Closes the socket. Unconfirmed messages fail, but an `outbox` keeps them for the next socket of this user and room. */
  close() {
    this.#connection.close();
    this.#failAll(this.#connection.state); // A connection that was never opened reports no change.
  }

  /**
   * Sends a message, and sends it again after each reconnect until the server confirms it. The server stores messages with the
   * same `clientId` only once.
   *
   * @param {string} content
   * @param {{ clientId?: string }} [options]
   */
  send(content, { clientId = newClientId() } = {}) {
    const outgoing = new Outgoing(content, clientId);
    this.#outbox.add(outgoing);
    return outgoing;
  }

  /** Sends a failed message again, after the pending messages. @param {Outgoing} outgoing */
  retry(outgoing) {
    if (outgoing.status !== 'failed') return;
    this.#outbox.discard(outgoing); // The message may receive a new `clientId`.
    reopen(outgoing);
    this.#outbox.add(outgoing);
  }

  /** @param {Outgoing} outgoing */
  discard(outgoing) {
    if (outgoing.status === 'failed') this.#outbox.discard(outgoing);
  }

  /** Confirms a message that was found in the history, so that it is not sent again. @param {MessageFrame} message */
  confirm(message) {
    return message.user_id === this.#userId ? this.#outbox.confirm(message) : undefined;
  }

  /** Signals that the user is typing. Call it for each keystroke; it sends at most one signal every two seconds. */
  typing() {
    if (this.state.name !== 'live' || Date.now() - this.#typedAt < TYPING_PAUSE) return;
    this.#typedAt = Date.now();
    this.#connection.send({ type: 'typing' });
  }

  /** @param {RoomState} state */
  #change(state) {
    if (state.name !== 'live') this.#outbox.stop();
    this.emit('state', state);
    if (state.name === 'live') {
      this.#outbox.restore();
      this.#outbox.start(message => this.#connection.send(message));
    }
    this.#failAll(state);
  }

  /** @param {RoomState} state */
  #failAll(state) {
    if (state.name === 'closed') this.#outbox.failAll({ code: 'closed', message: state.reason || `Closed with code ${state.code}.` });
  }

  /** @param {Frame} frame */
  #receive(frame) {
    if (isRoomEvent(frame)) return this.#take(withAbsoluteUrls(frame, this.#base));
    if (frame.type === 'resync') return this.#resync(frame);
    if (frame.type === 'error') this.#outbox.refuse(frame);
    if (frame.type === 'user_joined' && frame.user_id === this.#userId) this.#position.greet(frame.position);
    if (frame.type !== 'pong') this.emit(frame.type, /** @type {any} */ (frame));
  }

  /** @param {RoomEvent} event */
  #take(event) {
    const ours = event.type === 'message' ? this.confirm(event) : undefined;
    switch (this.#position.take(event)) {
      case 'next':
        this.#gap = null;
        this.emit('event', event);
        this.emit(event.type, /** @type {any} */ (event));
        break;
      case 'gap':
        // The server answers a repeated message early, before the events that precede it, so this is no gap.
        if (!ours || ours.tries === 1) this.#fill(event);
        break;
    }
  }

  /**
   * Reconnects once to receive the missing events. If they are still missing, emits `resync`.
   *
   * @param {RoomEvent} event
   */
  #fill(event) {
    const isStillThere = this.#gap === this.#position.seq;
    this.#gap = this.#position.seq;
    if (!isStillThere) return this.#connection.renew('events were missing');
    this.#resync({ type: 'resync', last_seq: event.seq - 1, timestamp: event.timestamp });
    this.#take(event);
  }

  /** @param {ResyncFrame} frame */
  #resync(frame) {
    const isLoss = this.#position.seq !== 'now';
    this.#position.moveTo(frame.position ?? frame.last_seq);
    if (isLoss) this.emit('resync', frame);
  }
}
