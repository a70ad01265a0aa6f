/**
 * @import { Frame } from './frames.js'
 *
 * @typedef {object} WebSocketLike the members of `WebSocket` that the client uses
 * @property {((event: any) => void) | null} onopen
 * @property {((event: any) => void) | null} onmessage
 * @property {((event: any) => void) | null} onclose
 * @property {((event: any) => void) | null} onerror
 * @property {(data: string) => void} send
 * @property {(code?: number) => void} close
 *
 * @typedef {new (url: string) => WebSocketLike} WebSocketConstructor
 *
 * @typedef {object} WireListener
 * @property {() => void} onOpen
 * @property {(frame: Frame) => void} onFrame
 * @property {(code: number, reason: string) => void} onEnd
 */

const HANDSHAKE_TIMEOUT = 15_000;
const PING_AFTER = 25_000;
/**
 * The silence in milliseconds after a sent frame that causes a ping. The server usually answers a frame sooner, so silence
 * indicates a lost connection early.
 */
const PING_AFTER_SENDING = 3_000;
const PONG_TIMEOUT = 10_000;

/** A single WebSocket connection. Its end is reported once, also when the server stops responding. */
export class Wire {
  #socket;
  #listener;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #watch;

  /**
   * @param {string} url
   * @param {WebSocketConstructor} WebSocket
   * @param {WireListener} listener
   */
  constructor(url, WebSocket, listener) {
    this.#listener = listener;
    this.#socket = new WebSocket(url);
    this.#socket.onopen = () => {
      this.#pingAfter(PING_AFTER);
      listener.onOpen();
    };
    this.#socket.onmessage = ({ data }) => {
      this.#pingAfter(PING_AFTER);
      listener.onFrame(JSON.parse(data));
    };
    this.#socket.onclose = ({ code, reason }) => this.end(code, reason);
    this.#socket.onerror = () => {}; // A close event follows. Some libraries throw if no listener exists.
    this.#endAfter(HANDSHAKE_TIMEOUT, 'no answer to the handshake');
  }

  /** @param {object} frame */
  send(frame) {
    this.#socket.send(JSON.stringify(frame));
    this.#pingAfter(PING_AFTER_SENDING);
  }

  /**
   * Ends the connection without waiting for its close event, which is late if the network is down.
   *
   * @param {number} code
   * @param {string} reason
   */
  end(code, reason) {
    clearTimeout(this.#watch);
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close(1000);
    this.#listener.onEnd(code, reason);
  }

  /** @param {number} silence */
  #pingAfter(silence) {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => {
      this.#socket.send('{"type":"ping"}');
      this.#endAfter(PONG_TIMEOUT, 'the server is silent');
    }, silence);
  }

  /**
   * @param {number} silence
   * @param {string} reason
   */
  #endAfter(silence, reason) {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.end(1006, reason), silence);
  }
}
