// Shows a room in a page: its history, messages that appear immediately, and an upload with its progress.
//   ?name=ada&room=lobby&server=http://localhost:8000
import { ApiError, openRoom, VideoChatApi } from '../../src/index.js';

/** @import { Item, OpenRoomState } from '../../src/index.js' */

const query = new URLSearchParams(location.search);
const baseUrl = query.get('server') ?? 'http://localhost:8000';
const roomName = query.get('room') ?? 'lobby';

/** @type {(id: string) => any} */
const $ = id => document.getElementById(id);
/** @type {Map<string, HTMLElement>} the lines of the page, by the keys of their items */
const lines = new Map();

const api = new VideoChatApi({ baseUrl });
const user = await signIn(query.get('name') ?? 'guest');
const { id: roomId } = await api.rooms.findByName(roomName) ?? await api.rooms.create(roomName);
const room = openRoom(roomId, { api, user, limit: 20 });
room.subscribe(draw);
draw();

function draw() {
  $('state').textContent = words(room.state);
  $('typing').textContent = room.typing.map(({ username }) => `${username} is typing …`).join(' ');
  $('older').hidden = !room.older.hasMore;

  const list = $('messages');
  const known = new Set(room.items.map(item => item.key));
  for (const [key, line] of lines) if (!known.has(key) && lines.delete(key)) line.remove();
  let next = list.firstChild;
  for (const item of room.items) {
    const line = lineOf(item);
    if (line === next) next = next.nextSibling;
    else list.insertBefore(line, next); // It is new, or has been sent after what others sent.
  }
}

/** @param {Item} item */
function lineOf(item) {
  const line = lines.get(item.key) ?? document.createElement('li');
  lines.set(item.key, line);
  if (item.type !== 'message') {
    line.textContent = item.message;
    return line;
  }
  line.textContent = `${item.username}: ${item.content}`; // text, never HTML
  line.dataset['status'] = item.status;
  line.title = item.error?.message ?? '';
  line.onclick = item.status === 'failed' ? () => room.retry(item) : null;
  return line;
}

/** @param {OpenRoomState} state */
function words(state) {
  if (state.name === 'closed') return state.reason;
  if (state.name !== 'waiting') return state.name;
  return state.hint ?? `connection lost, next try at ${new Date(state.retryAt).toLocaleTimeString()}`;
}

$('message-form').addEventListener('submit', (/** @type {Event} */ event) => {
  event.preventDefault();
  room.send($('content').value);
  $('content').value = '';
});

$('content').addEventListener('input', () => room.sendTyping());

$('older').addEventListener('click', () => room.loadOlder().catch(explain));

$('file').addEventListener('change', async () => {
  const [file] = $('file').files;
  const progress = $('progress');
  progress.hidden = false;
  try {
    const upload = await api.videos.createUpload(roomId, { title: file.name, user_id: user.id });
    await api.videos.upload(upload.id, file, { onProgress: ({ sent, total }) => { progress.value = sent / total; } });
    $('notice').textContent = `${file.name} is uploaded`;
  } catch (error) {
    explain(error);
  }
});

/** @param {unknown} error */
function explain(error) {
  $('notice').textContent = error instanceof ApiError ? error.detail : String(error);
}

/** Creates the user once per browser, so that messages from before a reload are still the user's own. @param {string} name */
async function signIn(name) {
  const key = `${name} at ${baseUrl}`;
  const known = localStorage.getItem(key);
  const found = known === null ? null : await api.users.get(known).catch(() => null);
  const signedIn = found ?? await api.users.create(name);
  localStorage.setItem(key, signedIn.id);
  return signedIn;
}
