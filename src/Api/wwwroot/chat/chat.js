import { openRoom } from '/chat/room-client.mjs';

const $ = id => document.getElementById(id);
const states = { open: 'connected', waiting: 'connection lost, trying again …', closed: 'closed' };
let user = JSON.parse(sessionStorage.getItem('user')); // one name per tab
let room = null;

async function call(path, body) {
  const answer = await fetch(path, body && {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });
  const result = await answer.json();
  if (!answer.ok) throw new Error(result.detail);
  return result;
}

function handle(form, action) {
  $(form).addEventListener('submit', async event => {
    event.preventDefault();
    await attempt(action);
  });
}

async function attempt(action) {
  $('problem').textContent = '';
  try {
    await action();
  } catch (error) {
    $('problem').textContent = error.message;
  }
}

function element(tag, text, className = '') {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}

async function showRooms() {
  $('name-form').hidden = true;
  $('rooms').hidden = false;
  $('state').textContent = user.username;
  const rooms = await call('/rooms');
  $('room-list').replaceChildren(...rooms.reverse().map(found => {
    const button = element('button', found.name);
    button.addEventListener('click', () => attempt(() => enter(found.id)));
    const item = document.createElement('li');
    item.append(button);
    return item;
  }));
}

async function enter(roomId) {
  const found = await call(`/rooms/${encodeURIComponent(roomId)}`);
  $('lobby').hidden = true;
  $('chat').hidden = false;
  $('room-title').textContent = found.name;
  location.hash = found.id; // the address can be handed on
  let shown = await showHistory(found.id); // the newest seq on the page
  room = openRoom({
    server: location.origin, roomId: found.id, userId: user.id, after: shown,
    onEvent: event => event.type === 'message' && event.seq > shown && show(toItem(event)),
    onSignal: signal => signal.message && show(element('li', signal.message, 'notice')),
    onResync: () => attempt(async () => { shown = await showHistory(found.id); }),
    onState: (state, code, reason) => {
      $('state').textContent = reason || states[state];
      if (code === 4004) sessionStorage.clear(); // the server does not know us (any more)
    },
  });
  $('content').focus();
}

async function showHistory(roomId) {
  const messages = await call(`/rooms/${roomId}/messages`);
  $('messages').replaceChildren(...messages.map(toItem));
  $('messages').scrollTop = $('messages').scrollHeight;
  return messages.at(-1)?.seq ?? 0;
}

function toItem(message) {
  const item = document.createElement('li');
  const time = new Date(message.timestamp).toLocaleTimeString();
  item.append(element('span', `${message.username}, ${time}`, 'by'), message.content);
  return item;
}

function show(item) {
  const list = $('messages');
  const follows = list.scrollHeight - list.scrollTop - list.clientHeight < 60; // who reads back is left where he reads
  list.append(item);
  if (follows) list.scrollTop = list.scrollHeight;
}

handle('name-form', async () => {
  user = await call('/users', { username: $('name').value });
  sessionStorage.setItem('user', JSON.stringify(user));
  await begin();
});
handle('room-form', async () => enter((await call('/rooms', { name: $('room-name').value })).id));
handle('message-form', () => {
  const content = $('content').value;
  $('content').value = '';
  if (content.trim()) room.send(content);
});
$('content').addEventListener('keydown', event => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $('message-form').requestSubmit();
});
$('leave').addEventListener('click', () => {
  room.leave();
  $('messages').replaceChildren();
  $('chat').hidden = true;
  $('lobby').hidden = false;
  location.hash = '';
  attempt(showRooms);
});

async function begin() {
  await showRooms();
  if (location.hash.length > 1) await enter(location.hash.slice(1));
}
if (user) attempt(begin);
