/** Words of the transcript that are chosen: from one to another, as lines and words are numbered. */
import { computed, signal } from "@preact/signals";
import { shownText } from "web/model/pieces.js";

/** @typedef {{line: number, word: number}} Place */

const TITLE_LENGTH = 80;

export class WordChoice {
  #segments;
  #anchor = null;

  /** @param {import("@preact/signals").Signal<import("web/model/pieces.js").Segment[]>} segments */
  constructor(segments) {
    this.#segments = segments;
    /** @type {import("@preact/signals").Signal<{from: Place, to: Place}|null>} both ends included */
    this.range = signal(null);
    /** What is chosen: its times and words; null without any. */
    this.chosen = computed(() => this.range.value && chosenOf(this.#segments.value, this.range.value));
  }

  /** @param {Place} from @param {Place} to in order */
  set(from, to) {
    const now = this.range.peek();
    if (now && same(now.from, from) && same(now.to, to)) return;
    this.range.value = { from, to };
    this.#anchor = null;
  }

  clear() {
    this.range.value = null;
    this.#anchor = null;
  }

  /** Choose a word or a line more, or less, in that direction; at first the word at `start` alone. @param {Place} start */
  extend(key, start) {
    const now = this.range.peek();
    if (!now) return this.#between(start, start);
    const anchor = this.#anchor ?? now.from;
    const head = same(anchor, now.from) ? now.to : now.from;
    this.#between(anchor, moved(this.#segments.peek(), head, key));
  }

  #between(anchor, head) {
    this.range.value = isBefore(head, anchor) ? { from: head, to: anchor } : { from: anchor, to: head };
    this.#anchor = anchor;
  }
}

const same = (one, other) => one.line === other.line && one.word === other.word;
const isBefore = (one, other) => one.line < other.line || (one.line === other.line && one.word < other.word);
const countOf = ({ words }) => Math.max(1, words.length);

/** The place of the next word, or of one in the next line. */
function moved(lines, { line, word }, key) {
  const last = lines.length - 1;
  if (key === "ArrowUp" || key === "ArrowDown") {
    const to = Math.min(last, Math.max(0, line + (key === "ArrowDown" ? 1 : -1)));
    if (to === line) return { line, word: key === "ArrowDown" ? countOf(lines[line]) - 1 : 0 };
    return { line: to, word: Math.min(word, countOf(lines[to]) - 1) };
  }
  const to = word + (key === "ArrowRight" ? 1 : -1);
  if (to < 0) return line > 0 ? { line: line - 1, word: countOf(lines[line - 1]) - 1 } : { line, word };
  if (to >= countOf(lines[line])) return line < last ? { line: line + 1, word: 0 } : { line, word };
  return { line, word: to };
}

function chosenOf(lines, { from, to }) {
  const [first, last] = [lines[from.line], lines[to.line]];
  if (!first || !last) return null;
  const start = first.words[from.word]?.start ?? first.start;
  const end = last.words[to.word]?.end ?? last.end;
  const parts = lines.slice(from.line, to.line + 1).map((line, n, all) => {
    if (!line.words.length) return shownText(line);
    const words = line.words.slice(n === 0 ? from.word : 0, n === all.length - 1 ? to.word + 1 : undefined);
    return words.map((word, at) => (at && word.gap ? " " : "") + word.text).join("");
  });
  const text = parts.filter(Boolean).join(" ");
  const count = lines.slice(from.line, to.line + 1).reduce((sum, line) => sum + countOf(line), 0) - from.word - (countOf(last) - 1 - to.word);
  return { start, end, text, count, title: text.length > TITLE_LENGTH ? `${text.slice(0, TITLE_LENGTH - 1).trimEnd()}…` : text };
}
