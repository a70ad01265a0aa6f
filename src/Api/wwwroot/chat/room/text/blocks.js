// Splits the text of a message into blocks: fenced code, quotes, lists, and lines of plain text. The pieces of a block, joined,
// are its source, so what is written can be copied from the page.

/**
 * @typedef {{ type: 'plain', lines: string[] }} Plain
 * @typedef {{ type: 'quote', lines: Marked[] }} Quote
 * @typedef {{ type: 'list', isOrdered: boolean, items: Item[] }} List
 * @typedef {{ type: 'code', opening: string, language: string, code: string, closing: string }} Code
 * @typedef {Plain | Quote | List | Code} Block
 *
 * @typedef {{ mark: string, line: string }} Marked a line without its mark, which is ">" or the bullet
 * @typedef {Marked & { number: number, isInner: boolean }} Item
 */

const LINE = /[^\n]+\n?|\n/g;
const FENCE = /^(`{3,})([^`\n]*)\n?$/;
const LANGUAGE = /^[\w+#.-]{1,30}\s*$/;
const QUOTE = /^>(?: |(?=\s*$))/;
const ITEM = /^( *)(?:[-*]|(0|[1-9]\d{0,8})\.) (?=\S)/;

/** @param {string} text @returns {Block[]} */
export function blocks(text) {
  const lines = text.match(LINE) ?? [];
  /** @type {Block[]} */
  const found = [];
  for (let index = 0; index < lines.length;) {
    const code = codeAt(lines, index);
    if (code) {
      found.push(code.block);
      index = code.end;
    } else {
      add(found, lines[index] ?? '');
      index++;
    }
  }
  return found;
}

/**
 * Reads fenced code. A fence that is not closed reaches to the end of the message.
 *
 * @param {string[]} lines
 * @param {number} start
 * @returns {{ block: Code, end: number } | null}
 */
function codeAt(lines, start) {
  const first = lines[start] ?? '';
  const [, fence, rest] = FENCE.exec(first) ?? [];
  if (fence === undefined || rest === undefined) return null;
  const isLanguage = LANGUAGE.test(rest);
  const opening = isLanguage || rest.trim() ? fence : first;
  const language = isLanguage ? first.slice(fence.length) : '';
  let code = first.slice(opening.length + language.length);
  let closing = '';
  let end = start + 1;
  for (; end < lines.length && !closing; end++) {
    const line = lines[end] ?? '';
    const length = lengthBeforeFence(line, fence.length);
    code += line.slice(0, length);
    closing = line.slice(length);
  }
  return code.trim() ? { block: { type: 'code', opening, language, code, closing }, end } : null;
}

/**
 * Returns the length of a line without the fence at its end. A regular expression would take quadratic time.
 *
 * @param {string} line
 * @param {number} least the number of backticks that close the code
 */
function lengthBeforeFence(line, least) {
  const end = line.trimEnd().length;
  let start = end;
  while (line[start - 1] === '`') start--;
  return end - start < least ? line.length : start;
}

/** Adds a line to the last block, or to a new one. @param {Block[]} found @param {string} line */
function add(found, line) {
  const last = found.at(-1);
  const [quote, item] = [QUOTE.exec(line)?.[0], ITEM.exec(line)];
  if (quote !== undefined) {
    const marked = { mark: quote, line: line.slice(quote.length) };
    if (last?.type === 'quote') last.lines.push(marked);
    else found.push({ type: 'quote', lines: [marked] });
  } else if (item) {
    const [mark, indent = '', number] = item;
    const isOrdered = number !== undefined;
    const marked = { mark, line: line.slice(mark.length), number: Number(number), isInner: indent.length > 1 };
    if (last?.type === 'list' && last.isOrdered === isOrdered) last.items.push(marked);
    else found.push({ type: 'list', isOrdered, items: [marked] });
  } else if (last?.type === 'plain') {
    last.lines.push(line);
  } else {
    found.push({ type: 'plain', lines: [line] });
  }
}
