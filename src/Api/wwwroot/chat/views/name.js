// The view in which the user chooses a name. In one browser, the same name always means the same user.
import { ApiError } from '/chat/client/index.js';
import { api, once } from '../api.js';
import { byId, fieldById, keepWhole } from '../dom.js';
import { attempt } from '../problems.js';
import { current, people, remember, rememberPeople } from '../session.js';

/** @import { User } from '/chat/client/types.js' */

const field = fieldById('name');

/** @param {{ onChosen: () => void, onCancel: () => void }} events */
export function prepareNameView({ onChosen, onCancel }) {
  const form = /** @type {HTMLFormElement} */ (byId('name-form'));
  keepWhole(field, 50);
  form.addEventListener('submit', event => {
    event.preventDefault();
    const name = field.value.trim();
    if (name === current().user?.username) return onCancel();
    attempt(async () => {
      const user = await formerUser(name) ?? await once(['user', name], idempotencyKey => api.users.create(name, { idempotencyKey }));
      rememberPeople(user, current().user);
      remember({ user });
      onChosen();
    }, { control: /** @type {HTMLButtonElement} */ (form.querySelector('button.primary')), place: byId('name-error') });
  });
  form.addEventListener('keydown', event => {
    if (event.key === 'Escape' && current().user) onCancel();
  });
  byId('name-cancel').addEventListener('click', onCancel);
  field.addEventListener('input', () => {
    byId('name-error').textContent = '';
    showWho();
  });
}

/** @param {string} [reason] why the user must choose a name again */
export function showNameView(reason = '') {
  document.body.dataset.view = 'welcome';
  document.title = 'VideoChat';
  byId('name-error').textContent = reason;
  byId('name-cancel').hidden = !current().user;
  field.value = current().user?.username ?? '';
  showWho();
  field.select();
  field.focus();
}

/** Finds the user of that name in this browser; returns null if the server does not know the user. @param {string} name */
async function formerUser(name) {
  const former = known(name);
  if (!former) return null;
  try {
    return await api.users.get(former.id);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

/** @param {string} name @returns {User | undefined} */
const known = name => people().find(({ username }) => username === name);

/** Tells the user which account the entered name selects. */
function showWho() {
  const [me, name] = [current().user, field.value.trim()];
  byId('name-who').textContent = !me || !name || name === me.username ? ''
    : known(name) ? `You will be ${name} again, not ${me.username}.`
    : `${name} will be another person. What you wrote as ${me.username} stays with ${me.username}.`;
}
