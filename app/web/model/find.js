/** A search in the transcript: every match, and which of them is shown. */
import { batch, computed, signal } from "@preact/signals";
import { patternOf } from "web/model/exact.js";
import { folded } from "web/model/fold.js";
import { shownText } from "web/model/pieces.js";

/** @typedef {{index: number, from: number, to: number}} Hit `index` of the line, letters `from`..`to` of its shown text */

export class Find {
  #place = { index: 0, from: 0 };

  /** @param {import("@preact/signals").Signal<import("web/model/pieces.js").Segment[]>} segments */
  constructor(segments) {
    this.text = signal("");
    /** How it is found where it is to be replaced; null: without case and accents. @type {import("@preact/signals").Signal<import("web/model/exact.js").Exactly|null>} */
    this.exactly = signal(null);
    /** Counts requests to show a hit; lines that arrive meanwhile do not scroll. */
    this.moves = signal(0);
    /** @type {import("@preact/signals").ReadonlySignal<Hit[]>} */
    this.hits = computed(() => (this.exactly.value ? exactHits(segments.value, this.text.value, this.exactly.value) : hitsIn(segments.value, this.text.value)));
    /** Index of the shown hit, from 0; -1 if there is none. */
    this.at = computed(() => (this.moves.value, this.#first(this.hits.value)));
  }

  /** @param {string} text empty ends it */
  look(text) {
    if (text === this.text.peek()) return;
    batch(() => {
      this.text.value = text;
      this.moves.value += 1;
    });
  }

  /** The next hit, or the one before (-1); after the last comes the first. */
  step(by) {
    const hits = this.hits.peek();
    if (!hits.length) return;
    this.#place = hits[(this.at.peek() + by + hits.length) % hits.length];
    this.moves.value += 1;
  }

  /** Go on behind a hit in whose place other letters are put. */
  after({ index, from }, length) {
    this.#place = { index, from: from + length };
  }

  /** Start at the first hit in this line or after it. */
  from(index) {
    this.#place = { index, from: 0 };
  }

  #first(hits) {
    if (!hits.length) return -1;
    const { index, from } = this.#place;
    return Math.max(0, hits.findIndex((hit) => hit.index > index || (hit.index === index && hit.from >= from)));
  }
}

/** @returns {Hit[]} */
function hitsIn(segments, wanted) {
  const sought = folded(wanted.trim().replace(/\s+/g, " ")).text;
  return sought ? segments.flatMap((segment) => hitsOf(segment, sought)) : [];
}

function exactHits(segments, wanted, exactly) {
  const pattern = patternOf(wanted, exactly);
  if (!pattern) return [];
  return segments.flatMap((segment) => [...shownText(segment).matchAll(pattern)].map(({ index: from, 0: { length } }) => ({ index: segment.index, from, to: from + length })));
}

const known = new WeakMap();

function hitsOf(segment, sought) {
  let line = known.get(segment);
  if (!line) known.set(segment, (line = folded(shownText(segment))));
  const found = [];
  for (let at = line.text.indexOf(sought); at >= 0; at = line.text.indexOf(sought, at + sought.length)) {
    const [from, to] = placeOf(line, at, at + sought.length - 1);
    if (from >= (found.at(-1)?.to ?? 0)) found.push({ index: segment.index, from, to });
  }
  return found;
}

/** Where these letters, the last one included, are in the line. */
const placeOf = ({ starts, ends }, first, last) => (starts ? [starts[first], ends[last]] : [first, last + 1]);
