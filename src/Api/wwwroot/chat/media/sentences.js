// Sentences and title lines about a video or a live stream and its author.
import { h } from '../dom.js';

/**
 * Splits the event's sentence so that a title in the other writing direction does not reorder the rest.
 *
 * @param {{ message: string, title: string }} milestone
 * @returns {(string | HTMLElement)[]}
 */
function sentence({ message, title }) {
  const at = message.lastIndexOf(title);
  return at < 0 ? [message] : [message.slice(0, at), h('bdi', {}, title), message.slice(at + title.length)];
}

/**
 * Creates a line in the log.
 *
 * @param {{ message: string, title: string }} milestone
 * @param {...string} more
 */
export const notice = (milestone, ...more) =>
  h('div', { className: 'entry notice' }, h('p', { dir: 'auto' }, ...sentence(milestone), ...more));

/**
 * Creates a title with the author, if known.
 *
 * @param {{ title: string, username: string | null }} milestone
 * @returns {HTMLElement[]}
 */
export const titleLine = ({ title, username }) => [
  h('span', { className: 'title', dir: 'auto' }, title), ...(username ? [h('span', { className: 'by' }, 'by ', h('bdi', {}, username))] : []),
];

/** For screen readers: "Friday demo by ada". @param {{ title: string, username: string | null }} milestone */
export const named = ({ title, username }) => (username ? `${title} by ${username}` : title);
