// The entry point of the page. It shows one view at a time. The URL contains the room's id, so users can share it.
import { ApiError } from '/chat/client/index.js';
import { api } from './api.js';
import { avatar, byId } from './dom.js';
import { drawIcons } from './icons.js';
import { goLive } from './media/live-dialog.js';
import { prepareUploads } from './media/uploads.js';
import { attempt, clearPassing, wordsOf } from './problems.js';
import { prepareComposer, showDraft } from './room/composer.js';
import { learnServer } from './server.js';
import { current, remember } from './session.js';
import { storage } from './storage.js';
import { toast } from './toasts.js';
import { sendUnsent } from './unsent.js';
import { prepareNameView, showNameView } from './views/name.js';
import { Opening } from './views/opening.js';
import { RoomView } from './views/room.js';
import { addOwn, markOpen, nameOf, prepareRoomList, refreshRooms, removeOwn } from './views/rooms.js';

/** @import { StoredMessage } from '/chat/client/index.js' */

/** @type {RoomView | null} the open room */
let view = null;

/** @type {Opening | null} the room that is loading; the previous room is hidden */
let opening = null;

/** Closes the toast that says why a room could not be opened. */
let closeRefusal = () => {};

/** The room that the page shows, even while it is loading. */
const shown = () => opening ?? view;

/** Asks for a name if there is none, and otherwise opens the room in the URL or the last room. */
function begin() {
  const user = current().user;
  if (!user) return showNameView();
  byId('me').replaceChildren(avatar(user, 'small'), user.username);
  refreshRooms();
  const roomId = location.hash.slice(1) || current().roomId;
  if (roomId) enter(roomId);
  else showRooms();
  sendUnsent(isSentBySocket);
}

/** @param {string} roomId @param {number} [tries] the number of failed attempts */
async function enter(roomId, tries = 0) {
  const user = current().user;
  if (!user || opening?.roomId === roomId) return;
  closeRefusal();
  cancelOpening();
  if (view?.roomId === roomId) return show();
  const mine = opening = new Opening(roomId, nameOf(roomId), user);
  show();
  try {
    const loaded = await mine.load();
    if (opening !== mine) return;
    view?.close();
    mine.end();
    opening = null;
    view = new RoomView(mine, loaded, { onLive: recovered, onGone });
    addOwn(loaded.room);
    remember({ roomId });
    if (location.hash.slice(1) !== roomId) history.pushState(null, '', `#${roomId}`);
    show({ takesFocus: false });
    sendUnsent(isSentBySocket); // This includes the messages of the previous room.
  } catch (error) {
    if (opening === mine) refuse(mine, error, tries);
  }
}

/**
 * Reports why a room cannot be opened, and shows the previous room.
 *
 * @param {Opening} refused
 * @param {unknown} error
 * @param {number} tries
 */
function refuse(refused, error, tries) {
  const isMissing = error instanceof ApiError && error.status === 404;
  cancelOpening();
  if (view || isMissing) history.replaceState(null, '', view ? `#${view.roomId}` : location.pathname);
  if (!view && isMissing) remember({ roomId: undefined });
  show();
  const which = refused.name ? `“${refused.name}”` : 'The room';
  if (isMissing) {
    const unsent = refused.outgoings.map(({ content }) => content).join('\n');
    closeRefusal = toast(`There is no such room. The link may be old or incomplete.${unsent ? ` Not sent: ${unsent}` : ''}`,
      unsent ? { action: 'OK' } : {});
    return;
  }
  const again = () => tryAgain(refused, tries + 1);
  const isTooFast = error instanceof ApiError && error.status === 429;
  const wait = error instanceof ApiError ? error.retryAfter ?? (view ? undefined : Math.min(20, 3 * 2 ** tries)) : undefined;
  closeRefusal = toast(isTooFast ? `Slow down a little: ${which} is opened in a moment.` : `${which} could not be opened. ${wordsOf(error)}`,
    { action: wait === undefined ? 'Try again' : 'Try now', onAction: again, seconds: wait });
}

/**
 * Retries opening a room. If the user is writing a message in another room, shows a toast that offers to open it instead.
 *
 * @param {Opening} refused
 * @param {number} tries
 */
function tryAgain(refused, tries) {
  const isWriting = view && document.activeElement === byId('content') && /** @type {HTMLTextAreaElement} */ (byId('content')).value;
  if (!isWriting) return enter(refused.roomId, tries);
  closeRefusal = toast(`“${refused.name}” can be opened now.`, { action: 'Open', onAction: () => enter(refused.roomId, tries) });
}

/** Cancels the opening of a room. Messages written during the load are sent over HTTP. */
function cancelOpening() {
  if (!opening) return;
  opening.end();
  opening = null;
  sendUnsent(isSentBySocket);
}

/** Shows the open or loading room. The name view stays visible if it is shown. */
function show({ takesFocus = true } = {}) {
  const room = shown();
  const isBehind = document.body.dataset.view === 'welcome';
  if (!isBehind) document.body.dataset.view = room ? 'room' : 'rooms';
  document.body.toggleAttribute('data-loading', opening !== null);
  byId('room').ariaBusy = String(opening !== null);
  byId('room-title').textContent = room?.name || (room ? 'Opening …' : '');
  document.title = room?.name ? `${room.name} – VideoChat` : 'VideoChat';
  if (opening) byId('here-count').textContent = '';
  else view?.showMembers();
  markOpen(room?.roomId ?? null);
  showDraft(room?.roomId ?? null);
  if (takesFocus && !isBehind) byId(room ? 'content' : 'room-name').focus();
}

function showRooms() {
  closeRoom();
  remember({ roomId: undefined });
  show();
  if (location.hash) history.pushState(null, '', location.pathname);
}

function closeRoom() {
  closeRefusal();
  showDraft(null);
  cancelOpening();
  view?.close();
  view = null;
  sendUnsent(isSentBySocket);
}

/** Handles a final close code. Usually the server does not know the room or the user any longer. @param {string} reason */
function onGone(reason) {
  if (reason === 'User not found') {
    closeRoom();
    remember({ user: undefined });
    showNameView('The server does not know your name any longer. Choose it again.');
    return;
  }
  const name = view?.name;
  view?.close();
  view = null;
  if (!opening) showRooms();
  toast(reason === 'Room not found' ? `“${name}” does not exist any longer.` : reason);
}

/** Removes outdated errors and sends stored messages after a connection opens. @param {boolean} isBack */
function recovered(isBack) {
  if (isBack) {
    closeRefusal();
    clearPassing();
    refreshRooms();
  }
  attemptQuietly(learnServer);
  sendUnsent(isSentBySocket);
}

/** @param {StoredMessage} message */
const isSentBySocket = ({ roomId, userId }) =>
  userId === current().user?.id && (roomId === view?.roomId || roomId === opening?.roomId);

async function leave() {
  const [left, user] = [view, current().user];
  if (!left || opening || !user) return;
  // After a successful request the socket is closed, because it could otherwise reconnect and make the user a member again.
  await api.rooms.leave(left.roomId, user.id);
  if (view === left) showRooms();
  removeOwn(left.roomId);
}

/** @param {() => Promise<unknown>} action */
const attemptQuietly = action => action().catch(() => {}); // The next connection repeats the action.

drawIcons();
prepareNameView({
  onChosen: () => {
    closeRoom();
    document.body.dataset.view = 'loading';
    begin();
  },
  onCancel: () => {
    document.body.dataset.view = 'loading';
    show();
  },
});
prepareRoomList(enter);
prepareComposer({ onSend: content => shown()?.send(content), onTyping: () => shown()?.typing() });
prepareUploads(() => shown()?.roomId ?? null);
byId('go-live').addEventListener('click', () => {
  const room = shown();
  if (room) goLive(room.roomId);
});
byId('back').addEventListener('click', showRooms);
byId('leave').addEventListener('click', () => attempt(leave, { control: /** @type {HTMLButtonElement} */ (byId('leave')) }));
byId('change-name').addEventListener('click', () => showNameView());
byId('show-members').addEventListener('click', ({ currentTarget }) => {
  const toggle = /** @type {HTMLElement} */ (currentTarget);
  toggle.ariaExpanded = String(toggle.ariaExpanded !== 'true');
  view?.showMembers();
});
addEventListener('popstate', () => (location.hash.length > 1 ? enter(location.hash.slice(1)) : showRooms()));
// Closing the page would lose messages and drafts that could not be stored, so the browser asks for confirmation.
addEventListener('beforeunload', event => storage.holdsInMemory(['videochat.outbox/', 'videochat.draft/']) && event.preventDefault());
addEventListener('online', () => sendUnsent(isSentBySocket));
byId('show-members').ariaExpanded = String(matchMedia('(min-width: 64rem)').matches);
attemptQuietly(learnServer);
begin();
