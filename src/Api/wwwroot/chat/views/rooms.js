// The list of rooms. One field filters the list and names a new room.
import { ApiError } from '/chat/client/index.js';
import { api, once } from '../api.js';
import { button, byId, fieldById, h, keepWhole } from '../dom.js';
import { draftOf, watchDrafts } from '../drafts.js';
import { icon } from '../icons.js';
import { attempt, clearPassing, wordsOf } from '../problems.js';
import { current } from '../session.js';
import { storage } from '../storage.js';

/** @import { Room } from '/chat/client/types.js' */

const EVERY = 20_000;
const SHOWN = 200; // The maximum length of the list. The filter finds the remaining rooms.
const [SHORTEST, LONGEST] = [2, 100];

/** @type {Room[]} */
let rooms = [];
let isLoaded = false;
let isOpening = false;

/** @type {string | null} the id of the open or loading room */
let openId = null;

/** @type {(roomId: string) => void} */
let open = () => {};

const field = fieldById('room-name');

/** @param {(roomId: string) => void} onOpen */
export function prepareRoomList(onOpen) {
  open = onOpen;
  keepWhole(field, LONGEST);
  byId('room-form').addEventListener('submit', event => {
    event.preventDefault();
    attempt(openBest, { place: byId('room-error') });
  });
  field.addEventListener('input', () => {
    byId('room-error').textContent = '';
    draw();
  });
  watchDrafts(draw);
  setInterval(() => document.visibilityState === 'visible' && isShown() && refreshRooms(), EVERY);
}

/** Reads the rooms. If a later read fails, the list is unchanged, and the banner reports the lost connection. */
export async function refreshRooms() {
  try {
    const all = [];
    for await (const room of await api.rooms.list()) all.push(room);
    rooms = all.reverse();
    isLoaded = true;
    byId('list-error').textContent = '';
    clearPassing();
    draw();
  } catch (error) {
    if (isLoaded) return;
    byId('list-error').textContent = `The rooms could not be loaded. ${wordsOf(error)}`;
    const seconds = error instanceof ApiError ? error.retryAfter ?? 0 : 0;
    setTimeout(() => isLoaded || refreshRooms(), Math.max(5_000, seconds * 1_000));
  }
}

/** @param {string} roomId */
export const nameOf = roomId => rooms.find(({ id }) => id === roomId)?.name ?? '';

/** @param {string | null} roomId */
export function markOpen(roomId) {
  openId = roomId;
  draw();
}

/** @param {Room} room */
export function addOwn(room) {
  if (!rooms.some(({ id }) => id === room.id)) rooms.unshift(room);
  storage.setItem(ownKey(), JSON.stringify([...new Set([...own(), room.id])]));
  draw();
}

/** @param {string} roomId */
export function removeOwn(roomId) {
  storage.setItem(ownKey(), JSON.stringify([...own()].filter(id => id !== roomId)));
  rooms = rooms.map(room => (room.id === roomId ? { ...room, users: room.users.filter(id => id !== current().user?.id) } : room));
  draw();
}

const isShown = () => byId('sidebar').checkVisibility();
const ownKey = () => `videochat.rooms/${current().user?.id}`;

/**
 * Returns the ids of the rooms that this user has entered. They are stored locally, because the API lists only the first members of
 * a large room.
 *
 * @returns {Set<string>}
 */
function own() {
  try {
    return new Set(JSON.parse(storage.getItem(ownKey()) ?? '[]'));
  } catch {
    return new Set();
  }
}

const wanted = () => field.value.trim();
const folded = (/** @type {string} */ text) => text.toLocaleLowerCase();

/**
 * Returns the rooms whose names contain the search text, ignoring case: exact matches first, then names that start with the
 * text, then the rest. Within each group, the user's own rooms come first.
 */
function found() {
  const [text, mine] = [folded(wanted()), own()];
  const isOwn = (/** @type {Room} */ room) => mine.has(room.id) || room.users.includes(current().user?.id ?? '');
  const rank = (/** @type {string} */ name) => (name === text ? 0 : name.startsWith(text) ? 1 : 2);
  return rooms
    .filter(({ name }) => folded(name).includes(text))
    .map(room => ({ room, isOwn: isOwn(room), rank: text ? rank(folded(room.name)) : 0 }))
    .sort((a, b) => a.rank - b.rank || Number(b.isOwn) - Number(a.isOwn));
}

/** Opens the best match, or creates a room if a newly read list has no match. */
async function openBest() {
  if (isOpening) return; // A second Enter would create a second room.
  isOpening = true;
  try {
    if (found().length === 0 || !isLoaded) await refreshRooms();
    const [best] = found();
    if (best) choose(best.room.id);
    else await create();
  } finally {
    isOpening = false;
  }
}

/** @param {string} roomId */
function choose(roomId) {
  field.value = '';
  open(roomId);
}

async function create() {
  const name = wanted();
  const room = await once(['room', name], idempotencyKey => api.rooms.create(name, { idempotencyKey }));
  addOwn(room);
  choose(room.id);
}

function draw() {
  const matches = found();
  const shown = matches.slice(0, SHOWN);
  const list = byId('room-list');
  const focused = list.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.room : null;
  list.replaceChildren(
    ...group('Your rooms', shown.filter(({ isOwn }) => isOwn)), ...group('Other rooms', shown.filter(({ isOwn }) => !isOwn)),
    ...(matches.length === 0 && isLoaded ? [h('p', { className: 'soft' }, wanted() ? 'No room of that name yet.' : 'No rooms yet.')] : []),
    ...createRow(matches[0]));
  byId('room-hint').replaceChildren(...hint(matches[0]?.room));
  if (focused) /** @type {HTMLElement | null} */ (list.querySelector(`[data-room="${focused}"]`))?.focus();
}

/** Describes what Enter does. @param {Room | undefined} best */
function hint(best) {
  if (!wanted()) return [];
  if (best) return ['Enter opens “', h('bdi', {}, best.name), '”'];
  return wanted().length < SHORTEST ? ['At least 2 characters'] : [];
}

/** @param {{ room: Room, rank: number } | undefined} best @returns {HTMLElement[]} */
function createRow(best) {
  if (wanted().length < SHORTEST || wanted().length > LONGEST) return [];
  const exists = best?.rank === 0;
  const made = button('', () => attempt(create, { control: made, place: byId('room-error') }), 'create');
  made.append(h('span', { className: 'name' }, exists ? 'Create another “' : 'Create “', h('bdi', {}, wanted()), '”'));
  if (exists) made.append(h('span', { className: 'hint' }, 'A room of this name exists'));
  made.dataset.room = 'new';
  return [made];
}

/**
 * @param {string} title
 * @param {{ room: Room }[]} shown
 */
function group(title, shown) {
  if (shown.length === 0) return [];
  return [h('h2', {}, title), h('ul', { ariaLabel: title }, ...shown.map(({ room }) => h('li', {}, link(room))))];
}

/** @param {Room} room */
function link(room) {
  const made = button('', () => choose(room.id));
  made.append(h('span', { className: 'name', dir: 'auto' }, room.name));
  if (room.id !== openId && draftOf(room.id))
    made.append(h('span', { className: 'draft', title: 'Draft' }, icon('pencil'), h('span', { className: 'hidden' }, '(draft)')));
  made.dataset.room = room.id;
  if (room.id === openId) made.ariaCurrent = 'true';
  return made;
}
