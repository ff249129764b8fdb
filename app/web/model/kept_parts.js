/** What stays of a recording when words and pauses are cut out: the borders lie beside the words, where it is quiet. */

/** @typedef {{start: number, end: number, line: number, word: number, text: string}} SpokenWord in order of time */
/** @typedef {{peaks: number[], rate: number}|null} Wave */

/** So much of a pause stays beside a word that stays, at most, seconds. */
const BESIDE_S = 0.12;
/** Between words without a pause the quietest moment this near to the border is taken, seconds. */
const NEAR_S = 0.04;
/** A shortened pause keeps so much on each side, seconds. */
const BREATH_S = 0.15;
/** What is shorter is not worth a cut, or no part by itself, seconds. */
const [LEAST_CUT_S, LEAST_PART_S] = [0.06, 0.1];

/**
 * @param {SpokenWord[]} words @param {(n: number) => boolean} isCut by the number of a word
 * @param {{duration: number, wave: Wave, pauses: number|null, silences: {start: number, end: number}[]|null}} how `pauses`: longer ones are shortened, seconds; without `silences` what lies between words counts as silent
 * @returns {{start: number, end: number}[]} the parts that stay, seconds
 */
export function keptParts(words, isCut, { duration, wave, pauses, silences }) {
  const cuts = [...cutsOfWords(words, isCut, duration, wave), ...(pauses === null ? [] : cutsOfPauses(words, isCut, pauses, silences))];
  cuts.sort((a, b) => a.start - b.start);
  const parts = [];
  let from = 0;
  for (const { start, end } of cuts) {
    if (end - start < LEAST_CUT_S) continue;
    if (start - from >= LEAST_PART_S) parts.push({ start: from, end: start });
    from = Math.max(from, end);
  }
  if (duration - from >= LEAST_PART_S) parts.push({ start: from, end: duration });
  return parts;
}

function cutsOfWords(words, isCut, duration, wave) {
  const cuts = [];
  for (let n = 0; n < words.length; n++) {
    if (!isCut(n)) continue;
    const first = n;
    while (n + 1 < words.length && isCut(n + 1)) n++;
    // What comes before the first word or after the last one, as music does, is nobody's pause: it stays.
    const start = first > 0 ? beside(words[first - 1].end, words[first].start, wave, 1) : Math.max(0, words[0].start - NEAR_S);
    const end = n + 1 < words.length ? beside(words[n].end, words[n + 1].start, wave, -1) : Math.min(duration, words[n].end + NEAR_S);
    if (end > start) cuts.push({ start, end });
  }
  return cuts;
}

/** Where a cut lies between a word and the next: some of the pause stays with the word that stays. @param {1|-1} way from that word */
function beside(from, to, wave, way) {
  const pause = to - from;
  if (pause > 2 * NEAR_S) return way > 0 ? from + Math.min(BESIDE_S, pause) : to - Math.min(BESIDE_S, pause);
  const border = way > 0 ? Math.max(from, to - pause / 2) : from + Math.max(0, pause) / 2;
  return quietest(wave, border - NEAR_S, border + NEAR_S) ?? border;
}

/** The middle of the quietest peak between two times; undefined without a wave that is fine enough. */
function quietest(wave, from, to) {
  if (!wave) return undefined;
  const [first, last] = [Math.ceil(from * wave.rate - 0.5), Math.floor(to * wave.rate - 0.5)];
  let best;
  for (let n = Math.max(0, first); n <= Math.min(last, wave.peaks.length - 1); n++) {
    if (best === undefined || wave.peaks[n] < wave.peaks[best]) best = n;
  }
  return best === undefined ? undefined : (best + 0.5) / wave.rate;
}

/** Pauses between words that stay, as far as the sound is silent in them. */
function cutsOfPauses(words, isCut, longest, silences) {
  const cuts = [];
  let at = 0;
  for (let n = 1; n < words.length; n++) {
    if (isCut(n - 1) || isCut(n)) continue;
    const [from, to] = [words[n - 1].end, words[n].start];
    if (to - from <= longest) continue;
    if (!silences) {
      cuts.push({ start: from + BREATH_S, end: to - BREATH_S });
      continue;
    }
    while (at < silences.length && silences[at].end <= from) at++;
    for (let m = at; m < silences.length && silences[m].start < to; m++) {
      const [start, end] = [Math.max(from, silences[m].start), Math.min(to, silences[m].end)];
      if (end - start > longest) cuts.push({ start: start + BREATH_S, end: end - BREATH_S });
    }
  }
  return cuts;
}
