// Begins here: which view is shown, and how one gets from one to another. The address names the room, so it can be handed on.
import { api } from './api.js';
import { avatar, byId } from './dom.js';
import { drawIcons } from './icons.js';
import { goLive } from './media/live-dialog.js';
import { prepareUploads } from './media/uploads.js';
import { attempt, showProblem } from './problems.js';
import { prepareComposer } from './room/composer.js';
import { current, remember } from './session.js';
import { prepareNameView, showNameView } from './views/name.js';
import { prepareRoomList, refreshRooms } from './views/rooms.js';
import { RoomView } from './views/room.js';

/** @type {RoomView | null} */
let view = null;

/** @type {string | null} the room that is wanted, from the click until it is shown or another is wanted */
let wanted = null;

/** The name is chosen: on to the room that the address names, or the last one. */
async function begin() {
  const user = current().user;
  if (!user) return showNameView();
  byId('me').replaceChildren(avatar(user, 'small'), user.username);
  const roomId = location.hash.slice(1) || current().roomId;
  if (roomId) await enter(roomId);
  else await showRooms();
}

/** @param {string} roomId */
const enter = roomId => attempt(async () => {
  const user = current().user;
  if (!user || view?.room.id === roomId) return;
  closeRoom();
  wanted = roomId;
  try {
    const room = await api.rooms.get(roomId);
    if (wanted !== roomId) return;
    byId('room-title').textContent = room.name;
    document.title = `${room.name} – VideoChat`;
    document.body.dataset.view = 'room';
    await api.rooms.join(roomId, user.id);
    const opened = await RoomView.open(room, user, onGone);
    if (wanted !== roomId) return opened.close();
    view = opened;
  } catch (error) {
    if (wanted === roomId) await showRooms();
    throw error;
  }
  remember({ roomId });
  if (location.hash.slice(1) !== roomId) history.pushState(null, '', `#${roomId}`);
  byId('content').focus();
  await refreshRooms();
});

async function showRooms() {
  closeRoom();
  remember({ roomId: undefined });
  document.body.dataset.view = 'rooms';
  document.title = 'VideoChat';
  if (location.hash) history.pushState(null, '', location.pathname);
  byId('room-name').focus();
  await refreshRooms();
}

function closeRoom() {
  wanted = null;
  view?.close();
  view = null;
}

/** The server does not know the room or the name any more. @param {number} _ @param {string} reason */
async function onGone(_, reason) {
  closeRoom();
  if (reason === 'User not found') {
    remember({ user: undefined });
    showNameView('The server does not know your name any more. Choose it again.');
  } else {
    await showRooms();
    showProblem(reason);
  }
}

async function leave() {
  const [room, user] = [view?.room, current().user];
  if (!room || !user) return;
  // First the socket: it would make one a member again when it comes back.
  closeRoom();
  await api.rooms.leave(room.id, user.id);
  await showRooms();
}

drawIcons();
prepareNameView(() => attempt(begin));
prepareRoomList(enter);
prepareComposer({ onSend: content => view?.send(content), onTyping: () => view?.typing() });
prepareUploads(() => view?.room.id ?? null);
byId('go-live').addEventListener('click', () => view && goLive(view.room.id));
byId('back').addEventListener('click', () => attempt(showRooms));
byId('leave').addEventListener('click', () => attempt(leave));
byId('change-name').addEventListener('click', () => {
  closeRoom();
  showNameView();
});
byId('show-members').addEventListener('click', ({ currentTarget }) => {
  const toggle = /** @type {HTMLElement} */ (currentTarget);
  toggle.ariaExpanded = String(toggle.ariaExpanded !== 'true');
});
addEventListener('popstate', () => attempt(() => (location.hash.length > 1 ? enter(location.hash.slice(1)) : showRooms())));
byId('show-members').ariaExpanded = String(matchMedia('(min-width: 64rem)').matches);
attempt(begin);
