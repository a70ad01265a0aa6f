// Helpers for elements. Strings become text nodes and are never parsed as HTML.

/** @param {string} id */
export const byId = id => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {string} id */
export const fieldById = id => /** @type {HTMLInputElement} */ (document.getElementById(id));

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<Omit<HTMLElementTagNameMap[Tag], 'dataset'>>} [properties]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/**
 * @param {string} label
 * @param {() => void} onClick
 * @param {string} [className]
 */
export const button = (label, onClick, className = '') => h('button', { type: 'button', className, onclick: onClick }, label);

/**
 * Reports a text that is too long on submit, because the attribute `maxlength` would silently truncate pasted text.
 *
 * @param {HTMLInputElement} field
 * @param {number} most
 */
export function keepWhole(field, most) {
  field.addEventListener('input', () => {
    const length = field.value.trim().length;
    field.setCustomValidity(length > most ? `At most ${most} characters, please: these are ${length}.` : '');
  });
}

/**
 * Creates an avatar with the user's initial on a color that depends on the id.
 *
 * @param {{ id: string, username: string }} user
 */
export function avatar(user, className = '') {
  const made = h('span', { className: `avatar ${className}`, ariaHidden: 'true' }, user.username.slice(0, 1));
  const hue = [...user.id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
  made.style.setProperty('--hue', String(hue));
  return made;
}
