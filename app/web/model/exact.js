/** Finds words exactly as the server replaces them (`app/text/replacing.py`): whole words or parts, with or without case. */

/** Scripts without spaces between words; a word has no border in them. */
const UNSPACED = "\\u0e01-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u2e80-\\u312f\\u31a0-\\ua4cf\\uf900-\\ufaff\\ufe30-\\ufe4f\\uff01-\\uff9f\\u{20000}-\\u{3ffff}";
const OF_WORD = `(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}_]`;
const LETTER = new RegExp(`^${OF_WORD}`, "u");

/** @typedef {{whole: boolean, case: boolean}} Exactly `whole` words only, and with their `case` */

/** What finds a text; null without one. @param {string} text @param {Exactly} exactly @returns {RegExp|null} */
export function patternOf(text, exactly) {
  const words = text.trim().split(/\s+/).filter(Boolean);
  if (!words.length) return null;
  let pattern = words.map(escaped).join("\\s+");
  if (exactly.whole) {
    const [first, last] = [[...words[0]][0], [...words.at(-1)].at(-1)];
    pattern = `${LETTER.test(first) ? `(?<!${OF_WORD})` : ""}${pattern}${LETTER.test(last) ? `(?!${OF_WORD})` : ""}`;
  }
  return new RegExp(pattern, exactly.case ? "gu" : "giu");
}

const escaped = (word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

/** The text with its `nth` match replaced, from 0; null without one. */
export function replacedOnce(text, pattern, nth, by) {
  const match = [...text.matchAll(pattern)][nth];
  return match ? `${text.slice(0, match.index)}${by}${text.slice(match.index + match[0].length)}` : null;
}

/** Edges of words that are none of theirs. */
const EDGES = /^[^\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}]+$/gu;
/** A correction of more words than this is of a sentence, not of a name. */
const MOST_WORDS = 4;

/** What a correction has replaced by what, if that is one place of a few words. @returns {{find: string, by: string}|null} */
export function changeOf(before, after) {
  const [old, now] = [before, after].map((text) => text.trim().split(/\s+/).filter(Boolean));
  let [head, tail] = [0, 0];
  const least = Math.min(old.length, now.length);
  while (head < least && old[head] === now[head]) head++;
  while (tail < least - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const [from, to] = [old.slice(head, old.length - tail), now.slice(head, now.length - tail)];
  if (from.some((word) => to.includes(word))) return null; // two places
  if (!from.length || !to.length || from.length > MOST_WORDS || to.length > MOST_WORDS) return null;
  const [find, by] = [from, to].map((words) => words.join(" ").replace(EDGES, ""));
  return find && by && find !== by ? { find, by } : null;
}

/** How words that were corrected in one line are found in others. @type {Exactly} */
export const ALIKE = { whole: true, case: true };

/** What a correction has replaced by what, and how many of these lines have it, too; null if none. */
export function alikeIn(lines, before, after) {
  const change = changeOf(before, after);
  const pattern = change && patternOf(change.find, ALIKE);
  const count = pattern ? lines.filter(({ text }) => text.search(pattern) >= 0).length : 0;
  return count ? { ...change, count } : null;
}
