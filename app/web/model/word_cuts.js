/**
 * Cutting a recording by its words: which are struck out, and what stays of it. Every change can be undone, and a reload
 * loses none: they are stored in this browser.
 *
 * Words are remembered by their times, so a transcript that is corrected later keeps its cuts.
 */
import { computed, signal } from "@preact/signals";
import { isFiller } from "web/model/fillers.js";
import { keptParts } from "web/model/kept_parts.js";
import { silencesOf } from "web/model/silences.js";
import { store, stored } from "web/model/storage.js";

/** @typedef {{spans: {start: number, end: number}[], pauses: number|null}} Cuts `spans` in order, apart from each other */

const UNDONE_AT_MOST = 200;
/** With fewer peaks a second, as of long recordings, no pause can be seen in the sound. */
const FINE_PER_S = 8;
const NONE = { spans: [], pauses: null };

export class WordCuts {
  #name;
  #before = [];
  #after = [];

  /**
   * @param {string} jobId @param {import("@preact/signals").ReadonlySignal<import("web/model/pieces.js").Segment[]>} segments
   * @param {{fps: number, duration: number, language: string}} source
   */
  constructor(jobId, segments, { fps, duration, language }) {
    this.#name = `cuts ${jobId}`;
    this.fps = fps;
    this.duration = duration;
    /** @type {import("@preact/signals").Signal<Cuts>} */
    this.cuts = signal(this.#kept());
    this.depth = signal([0, 0]);
    /** Peaks of the sound, when they are loaded. */
    this.wave = signal(null);
    this.words = computed(() => segments.value.flatMap(wordsOf));
    /** Numbers of the words that are struck out. @type {import("@preact/signals").ReadonlySignal<Set<number>>} */
    this.struck = computed(() => struckOf(this.words.value, this.cuts.value.spans));
    const fillers = computed(() => this.words.value.flatMap(({ text }, n) => (isFiller(text, language) ? [n] : []))); // looked for once, not with each cut
    /** Numbers of words that stay and are no words. */
    this.fillers = computed(() => fillers.value.filter((n) => !this.struck.value.has(n)));
    const silences = computed(() => (this.wave.value?.rate >= FINE_PER_S ? silencesOf(this.wave.value) : null));
    /** What stays, on frames. */
    this.parts = computed(() => {
      const how = { duration, wave: this.wave.value, pauses: this.cuts.value.pauses, silences: silences.value };
      return keptParts(this.words.value, (n) => this.struck.value.has(n), how).map(({ start, end }) => ({ start: this.#onFrame(start), end: this.#onFrame(end) })).filter(({ start, end }) => end > start);
    });
    this.length = computed(() => this.parts.value.reduce((sum, { start, end }) => sum + end - start, 0));
  }

  get any() {
    return this.cuts.value.spans.length > 0 || this.cuts.value.pauses !== null;
  }

  /** Strike out words, or take all of them back if all are struck out. @param {number} from @param {number} to numbers, both included */
  turn(from, to) {
    const all = Array.from({ length: to - from + 1 }, (_, n) => from + n);
    if (all.every((n) => this.struck.peek().has(n))) this.#without(all);
    else this.#with(all);
  }

  removeFillers = () => this.#with(this.fillers.peek());

  /** Shorten pauses that are longer, seconds; null leaves all as they are. */
  shorten(pauses) {
    this.#change({ ...this.cuts.peek(), pauses });
  }

  clear = () => this.any && this.#change(NONE);
  undo = () => this.#step(this.#before, this.#after);
  redo = () => this.#step(this.#after, this.#before);

  /** Where playing goes on from a time that is cut out; null where it stays. The end of the last part is an end. */
  after(time) {
    const parts = this.parts.peek();
    const at = parts.findIndex(({ end }) => time < end - 0.5 / this.fps);
    if (at < 0) return this.duration;
    return time < parts[at].start - 0.5 / this.fps ? parts[at].start : null;
  }

  /** The number of the word at a place in the lines; -1 if there is none. */
  numberOf({ line, word }) {
    return this.words.peek().findIndex((one) => one.line === line && one.word === word);
  }

  #onFrame = (seconds) => Math.min(this.duration, Math.max(0, Math.round(seconds * this.fps) / this.fps));

  #with(numbers) {
    if (numbers.length) this.#put(new Set([...this.struck.peek(), ...numbers]));
  }

  #without(numbers) {
    const gone = new Set(numbers);
    this.#put(new Set([...this.struck.peek()].filter((n) => !gone.has(n))));
  }

  #put(struck) {
    const spans = [];
    let last = -2;
    for (const n of [...struck].sort((a, b) => a - b)) {
      const { start, end } = this.words.peek()[n];
      if (n === last + 1) spans.at(-1).end = Math.max(spans.at(-1).end, end);
      else spans.push({ start, end });
      last = n;
    }
    this.#change({ ...this.cuts.peek(), spans });
  }

  #change(cuts) {
    this.#before.push(this.cuts.peek());
    this.#before.splice(0, this.#before.length - UNDONE_AT_MOST);
    this.#after.length = 0;
    this.#show(cuts);
  }

  #step(from, to) {
    if (!from.length) return;
    to.push(this.cuts.peek());
    this.#show(from.pop());
  }

  #show(cuts) {
    this.cuts.value = cuts;
    this.depth.value = [this.#before.length, this.#after.length];
    store(this.#name, this.any ? JSON.stringify(cuts) : "");
  }

  #kept() {
    try {
      return { ...NONE, ...JSON.parse(stored(this.#name, "{}")) };
    } catch {
      return NONE;
    }
  }
}

/** The words of a line; a line without times of words is one. */
function wordsOf({ index: line, start, end, text, words }) {
  if (!text) return [];
  return words.length ? words.map((word, n) => ({ start: word.start, end: word.end, text: word.text, line, word: n })) : [{ start, end, text, line, word: 0 }];
}

/** A word is struck out if its middle is. */
function struckOf(words, spans) {
  const found = new Set();
  let at = 0;
  words.forEach(({ start, end }, n) => {
    const middle = (start + end) / 2;
    while (at < spans.length && spans[at].end < middle) at++;
    if (at < spans.length && spans[at].start <= middle) found.add(n);
  });
  return found;
}
