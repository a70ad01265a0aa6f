// The message field. Enter sends, and Shift+Enter starts a new line. Each room has its own draft.
import { byId, fieldById } from '../dom.js';
import { draftOf, keepDraft, watchDrafts } from '../drafts.js';
import { limits } from '../server.js';

/** @type {string | null} the room whose draft is in the field */
let roomId = null;

const field = fieldById('content');
const number = new Intl.NumberFormat('en');

/**
 * @param {{ onSend: (content: string) => void, onTyping: () => void }} events
 */
export function prepareComposer({ onSend, onTyping }) {
  const form = /** @type {HTMLFormElement} */ (byId('composer'));
  form.addEventListener('submit', event => {
    event.preventDefault();
    const content = field.value.trim();
    field.focus();
    if (!roomId || !content || content.length > limits.messageLength) return;
    onSend(content);
    write('');
  });
  field.addEventListener('input', () => {
    write(field.value);
    if (field.value) onTyping();
  });
  field.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  watchDrafts((changed, before, now) => {
    if (changed !== roomId || field.value !== before) return;
    field.value = now;
    showLength();
  });
}

/** @param {string | null} room */
export function showDraft(room) {
  if (room === roomId) return; // Setting the value would interrupt an input method editor.
  roomId = room;
  field.value = room ? draftOf(room) : '';
  showLength();
}

/** Appends the text of a failed message to the field. @param {string} text */
export function editAgain(text) {
  write(field.value ? `${field.value}\n${text}` : text);
  field.focus();
}

/** @param {string} text */
function write(text) {
  if (field.value !== text) field.value = text;
  if (roomId) keepDraft(roomId, text);
  showLength();
}

/** Shows how many characters remain, once less than a tenth of the limit remains, or how many exceed it. */
function showLength() {
  const left = limits.messageLength - field.value.trim().length;
  const isNear = Number.isFinite(left) && left <= limits.messageLength / 10; // The limit is infinite until the server sends it.
  byId('length').hidden = !isNear;
  byId('length').classList.toggle('error', left < 0);
  field.ariaInvalid = String(left < 0);
  const words = left < 0 ? `Too long for one message: at most ${number.format(limits.messageLength)} characters. Shorten it, or send it in parts.` : '';
  if (byId('length-words').textContent !== words) byId('length-words').textContent = words;
  byId('length-count').textContent = !isNear ? '' : left < 0 ? `${number.format(-left)} too many` : `${number.format(left)} left`;
}
