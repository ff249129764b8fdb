/** Lines and words that may be wrong, and the way from one to the next. */
import { computed, signal } from "@preact/signals";

/** Words that were recognised with less probability may be wrong. */
const LEAST = 0.4;
const FLAGS = { repetition: "repeats itself", near_silence: "near silence", low_confidence: "low confidence" };

/** @typedef {{whole: boolean, words: Set<number>, why: string}} Doubt `whole`: the line, not only some of its words */

const known = new WeakMap();

/**
 * What may be wrong in a line, the same object each time; null where nothing is, or people have looked.
 * @param {import("web/model/pieces.js").Segment} segment @param {number} least confidence that the job asks for
 * @returns {Doubt|null}
 */
export function doubtOf(segment, least) {
  let doubt = known.get(segment);
  if (doubt === undefined) known.set(segment, (doubt = doubted(segment, least)));
  return doubt;
}

function doubted({ text, words, flags, confidence, corrected, confirmed }, least) {
  if (confirmed || !text) return null;
  const weak = !corrected && confidence !== null && confidence < least;
  const whole = flags.length > 0 || weak;
  const few = corrected ? [] : words.flatMap(({ probability }, n) => (probability < LEAST ? [n] : []));
  if (!whole && !few.length) return null;
  const why = whole ? flags.map((flag) => FLAGS[flag] ?? flag).join(", ") || `confidence ${confidence.toFixed(2)}` : "words that were hard to make out";
  return { whole, words: new Set(few), why };
}

export class Doubts {
  /** @param {import("@preact/signals").Signal<import("web/model/pieces.js").Segment[]>} segments @param {number} least */
  constructor(segments, least) {
    /** Indexes of the doubtful lines. */
    this.lines = computed(() => segments.value.filter((segment) => doubtOf(segment, least)).map(({ index }) => index));
    /** The line that was gone to last; -1 before. */
    this.at = signal(-1);
  }

  /** Go to the next one after line `from`, or the one before (-1); after the last comes the first. @returns {number} -1 if there is none */
  step(by = 1, from = this.at.peek()) {
    const lines = this.lines.peek();
    if (!lines.length) return -1;
    const next = by > 0 ? (lines.find((index) => index > from) ?? lines[0]) : (lines.findLast((index) => index < from) ?? lines.at(-1));
    return (this.at.value = next);
  }
}
