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
    /** The number of the first word of each line. */
    this.firsts = computed(() => firstsOf(this.words.value));
    /** Numbers of the words that are struck out. @type {import("@preact/signals").ReadonlySignal<Set<number>>} */
    this.struck = computed(() => struckOf(this.words.value, this.cuts.value.spans));
    const fillers = computed(() => this.words.value.flatMap(({ text }, n) => (isFiller(text, language) ? [n] : []))); // looked for once, not with each cut
    /** Numbers of words that stay and are no words. */
    this.fillers = computed(() => without(fillers.value, this.struck.value));
    const silences = computed(() => (this.wave.value?.rate >= FINE_PER_S ? silencesOf(this.wave.value) : null));
    /** What stays, on frames. */
    this.parts = computed(() => {
      const struck = this.struck.value; // of hours it is asked for thousands of times
      const how = { duration, wave: this.wave.value, pauses: this.cuts.value.pauses, silences: silences.value };
      return keptParts(this.words.value, (n) => struck.has(n), how).map(({ start, end }) => ({ start: this.#onFrame(start), end: this.#onFrame(end) })).filter(({ start, end }) => end > start);
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
    const number = (this.firsts.peek().get(line) ?? NaN) + word;
    return this.words.peek()[number]?.line === line ? number : -1;
  }

  #onFrame = (seconds) => Math.min(this.duration, Math.max(0, Math.round(seconds * this.fps) / this.fps));

  #with(numbers) {
    if (numbers.length) this.#put(numbers, 1);
  }

  #without(numbers) {
    this.#put(numbers, 0);
  }

  #put(numbers, to) {
    const words = this.words.peek();
    const struck = new Uint8Array(words.length);
    for (const n of this.struck.peek()) struck[n] = 1;
    for (const n of numbers) struck[n] = to;
    const spans = [];
    for (let n = struck.indexOf(1); n >= 0; n = struck.indexOf(1, n)) {
      const { start } = words[n];
      let { end } = words[n];
      while (struck[++n]) end = Math.max(end, words[n].end);
      spans.push({ start, end });
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
    store(this.#name, this.any ? textOf(cuts) : "");
  }

  #kept() {
    return cutsOf(stored(this.#name, ""));
  }
}

/** Cuts as a short text: the pauses, then beginnings and ends in milliseconds. */
const textOf = ({ spans, pauses }) => [pauses ?? "-", ...spans.map(({ start, end }) => `${Math.round(start * 1000)}-${Math.round(end * 1000)}`)].join(" ");

/** The cuts of such a text; none of any other. @returns {Cuts} */
function cutsOf(text) {
  const [pauses, ...spans] = text.split(" ");
  const seconds = spans.map((one) => one.split("-").map((time) => Number(time) / 1000));
  if (!text || !seconds.every(([start, end]) => end >= start)) return NONE;
  return { pauses: Number(pauses) > 0 ? Number(pauses) : null, spans: seconds.map(([start, end]) => ({ start, end })) };
}

/** The words of a line; a line without times of words is one. */
function wordsOf({ index: line, start, end, text, words }) {
  if (!text) return [];
  return words.length ? words.map((word, n) => ({ start: word.start, end: word.end, text: word.text, line, word: n })) : [{ start, end, text, line, word: 0 }];
}

/** @returns {Map<number, number>} */
function firstsOf(words) {
  const firsts = new Map();
  words.forEach(({ line, word }, n) => word === 0 && firsts.set(line, n));
  return firsts;
}

/** A word is struck out if its middle is. Only the words in the spans are looked at. */
function struckOf(words, spans) {
  const found = new Set();
  for (const { start, end } of spans) {
    for (let n = indexFrom(words, start); n < words.length && middleOf(words[n]) <= end; n++) found.add(n);
  }
  return found;
}

const middleOf = ({ start, end }) => (start + end) / 2;

/** The number of the first word whose middle is at a time or after it. */
function indexFrom(words, time) {
  let [low, high] = [0, words.length];
  while (low < high) {
    const between = (low + high) >> 1;
    if (middleOf(words[between]) < time) low = between + 1;
    else high = between;
  }
  return low;
}

const without = (numbers, others) => numbers.filter((n) => !others.has(n));
