// Keeps one room open: reconnects, misses nothing, shows nothing twice. Browsers and Node 22.
const FINAL = [1003, 1007, 1009, 4001, 4003, 4004]; // reconnecting would end the same way
const AGAIN = ['rate_limited', 'unavailable', 'internal']; // not stored; worth another attempt

export function followRoom({ server, roomId, userId, after = 0, onEvent, onSignal, onResync, onState }) {
  const outbox = []; // Not confirmed yet. Only the first is in flight: order holds, and an error has one cause.
  let socket, tries = 0, left = false, position = after; // A position is "seq:id".
  after = parseInt(after, 10);

  function connect() {
    const opened = socket = new WebSocket(`${server.replace(/^http/, 'ws')}/ws/${roomId}/${userId}?after=${position}`);
    opened.onopen = () => { onState('open'); sendFirst(); };
    opened.onmessage = ({ data }) => receive(JSON.parse(data));
    opened.onerror = opened.onclose = ({ code, reason }) => { // Some say an error, some a close, some both.
      if (opened !== socket) return;
      socket = null;
      if (left || FINAL.includes(code)) return onState('closed', code, reason);
      onState('waiting'); // A random wait: a restart disconnects all clients together, and they must not return together.
      setTimeout(() => left || connect(), 500 + Math.random() * Math.min(20_000, 1_000 * 2 ** tries++));
    };
  }

  function receive(frame) {
    tries = 0;
    if (frame.type === 'resync') { // Too far behind for a replay, or the log has lost events: read the history.
      position = frame.position;
      onResync(after = frame.last_seq);
    }
    else if (AGAIN.includes(frame.code)) setTimeout(sendFirst, 1_000 + Math.random() * 1_000);
    else if (frame.seq === undefined) {
      if (frame.type === 'error') settleFirst(); // a repeat would fail again
      onSignal(frame);
    } else {
      if (frame.user_id === userId && frame.client_id === outbox[0]?.client_id) settleFirst();
      if (frame.seq <= after) return; // It answers a repeat.
      onEvent(frame);
      position = `${after = frame.seq}:${frame.id}`;
    }
  }

  function settleFirst() {
    outbox.shift();
    sendFirst();
  }

  function sendFirst() { // Sending twice is harmless: the client_id marks the repeat.
    if (outbox.length > 0 && socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(outbox[0]));
  }

  connect();
  return {
    leave() { left = true; socket?.close(); },
    send(content) {
      outbox.push({ content, client_id: crypto.randomUUID() });
      if (outbox.length === 1) sendFirst();
    },
  };
}
