// The list of rooms, one's own first; one field finds and creates.
import { api } from '../api.js';
import { button, byId, fieldById, h } from '../dom.js';
import { attempt, wordsOf } from '../problems.js';
import { current } from '../session.js';

/** @import { Room } from '/chat/client/types.js' */

const EVERY = 20_000;
const SHOWN = 200; // Whoever has more rooms types a part of the name.

/** @type {Room[]} */
let rooms = [];

/** @type {(roomId: string) => void} */
let open = () => {};

/** @param {(roomId: string) => void} onOpen */
export function prepareRoomList(onOpen) {
  open = onOpen;
  const form = /** @type {HTMLFormElement} */ (byId('room-form'));
  form.addEventListener('submit', event => {
    event.preventDefault();
    attempt(async () => {
      const room = await api.rooms.create(fieldById('room-name').value);
      fieldById('room-name').value = '';
      open(room.id);
    }, { control: form.querySelector('button'), place: byId('room-error') });
  });
  fieldById('room-name').addEventListener('input', draw);
  setInterval(() => document.visibilityState === 'visible' && isShown() && refreshRooms(), EVERY);
}

export async function refreshRooms() {
  try {
    const page = await api.rooms.list();
    const all = [];
    for await (const room of page) all.push(room);
    rooms = all.reverse();
    draw();
  } catch (error) {
    byId('room-error').textContent = wordsOf(error);
  }
}

const isShown = () => byId('sidebar').checkVisibility();

function draw() {
  const wanted = fieldById('room-name').value.trim().toLocaleLowerCase();
  const found = rooms.filter(room => room.name.toLocaleLowerCase().includes(wanted)).slice(0, SHOWN);
  const list = byId('room-list');
  const focused = list.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.room : null;
  list.replaceChildren(
    ...group('Your rooms', found.filter(isMember)), ...group('Other rooms', found.filter(room => !isMember(room))),
    ...(found.length === 0 ? [h('p', { className: 'soft' }, wanted ? 'No room of that name yet.' : 'No rooms yet.')] : []));
  if (focused) /** @type {HTMLElement | null} */ (list.querySelector(`[data-room="${focused}"]`))?.focus();
}

/** @param {Room} room */
const isMember = room => room.users.includes(current().user?.id ?? '');

/**
 * @param {string} title
 * @param {Room[]} shown
 */
function group(title, shown) {
  if (shown.length === 0) return [];
  return [h('h2', {}, title), h('ul', { ariaLabel: title }, ...shown.map(room => h('li', {}, link(room))))];
}

/** @param {Room} room */
function link(room) {
  const made = button('', () => open(room.id));
  const count = room.users.length;
  made.append(h('span', { className: 'name' }, room.name), h('span', { className: 'count' }, String(count),
    h('span', { className: 'hidden' }, count === 1 ? ' member' : ' members')));
  made.dataset.room = room.id;
  if (room.id === current().roomId && document.body.dataset.view === 'room') made.ariaCurrent = 'true';
  return made;
}
