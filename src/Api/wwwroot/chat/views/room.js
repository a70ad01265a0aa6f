// One room, held open: joins its parts to its socket.
import { RoomSocket } from '/chat/client/index.js';
import { api } from '../api.js';
import { byId, h } from '../dom.js';
import { Library } from '../media/library.js';
import { Activity } from '../room/activity.js';
import { hideConnection, showConnection } from '../room/banner.js';
import { Conversation } from '../room/conversation.js';
import { Members } from '../room/members.js';

/**
 * @import { Room, User } from '/chat/client/types.js'
 * @import { RoomState } from '/chat/client/index.js'
 */

const RELOAD_PAUSE = 3_000;

export class RoomView {
  #socket;
  #conversation;
  #members;
  #activity = new Activity();
  #hint = '';
  #onGone;

  /**
   * Shows a room and opens it.
   *
   * @param {Room} room
   * @param {User} user
   * @param {(code: number, reason: string) => void} onGone the room or the user is not there any more
   */
  static async open(room, user, onGone) {
    const conversation = new Conversation(room.id, new Library(room.id));
    try {
      return new RoomView(room, user, conversation, await conversation.load(), onGone);
    } catch (error) {
      conversation.close();
      throw error;
    }
  }

  /**
   * @param {Room} room
   * @param {User} user
   * @param {Conversation} conversation
   * @param {number} after
   * @param {(code: number, reason: string) => void} onGone
   */
  constructor(room, user, conversation, after, onGone) {
    this.room = room;
    this.#conversation = conversation;
    this.#members = new Members(room.id);
    this.#onGone = onGone;
    this.#socket = new RoomSocket({ roomId: room.id, userId: user.id, after });
    this.#listen();
    this.#socket.connect();
  }

  /** @param {string} content */
  send(content) {
    this.#socket.send(content);
  }

  typing() {
    this.#socket.typing();
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
    conversation.onRetry = outgoing => socket.retry(outgoing);
    socket.on('event', event => {
      if (event.type === 'message') activity.stopped(event.user_id);
      conversation.add(event);
    });
    socket.on('outgoing', outgoing => conversation.track(outgoing));
    socket.on('resync', () => this.#reload());
    socket.on('typing', user => activity.typing(user));
    socket.on('user_joined', ({ message }) => this.#someoneMoved(message));
    socket.on('user_left', ({ user_id: id, message }) => {
      activity.stopped(id);
      this.#someoneMoved(message);
    });
    socket.on('unreachable', ({ hint }) => {
      this.#hint = hint;
      this.#showState(socket.state);
    });
    socket.on('state', state => this.#showState(state));
  }

  /** Until it is there the page has a hole. */
  async #reload() {
    try {
      await this.#conversation.load();
    } catch {
      if (this.#socket.state.name !== 'closed') setTimeout(() => this.#reload(), RELOAD_PAUSE);
    }
  }

  /** @param {string} message */
  #someoneMoved(message) {
    this.#activity.tell(message);
    this.#members.refresh();
  }

  /** @param {RoomState} state */
  #showState(state) {
    if (state.name === 'live') this.#hint = '';
    showConnection(state, { hint: this.#hint, tryNow: () => this.#socket.connect() });
    if (state.name === 'closed' && state.code !== 1000) this.#onGone(state.code, state.reason);
  }
}
