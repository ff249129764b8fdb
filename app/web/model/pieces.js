/** Lines of the transcript and clips, as the page knows them, whether they came in a snapshot or one by one. */

/** @typedef {{start: number, end: number, text: string}} Word */
/** @typedef {{index: number, start: number, end: number, text: string, confidence: number|null, flags: string[], words: Word[]}} Segment */

/** @returns {Segment} */
export function segmentOf(told, otherwise) {
  return {
    index: told.index ?? otherwise,
    start: told.start,
    end: told.end,
    text: (told.text ?? "").trim(),
    confidence: told.confidence ?? null,
    flags: told.flags ?? [],
    words: (told.words ?? []).map(wordOf),
  };
}

function wordOf({ start, end, text, word }) {
  return { start, end, text: (text ?? word ?? "").trim() };
}

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
