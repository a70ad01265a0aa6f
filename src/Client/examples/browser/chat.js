// Shows a room in a page: its history, messages that appear immediately, and an upload with its progress.
//   ?name=ada&room=lobby&server=http://localhost:8000
import { ApiError, RoomSocket, VideoChatApi } from '../../src/index.js';

/** @import { Outgoing } from '../../src/index.js' */

const query = new URLSearchParams(location.search);
const baseUrl = query.get('server') ?? 'http://localhost:8000';
const roomName = query.get('room') ?? 'lobby';

/** @type {(id: string) => any} */
const $ = id => document.getElementById(id);
/** @type {Map<Outgoing, HTMLElement>} the user's own messages on the page */
const ours = new Map();
/** @type {Map<string | null, HTMLElement>} sent messages whose frame has not arrived yet, by client_id */
const sent = new Map();

const api = new VideoChatApi({ baseUrl });
const user = await api.users.create(query.get('name') ?? 'guest');
const room = await findRoom() ?? await api.rooms.create(roomName);

let oldest = await api.messages.list(room.id, { limit: 20 });
oldest.items.forEach(message => place(line(message), message.seq));
$('older').hidden = !oldest.hasPrev;

const socket = new RoomSocket({ baseUrl, roomId: room.id, userId: user.id, after: oldest.items.at(-1)?.seq ?? 0 });
socket.on('message', message => {
  place(sent.get(message.client_id) ?? line(message), message.seq);
  sent.delete(message.client_id);
});
socket.on('outgoing', outgoing => showOurs(outgoing));
socket.on('state', state => {
  $('state').textContent = state.name === 'waiting' ? `connection lost, next try at ${new Date(state.retryAt).toLocaleTimeString()}` : state.name;
});
socket.on('unreachable', ({ hint }) => { $('state').textContent = hint; });
socket.on('resync', () => location.reload());
socket.connect();

$('message-form').addEventListener('submit', (/** @type {Event} */ event) => {
  event.preventDefault();
  socket.send($('content').value);
  $('content').value = '';
});

$('older').addEventListener('click', async () => {
  const page = await oldest.prev();
  if (!page) return;
  oldest = page;
  page.items.forEach(message => place(line(message), message.seq));
  $('older').hidden = !page.hasPrev;
});

$('file').addEventListener('change', async () => {
  const [file] = $('file').files;
  const progress = $('progress');
  progress.hidden = false;
  try {
    const upload = await api.videos.createUpload(room.id, { title: file.name });
    await api.videos.upload(upload.id, file, { onProgress: ({ sent, total }) => { progress.value = sent / total; } });
    $('state').textContent = `${file.name} is uploaded`;
  } catch (error) {
    $('state').textContent = error instanceof ApiError ? error.detail : String(error);
  }
});

/** @param {Outgoing} outgoing */
function showOurs(outgoing) {
  const item = ours.get(outgoing) ?? line({ username: user.username, content: outgoing.content });
  item.dataset['status'] = outgoing.status;
  item.title = outgoing.error?.message ?? outgoing.status;
  if (outgoing.status === 'sent') sent.set(outgoing.clientId, item);
  if (ours.has(outgoing)) return;
  ours.set(outgoing, item);
  item.addEventListener('click', () => socket.retry(outgoing));
  $('messages').append(item);
}

/** @param {{ username: string, content: string }} message */
function line({ username, content }) {
  const item = document.createElement('li');
  item.textContent = `${username}: ${content}`; // text, never HTML
  return item;
}

/** Moves a message to its place in the room's order. Unsent messages stay last. @param {HTMLElement} item @param {number} seq */
function place(item, seq) {
  item.dataset['seq'] = `${seq}`;
  let next = null;
  for (let other = $('messages').lastElementChild; other && !(Number(other.dataset.seq) < seq); other = other.previousElementSibling)
    if (other !== item) next = other;
  $('messages').insertBefore(item, next);
}

async function findRoom() {
  for await (const found of await api.rooms.list())
    if (found.name === roomName) return found;
}
