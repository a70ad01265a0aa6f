// Shows a room in a terminal: prints its messages and sends each line that the user enters.
//   node examples/terminal.mjs ada lobby [http://localhost:8000]
import { createInterface } from 'node:readline';
import { RoomSocket, VideoChatApi } from '../src/index.js';

const [name = 'ada', roomName = 'lobby', baseUrl = 'http://localhost:8000'] = process.argv.slice(2);
const WebSocket = globalThis.WebSocket ?? (await import('undici')).WebSocket; // Node.js 20 has no built-in WebSocket.

const api = new VideoChatApi({ baseUrl });
const user = await api.users.create(name);
const room = await findRoom() ?? await api.rooms.create(roomName);

const { items: history } = await api.messages.list(room.id, { limit: 10 });
history.forEach(show);

const socket = new RoomSocket({ baseUrl, WebSocket, roomId: room.id, userId: user.id, after: history.at(-1)?.seq ?? 0 });
socket.on('message', show);
socket.on('user_joined', ({ message }) => console.log(`* ${message}`));
socket.on('user_left', ({ message }) => console.log(`* ${message}`));
socket.on('outgoing', ({ status, content, error }) => status === 'failed' && console.log(`! "${content}": ${error?.message}`));
socket.on('unreachable', ({ hint }) => console.log(`! ${hint}`));
socket.on('state', state => {
  if (state.name === 'waiting') console.log(`! connection lost, next try at ${new Date(state.retryAt).toLocaleTimeString()}`);
  if (state.name === 'closed') process.exit(state.code === 1000 ? 0 : 1);
});
socket.connect();

const lines = createInterface({ input: process.stdin });
lines.on('line', line => line.trim() && socket.send(line));
lines.on('close', async () => { // Ctrl+D: typed lines are still sent.
  await Promise.all(socket.pending.map(({ settled }) => settled));
  socket.close();
});

async function findRoom() {
  for await (const found of await api.rooms.list())
    if (found.name === roomName) return found;
}

/** @param {{ username: string, content: string }} message */
function show({ username, content }) {
  console.log(`${username}: ${content}`);
}
