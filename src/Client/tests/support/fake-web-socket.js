/** Creates WebSockets that the test controls and that record sent frames. */
export function fakeWebSockets() {
  /** @type {FakeWebSocket[]} */
  const made = [];
  class FakeWebSocket {
    /** @type {((event: any) => void) | null} */ onopen = null;
    /** @type {((event: any) => void) | null} */ onmessage = null;
    /** @type {((event: any) => void) | null} */ onclose = null;
    /** @type {((event: any) => void) | null} */ onerror = null;
    /** @type {Record<string, any>[]} */ sent = [];
    isClosed = false;

    /** @param {string} url */
    constructor(url) {
      this.url = url;
      made.push(this);
    }

    /** @param {string} data */
    send(data) {
      this.sent.push(JSON.parse(data));
    }

    close() {
      this.isClosed = true;
    }

    open() {
      this.onopen?.({});
    }

    /** @param {Record<string, any>} frame */
    receive(frame) {
      this.onmessage?.({ data: JSON.stringify(frame) });
    }

    /** @param {number} code @param {string} [reason] */
    drop(code, reason = '') {
      this.onclose?.({ code, reason });
    }
  }
  return { made, WebSocket: FakeWebSocket };
}
