// Shows a room in a terminal: prints its messages and sends each line that the user enters.
//   node examples/terminal.mjs ada lobby [http://localhost:8000]
import { createInterface } from 'node:readline';
import { openRoom, VideoChatApi } from '../src/index.js';

const [name = 'ada', roomName = 'lobby', baseUrl = 'http://localhost:8000'] = process.argv.slice(2);
const WebSocket = globalThis.WebSocket ?? (await import('undici')).WebSocket; // Node.js 20 has no built-in WebSocket.

const api = new VideoChatApi({ baseUrl });
const user = await api.users.create(name);
const { id } = await api.rooms.findByName(roomName) ?? await api.rooms.create(roomName);
const room = openRoom(id, { api, user, WebSocket, limit: 10 });

let state = room.state;
/** @type {Set<string>} */
const shown = new Set();
room.subscribe(() => {
  for (const item of room.items) {
    if (item.type !== 'message' || item.status === 'pending' || shown.has(item.key)) continue;
    shown.add(item.key);
    console.log(item.status === 'sent' ? `${item.username}: ${item.content}` : `! "${item.content}": ${item.error?.message}`);
  }
  if (room.state === state) return;
  state = room.state;
  if (state.name === 'waiting') console.log(`! ${state.hint ?? 'connection lost'}, next try at ${new Date(state.retryAt).toLocaleTimeString()}`);
  if (state.name === 'closed') {
    console.log(`! ${state.reason}`);
    process.exit(1);
  }
});
room.socket.on('user_joined', ({ message }) => console.log(`* ${message}`));
room.socket.on('user_left', ({ message }) => console.log(`* ${message}`));

/** @type {Promise<unknown>[]} */
const sent = [];
const lines = createInterface({ input: process.stdin });
lines.on('line', line => line.trim() && sent.push(room.send(line).settled));
lines.on('close', async () => { // Ctrl+D: typed lines are still sent.
  await Promise.all(sent);
  room.close();
});
