// Renders the text of a message. Strings become text nodes and are never parsed as HTML. The marks of the markup stay in the page,
// invisible, so that what is written is what can be copied.
import { copyButton } from '../clipboard.js';
import { h } from '../dom.js';
import { blocks } from './text/blocks.js';
import { inline } from './text/inline.js';

/**
 * @import { Block, Code, List } from './text/blocks.js'
 * @import { Token } from './text/inline.js'
 */

const FEW_EMOJI = /^\s*(?:\p{RGI_Emoji}\s*){1,6}$/v;

/** @param {string} content */
export function messageText(content) {
  const element = h('div', { className: 'text', dir: 'auto' }, ...blocks(content).flatMap(rendered));
  element.classList.toggle('emoji', FEW_EMOJI.test(content));
  return element;
}

/** @param {Block} block @returns {(Node | string)[]} */
function rendered(block) {
  switch (block.type) {
    case 'code': return [codeBlock(block)];
    case 'list': return [list(block)];
    case 'quote': return [h('blockquote', { dir: 'auto' }, ...block.lines.flatMap(({ mark, line }) => [hidden(mark), ...words(line)]))];
    default: return block.lines.flatMap(words);
  }
}

/** @param {Code} block */
function codeBlock({ opening, language, code, closing }) {
  return h('div', { className: 'code-block', dir: 'ltr' },
    h('pre', {}, hidden(opening), h('span', { className: 'language' }, language), h('code', {}, code),
      // The button precedes the closing mark, because Chromium would add a line to a selection that continues after the button.
      copyButton('Copy code', () => code.replace(/\n$/, '')), hidden(closing)));
}

/** @param {List} block */
function list({ isOrdered, items }) {
  const elements = items.map(({ mark, line, number, isInner }) =>
    h('li', { className: isInner ? 'inner' : '', ...(isOrdered ? { value: number } : {}) }, hidden(mark), ...words(line)));
  return isOrdered ? h('ol', { dir: 'auto' }, ...elements) : h('ul', { dir: 'auto' }, ...elements);
}

/** @param {string} line */
const words = line => inline(line).map(word);

/** @param {Token} token @returns {Node | string} */
function word(token) {
  switch (token.type) {
    case 'text': return token.text;
    case 'link': return h('a', { href: token.text, target: '_blank', rel: 'noopener noreferrer nofollow' }, token.text);
    case 'code': return h('code', { dir: 'ltr' }, hidden(token.mark), token.text, hidden(token.mark));
    default: return h(token.type, {}, hidden(token.mark), ...token.children.map(word), hidden(token.mark));
  }
}

/** Screen readers do not read the mark. @param {string} mark */
const hidden = mark => h('span', { className: 'mark', ariaHidden: 'true' }, mark);
