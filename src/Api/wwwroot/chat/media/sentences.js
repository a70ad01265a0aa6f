// Sentences and lines about a video or a live stream, and who made it.
import { h } from '../dom.js';

/**
 * The event's own sentence. Its title has a direction of its own: it must not turn the rest of the sentence around.
 *
 * @param {{ message: string, title: string }} milestone
 * @returns {(string | HTMLElement)[]}
 */
function sentence({ message, title }) {
  const at = message.lastIndexOf(title);
  return at < 0 ? [message] : [message.slice(0, at), h('bdi', {}, title), message.slice(at + title.length)];
}

/**
 * A line in the log.
 *
 * @param {{ message: string, title: string }} milestone
 * @param {...string} more
 */
export const notice = (milestone, ...more) =>
  h('div', { className: 'entry notice' }, h('p', { dir: 'auto' }, ...sentence(milestone), ...more));

/**
 * A title and, if it is known, who made it.
 *
 * @param {{ title: string, username: string | null }} milestone
 * @returns {HTMLElement[]}
 */
export const titleLine = ({ title, username }) => [
  h('span', { className: 'title', dir: 'auto' }, title), ...(username ? [h('span', { className: 'by' }, 'by ', h('bdi', {}, username))] : []),
];

/** For screen readers: "Friday demo by ada". @param {{ title: string, username: string | null }} milestone */
export const named = ({ title, username }) => (username ? `${title} by ${username}` : title);
