/** Finds lines of a transcript again after others have changed it, and words in their text. */

/** Times are rounded to milliseconds. */
export const CLOSE_S = 0.002;

export const tidy = (text) => text.trim().replace(/\s+/g, " ");
export const close = (a, b) => Math.abs(a - b) < CLOSE_S;
export const same = (one, line) => close(one.start ?? -1, line.start) && one.text.trim() === line.text;

/** Where a word stands in the text of its line; its end without a word. */
export function selected({ words, text }, number) {
  if (number < 0 || number >= words.length) return [text.length, text.length];
  let from = 0;
  for (const word of words.slice(0, number)) from = Math.max(from, text.indexOf(word.text, from) + word.text.length);
  from = text.indexOf(words[number].text, from);
  return from < 0 ? [text.length, text.length] : [from, from + words[number].text.length];
}
