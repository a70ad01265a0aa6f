// Choose a name.
import { api } from '../api.js';
import { byId, fieldById } from '../dom.js';
import { attempt } from '../problems.js';
import { current, remember } from '../session.js';

/** @param {(reason?: string) => void} onChosen */
export function prepareNameView(onChosen) {
  const form = /** @type {HTMLFormElement} */ (byId('name-form'));
  form.addEventListener('submit', event => {
    event.preventDefault();
    attempt(async () => {
      const user = await api.users.create(fieldById('name').value.trim());
      remember({ user });
      onChosen();
    }, { control: form.querySelector('button'), place: byId('name-error') });
  });
}

/** @param {string} [reason] why one has to choose again */
export function showNameView(reason = '') {
  document.body.dataset.view = 'welcome';
  document.title = 'VideoChat';
  byId('name-error').textContent = reason;
  fieldById('name').value = current().user?.username ?? '';
  fieldById('name').select();
  fieldById('name').focus();
}
