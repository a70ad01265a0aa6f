// A room that is loading. Its socket's outbox holds the messages that the user writes during the load.
import { RoomSocket } from '/chat/client/index.js';
import { api } from '../api.js';
import { byId } from '../dom.js';
import { History } from '../room/history.js';
import { messageEntry, showSending } from '../room/message.js';
import { storage } from '../storage.js';

/**
 * @import { Outgoing, RoomEvent } from '/chat/client/index.js'
 * @import { Room, User } from '/chat/client/types.js'
 *
 * @typedef {object} Loaded
 * @property {Room} room
 * @property {RoomEvent[]} events the newest events of the room
 */

export class Opening {
  #user;
  #off;

  /** @type {Outgoing[]} */
  outgoings = [];

  /**
   * @param {string} roomId
   * @param {string} name empty if unknown
   * @param {User} user
   */
  constructor(roomId, name, user) {
    this.roomId = roomId;
    this.name = name;
    this.#user = user;
    this.history = new History(roomId);
    this.socket = new RoomSocket({ roomId, userId: user.id, outbox: storage });
    this.#off = this.socket.on('outgoing', outgoing => this.#add(outgoing));
    byId('loading-messages').replaceChildren();
  }

  /** @param {string} content */
  send(content) {
    this.socket.send(content);
  }

  typing() {}

  /** @returns {Promise<Loaded>} */
  async load() {
    const [room, events] = await Promise.all([api.rooms.get(this.roomId), this.history.newest()]);
    return { room, events };
  }

  /** Stops showing pending messages. They stay in the outbox. */
  end() {
    this.#off();
    byId('loading-messages').replaceChildren();
  }

  /** @param {Outgoing} outgoing */
  #add(outgoing) {
    this.outgoings.push(outgoing);
    const { id, username } = this.#user;
    const entry = messageEntry({ user_id: id, username, content: outgoing.content, timestamp: new Date(outgoing.at).toISOString() });
    showSending(entry);
    byId('loading-messages').append(entry.element);
  }
}
