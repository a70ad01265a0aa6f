// Renders a message as an entry of the conversation.
import { avatar, button, h } from '../dom.js';
import { current } from '../session.js';
import { clockTime, fullTime } from '../time.js';
import { messageText } from './text.js';

/**
 * @import { MessageFrame } from '/chat/client/frames.js'
 * @import { Entry } from './timeline.js'
 */

/**
 * @param {Pick<MessageFrame, 'user_id' | 'username' | 'content' | 'timestamp'> & { seq?: number }} message
 * @returns {Entry}
 */
export function messageEntry({ user_id: id, username, content, timestamp, seq = Infinity }) {
  const at = new Date(timestamp);
  const element = h('article', { className: 'entry message' },
    avatar({ id, username }),
    h('div', { className: 'body' },
      h('p', { className: 'meta' }, h('bdi', { className: 'author' }, username), ' ', timeOf(at)),
      messageText(content)));
  element.classList.toggle('own', id === current().user?.id);
  return { seq, at, author: id, element };
}

/** @param {Entry} entry */
export function showSending({ element }) {
  setState(element, 'sending', 'Sending …');
}

/**
 * @param {Entry} entry
 * @param {Date} at when the server stored the message
 */
export function showSent({ element }, at) {
  setState(element, '');
  element.querySelector('time')?.replaceWith(timeOf(at));
}

/**
 * @param {Entry} entry
 * @param {string} reason
 * @param {{ retry?: () => void, edit?: () => void, discard: () => void }} actions
 */
export function showFailed({ element }, reason, { retry, edit, discard }) {
  setState(element, 'failed', `Not sent: ${reason}`,
    ...(retry ? [button('Try again', retry)] : []), ...(edit ? [button('Edit', edit)] : []), button('Discard', discard));
}

/** @param {Date} at */
const timeOf = at => h('time', { dateTime: at.toISOString(), title: fullTime(at) }, clockTime(at));

/**
 * @param {HTMLElement} element
 * @param {'' | 'sending' | 'failed'} state
 * @param {...(string | Node)} content
 */
function setState(element, state, ...content) {
  element.classList.toggle('sending', state === 'sending');
  element.classList.toggle('failed', state === 'failed');
  element.querySelector('.state')?.remove();
  if (content.length > 0) element.querySelector('.body')?.append(h('p', { className: 'state' }, ...content));
}
