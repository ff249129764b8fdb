/** The search of everything said: what is typed, and the lines that have it. */
import { batch, signal } from "@preact/signals";
import { beginsAll, wordsOf } from "web/model/commands.js";
import { momentHref } from "web/model/route.js";
import { get } from "web/net/api.js";

const TYPING_MS = 120;
const PAGE = 16;

/** @typedef {{job_id: string, video_title: string|null, start: number, end: number, snippet: string, highlights: [number, number][], index: number, speaker: string|null}} FoundLine */

export class Search {
  #timer = 0;
  #request = null;

  constructor() {
    this.text = signal("");
    /** @type {import("@preact/signals").Signal<FoundLine[]>} */
    this.items = signal([]);
    /** How many there are; of very many a lower bound. */
    this.total = signal({ count: 0, exact: true });
    /** @type {import("@preact/signals").Signal<"idle"|"asked"|"ready"|"failed">} */
    this.phase = signal("idle");
    this.problem = signal(null);
  }

  /** Search as it is typed, when it rests for a moment; of the lines that are here only those stay that have it too. */
  type(text) {
    if (text === this.text.peek()) return;
    this.text.value = text;
    clearTimeout(this.#timer);
    this.#request?.abort();
    if (!text.trim()) return this.#show({ items: [], total: 0, total_exact: true }, "idle");
    const typed = wordsOf(text);
    batch(() => {
      this.phase.value = "asked";
      this.items.value = this.items.peek().filter(({ snippet }) => beginsAll(typed, wordsOf(snippet)));
    });
    this.#timer = setTimeout(() => this.#ask(0), TYPING_MS);
  }

  /** Search again, now: what is said may have changed since. */
  again() {
    if (this.text.peek().trim()) return this.#ask(0);
  }

  /** Fetch the lines after those that are here. */
  more() {
    const { length } = this.items.peek();
    if (this.phase.peek() === "ready" && length < this.total.peek().count) return this.#ask(length);
  }

  async #ask(offset) {
    this.#request?.abort();
    const request = (this.#request = new AbortController());
    this.phase.value = "asked";
    const query = new URLSearchParams({ q: wanted(this.text.peek()), limit: PAGE, offset });
    try {
      const page = await get(`/api/v1/search?${query}`, { signal: request.signal });
      if (!request.signal.aborted) this.#show(page, "ready", offset);
    } catch (problem) {
      if (request.signal.aborted) return;
      batch(() => {
        this.problem.value = problem;
        this.phase.value = "failed";
      });
    }
  }

  #show({ items, total, total_exact: exact }, phase, offset = 0) {
    batch(() => {
      this.items.value = offset ? [...this.items.peek().slice(0, offset), ...items] : items;
      this.total.value = { count: total, exact };
      this.phase.value = phase;
      this.problem.value = null;
    });
  }
}

/** Where a line is played. */
export const lineHref = ({ job_id: id, start }) => momentHref(id, start);

/** What is typed as a query: the last word may not be finished. */
export const wanted = (text) => (/[\p{L}\p{N}]$/u.test(text) ? `${text}*` : text);

/** A snippet in parts, those that were found and those between them. @returns {{text: string, found: boolean}[]} */
export function partsOf({ snippet, highlights }) {
  const letters = Array.from(snippet); // places are counted in code points
  const parts = [];
  let at = 0;
  for (const [from, to] of highlights) {
    parts.push({ text: letters.slice(at, from).join(""), found: false }, { text: letters.slice(from, to).join(""), found: true });
    at = to;
  }
  parts.push({ text: letters.slice(at).join(""), found: false });
  return parts.filter(({ text }) => text);
}
