/** Lines of the transcript and clips in the page's form, from a snapshot or from single events. */

/** @typedef {{start: number, end: number, text: string, gap: boolean, probability: number}} Word `gap`: a space comes before it */
/** @typedef {{index: number, start: number, end: number, text: string, confidence: number|null, flags: string[], words: Word[], speaker: string|null, corrected: boolean, confirmed: boolean, original: string|null}} Segment `original`: what was heard, of a corrected line */

/** @returns {Segment} */
export function segmentOf(told, otherwise) {
  return {
    index: told.index ?? otherwise,
    start: told.start,
    end: told.end,
    text: (told.text ?? "").trim(),
    confidence: told.confidence ?? null,
    flags: told.flags ?? [],
    words: wordsOf(told.words ?? [], told.text ?? ""),
    speaker: told.speaker ?? null,
    corrected: told.corrected ?? false,
    confirmed: told.confirmed ?? false,
    original: told.original_text ?? null,
  };
}

/** Words come with the space before them, or all without; scripts without spaces have none to show. */
function wordsOf(told, line) {
  const texts = told.map(({ text, word }) => text ?? word ?? "");
  const spaced = !texts.some((text, n) => n > 0 && /^\s/.test(text)) && /\S\s+\S/.test(line);
  return told.map(({ start, end, probability = 1 }, n) => ({ start, end, probability, text: texts[n].trim(), gap: n > 0 && (spaced || /^\s/.test(texts[n])) }));
}

/** A line as the page shows it, letter by letter. @param {Segment} segment */
export const shownText = ({ words, text }) => (words.length ? words.map((word) => (word.gap ? " " : "") + word.text).join("") : text);

export function clipOf(told, otherwise) {
  return { ...told, index: told.index ?? otherwise };
}

/** Index of the last one that starts at or before `time`; -1 before the first. @param {{start: number}[]} pieces in order */
export function indexAt(pieces, time) {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pieces[middle].start <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
