// The open room, which connects the parts of the page to the room's socket.
import { Library } from '../media/library.js';
import { Activity } from '../room/activity.js';
import { hideConnection, showConnection } from '../room/banner.js';
import { Conversation } from '../room/conversation.js';
import { learnNames, Members } from '../room/members.js';

/**
 * @import { RoomState } from '/chat/client/index.js'
 * @import { Loaded, Opening } from './opening.js'
 *
 * @typedef {object} RoomViewEvents
 * @property {(isBack: boolean) => void} onLive the socket is connected; `isBack`: an earlier connection was lost
 * @property {(reason: string) => void} onGone the server closed the socket with a final code, usually because the room
 *   or the user no longer exists
 */

const RELOAD_PAUSE = 3_000;

export class RoomView {
  #socket;
  #conversation;
  #members;
  #activity = new Activity();
  #isUnreachable = false;
  #wasLost = false;
  #events;

  /**
   * @param {Opening} opening
   * @param {Loaded} loaded
   * @param {RoomViewEvents} events
   */
  constructor(opening, { room, events: history }, events) {
    this.roomId = room.id;
    this.name = room.name;
    this.#events = events;
    this.#socket = opening.socket;
    this.#conversation = new Conversation(opening.history, new Library(room.id));
    learnNames(history);
    this.#members = new Members(room);
    this.#listen();
    this.#conversation.show(history);
    for (const outgoing of opening.outgoings) this.#conversation.track(outgoing);
    this.#socket.connect({ after: history.at(-1)?.seq ?? 0 });
  }

  /** @param {string} content */
  send(content) {
    this.#socket.send(content);
  }

  typing() {
    this.#socket.typing();
  }

  showMembers() {
    this.#members.show();
  }

  close() {
    this.#socket.close();
    this.#conversation.close();
    this.#members.close();
    this.#activity.close();
    hideConnection();
  }

  #listen() {
    const [socket, conversation, activity] = [this.#socket, this.#conversation, this.#activity];
    conversation.actions = { retry: outgoing => socket.retry(outgoing), discard: outgoing => socket.discard(outgoing) };
    socket.on('event', event => {
      if (event.type === 'message') activity.stopped(event.user_id);
      conversation.add(event);
    });
    socket.on('outgoing', outgoing => {
      // A message that fails because the room is closed stays in the outbox and is sent later.
      if (outgoing.error?.code !== 'closed') conversation.track(outgoing);
    });
    socket.on('resync', () => this.#reload());
    socket.on('typing', user => activity.typing(user));
    socket.on('user_joined', ({ message }) => this.#membersChanged(message));
    socket.on('user_left', ({ user_id: id, message }) => {
      activity.stopped(id);
      this.#membersChanged(message);
    });
    socket.on('unreachable', () => {
      this.#isUnreachable = true;
      this.#showState(socket.state);
    });
    socket.on('state', state => this.#showState(state));
  }

  /** Reads the history again, until it succeeds, because events are missing from the conversation. */
  async #reload() {
    try {
      await this.#conversation.reload();
    } catch {
      if (this.#socket.state.name !== 'closed') setTimeout(() => this.#reload(), RELOAD_PAUSE);
    }
  }

  /** @param {string} message */
  #membersChanged(message) {
    this.#activity.announce(message);
    this.#members.refresh();
  }

  /** @param {RoomState} state */
  #showState(state) {
    if (state.name === 'live') this.#isUnreachable = false;
    showConnection(state, { isUnreachable: this.#isUnreachable, tryNow: () => this.#socket.connect() });
    if (state.name === 'live') this.#events.onLive(this.#wasLost);
    this.#wasLost = state.name === 'waiting' || (this.#wasLost && state.name === 'connecting');
    if (state.name === 'closed' && state.code !== 1000) this.#events.onGone(state.reason);
  }
}
