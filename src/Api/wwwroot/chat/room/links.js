// Finds the links in a text.

/** Matches a link up to white space, quotes, angle brackets, or control characters that would reorder the displayed address. */
const CANDIDATE = /(?<![\p{L}\p{N}_])https?:\/\/[^\s<>"\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/giu;
const PUNCTUATION = /[.,;:!?'’”»…*`|。，、！？；：]$/u;
/** @type {Record<string, string>} */
const BRACKETS = { ')': '(', ']': '[', '}': '{', '）': '（', '】': '【', '」': '「', '』': '『' };

/**
 * @param {string} text
 * @returns {{ text: string, isLink: boolean }[]}
 */
export function tokens(text) {
  const found = [];
  let end = 0;
  for (const { 0: candidate, index } of text.matchAll(CANDIDATE)) {
    const link = withoutTail(candidate);
    if (!URL.canParse(link)) continue;
    if (index > end) found.push({ text: text.slice(end, index), isLink: false });
    found.push({ text: link, isLink: true });
    end = index + link.length;
  }
  if (end < text.length) found.push({ text: text.slice(end), isLink: false });
  return found;
}

/** Removes trailing punctuation and unmatched brackets, which belong to the sentence. @param {string} link */
function withoutTail(link) {
  /**
   * The remaining count of each bracket. Each is counted only once, so that a link with thousands of brackets is processed fast.
   *
   * @type {Map<string, number>}
   */
  const left = new Map();
  const count = (/** @type {string} */ bracket) => left.get(bracket) ?? link.split(bracket).length - 1;
  let end = link.length;
  for (; end > 0; end--) {
    const last = link[end - 1] ?? '';
    const opening = BRACKETS[last];
    if (opening === undefined) {
      if (PUNCTUATION.test(last)) continue;
      break;
    }
    const [closed, opened] = [count(last), count(opening)];
    if (closed <= opened) break;
    left.set(last, closed - 1).set(opening, opened);
  }
  return link.slice(0, end);
}
