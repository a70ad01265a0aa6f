import { h } from '../dom.js';

/**
 * Isolates the title within the sentence of an event. A right-to-left title would otherwise reorder the rest.
 *
 * @param {{ message: string, title: string }} milestone
 * @returns {(string | HTMLElement)[]}
 */
function sentence({ message, title }) {
  const at = message.lastIndexOf(title);
  return at < 0 ? [message] : [message.slice(0, at), h('bdi', {}, title), message.slice(at + title.length)];
}

/**
 * @param {{ message: string, title: string }} milestone
 * @param {...string} more
 */
export const notice = (milestone, ...more) =>
  h('div', { className: 'entry notice' }, h('p', { dir: 'auto' }, ...sentence(milestone), ...more));

/**
 * @param {{ title: string, username: string | null }} milestone
 * @returns {HTMLElement[]}
 */
export const titleLine = ({ title, username }) => [
  h('span', { className: 'title', dir: 'auto' }, title), ...(username ? [h('span', { className: 'by' }, 'by ', h('bdi', {}, username))] : []),
];

/**
 * Returns a label for screen readers, such as "Friday demo by ada".
 *
 * @param {{ title: string, username: string | null }} milestone
 */
export const named = ({ title, username }) => (username ? `${title} by ${username}` : title);
