// Finds code, links and emphasis in one line of a message, in linear time. The texts and marks of the tokens, joined, are the line.
import { tokens } from '../links.js';

/**
 * @typedef {{ type: 'text' | 'link', text: string }} Text
 * @typedef {{ type: 'code', mark: string, text: string }} Code
 * @typedef {{ type: 'strong' | 'em' | 'del', mark: string, children: Token[] }} Emphasis
 * @typedef {Text | Code | Emphasis} Token
 *
 * @typedef {{ type: 'link' | 'code' | 'strong' | 'em' | 'del', start: number, end: number, mark: string }} Span
 */

/** @type {Record<string, 'strong' | 'em' | 'del'>} */
const EMPHASES = { '**': 'strong', '*': 'em', '_': 'em', '~~': 'del' };
const RUN = /\*+|_+|~+/g;
// A mark beside one of these characters belongs to a word, formula, path or face: snake_case, 2*3*4, src/**/*.js, ^_^.
const WORD = /[\p{Lu}\p{Ll}\p{N}\\/=+^<>]/u;
const NO_START = /[\s.,;:!?)\]}/]/u;
const NO_END = /[\s\\]/;
const SUBSTANCE = /[^\s*_~]/u;

/** @param {string} line @returns {Token[]} */
export function inline(line) {
  const atoms = withLinks(line, codes(line));
  const spans = [...atoms, ...emphases(line, atoms)].sort((a, b) => a.start - b.start);
  return nested(line, spans);
}

/** Finds code: a run of backticks up to the next run of the same length. @param {string} line */
function codes(line) {
  const runs = [...line.matchAll(/`+/g)].map(({ 0: mark, index }) => ({ mark, start: index }));
  /** @type {Map<string, number>} */
  const next = new Map();
  /** @type {(number | undefined)[]} */
  const closers = [];
  for (const [index, { mark }] of [...runs.entries()].reverse()) {
    closers[index] = next.get(mark);
    next.set(mark, index);
  }
  /** @type {Span[]} */
  const found = [];
  for (let index = 0; index < runs.length; index++) {
    const [opener, closer] = [runs[index], runs[closers[index] ?? -1]];
    if (!opener || !closer || !line.slice(opener.start + opener.mark.length, closer.start).trim()) continue;
    found.push({ type: 'code', ...opener, end: closer.start + closer.mark.length });
    index = closers[index] ?? index;
  }
  return found;
}

/** Adds the links between the spans of code. @param {string} line @param {Span[]} code */
function withLinks(line, code) {
  /** @type {Span[]} */
  const found = [];
  let position = 0;
  for (const span of [...code, undefined]) {
    for (const { text, isLink } of tokens(line.slice(position, span?.start))) {
      if (isLink) found.push({ type: 'link', start: position, end: position + text.length, mark: '' });
      position += text.length;
    }
    if (span) found.push(span);
    position = span?.end ?? position;
  }
  return found;
}

/**
 * Finds emphasis around text and around the given code and links. At most one mark of each kind is open, so nesting is shallow and
 * each run of marks costs constant time.
 *
 * @param {string} line
 * @param {Span[]} atoms
 */
function emphases(line, atoms) {
  /** @type {Span[]} */
  const found = [];
  /** @type {{ mark: string, start: number }[]} */
  let open = [];
  let atom = 0;
  for (const { 0: run, index } of line.matchAll(RUN)) {
    while ((atoms[atom]?.end ?? Infinity) <= index) atom++;
    if ((atoms[atom]?.start ?? Infinity) <= index) continue;
    const [before, after] = [line[index - 1] ?? ' ', line[index + run.length] ?? ' '];
    const closes = !NO_END.test(before) && !WORD.test(after);
    const opens = !NO_START.test(after) && !WORD.test(before);
    let start = index;
    for (const mark of marksOf(run, open.at(-1)?.mark)) {
      const type = EMPHASES[mark];
      const at = closes ? open.findIndex(opener => opener.mark === mark) : -1;
      const opener = open[at];
      if (type && opener) {
        if (SUBSTANCE.test(line.slice(opener.start, start))) found.push({ type, mark, start: opener.start, end: start + mark.length });
        open = open.slice(0, at);
      } else if (type && opens) {
        open = [...open.filter(other => other.mark !== mark), { mark, start }];
      }
      start += mark.length;
    }
  }
  return found;
}

/** Splits "***", which is two marks, so that the one that was opened last comes first. @param {string} run @param {string} [last] */
const marksOf = (run, last) => (run !== '***' ? [run] : last === '*' ? ['*', '**'] : ['**', '*']);

/**
 * Arranges spans as a tree.
 *
 * @param {string} line
 * @param {Span[]} spans in the order of their starts
 * @returns {Token[]}
 */
function nested(line, spans) {
  let next = 0;
  return between(0, line.length);

  /** @param {number} start @param {number} end */
  function between(start, end) {
    /** @type {Token[]} */
    const found = [];
    let position = start;
    for (let span = spans[next]; span && span.start < end; span = spans[next]) {
      next++;
      if (span.start > position) found.push({ type: 'text', text: line.slice(position, span.start) });
      found.push(tokenOf(span));
      position = span.end;
    }
    if (position < end) found.push({ type: 'text', text: line.slice(position, end) });
    return found;
  }

  /** @param {Span} span @returns {Token} */
  function tokenOf({ type, mark, start, end }) {
    const [from, to] = [start + mark.length, end - mark.length];
    if (type === 'link') return { type, text: line.slice(from, to) };
    if (type === 'code') return { type, mark, text: line.slice(from, to) };
    return { type, mark, children: between(from, to) };
  }
}
