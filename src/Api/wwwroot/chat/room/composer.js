// Where one writes: Enter sends, Shift+Enter begins a new line.
import { byId, fieldById } from '../dom.js';

/**
 * @param {{ onSend: (content: string) => void, onTyping: () => void }} events
 */
export function prepareComposer({ onSend, onTyping }) {
  const form = /** @type {HTMLFormElement} */ (byId('composer'));
  const field = fieldById('content');
  form.addEventListener('submit', event => {
    event.preventDefault();
    const content = field.value.trim();
    if (content) onSend(content);
    field.value = '';
    field.focus();
  });
  field.addEventListener('input', () => field.value && onTyping());
  field.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
}
