/**
 * An edit: parts of one source in a row, as people cut it on the page. Every change can be undone, and a reload loses none.
 *
 * Times are seconds of the source and lie on its frames, so that what is shown is what is rendered. A transition lies on
 * the border to the part before and shortens nothing.
 */
import { computed, signal } from "@preact/signals";
import { store, stored } from "web/model/storage.js";

/**
 * @typedef {{kind: "crossfade"|"dip_to_black"|"wipe_left"|"slide_left", duration: number}} Transition
 * @typedef {{key: number, start: number, end: number, label: string, speed: number, volume: number, muted: boolean,
 *   fadeIn: number, fadeOut: number, transition: Transition|null}} Part
 */

const UNDONE_AT_MOST = 200;
const PLAIN = { label: "", speed: 1, volume: 0, muted: false, fadeIn: 0, fadeOut: 0, transition: null };

export class Edit {
  #name;
  #before = [];
  #after = [];
  #key = 0;

  /** @param {string} jobId whose source it is @param {{fps: number, duration: number}} source frames a second, and its length */
  constructor(jobId, { fps, duration }) {
    this.#name = `edit ${jobId}`;
    this.fps = fps;
    this.duration = duration;
    /** @type {import("@preact/signals").Signal<Part[]>} in order */
    this.parts = signal(this.#kept());
    /** Key of the chosen part, or null. */
    this.chosen = signal(null);
    /** How many changes can be undone and done again. */
    this.depth = signal([0, 0]);
    /** Where each part begins on the time of the edit, and the length of all, seconds. */
    this.times = computed(() => timesOf(this.parts.value));
    this.#key = Math.max(0, ...this.parts.peek().map(({ key }) => key));
  }

  get length() {
    return this.times.value.length;
  }

  /** The chosen part; undefined without one. */
  get part() {
    return this.parts.value.find(({ key }) => key === this.chosen.value);
  }

  /** The frame's time that is nearest. */
  onFrame = (seconds) => Math.min(this.duration, Math.max(0, Math.round(seconds * this.fps) / this.fps));

  /** Put stretches of the source into the edit, at `index` or at its end, and choose the last. @param {{start: number, end: number, label?: string}[]} stretches */
  add(stretches, index = this.parts.peek().length) {
    const fresh = stretches.map((one) => this.#part(one)).filter(({ start, end }) => end > start);
    if (!fresh.length) return;
    const parts = this.parts.peek();
    this.#change([...parts.slice(0, index), ...fresh, ...parts.slice(index)]);
    this.chosen.value = fresh.at(-1).key;
  }

  /** Move a part so that it comes before the one at `index`. */
  move(key, index) {
    const parts = this.parts.peek();
    const from = parts.findIndex((part) => part.key === key);
    if (from < 0 || index === from || index === from + 1) return;
    const rest = parts.filter((part) => part.key !== key);
    const to = Math.min(rest.length, Math.max(0, index > from ? index - 1 : index));
    this.#change([...rest.slice(0, to), parts[from], ...rest.slice(to)]);
  }

  remove(key) {
    const parts = this.parts.peek();
    const at = parts.findIndex((part) => part.key === key);
    if (at < 0) return;
    this.#change(parts.filter((part) => part.key !== key));
    this.chosen.value = (parts[at + 1] ?? parts[at - 1])?.key ?? null;
  }

  clear() {
    if (this.parts.peek().length) this.#change([]);
    this.chosen.value = null;
  }

  /** Change a part. `gesture` names a drag: all changes of one are undone together. */
  set(key, changes, gesture = null) {
    const parts = this.parts.peek();
    const part = parts.find((one) => one.key === key);
    if (!part) return;
    const next = { ...part, ...changes };
    const least = 1 / this.fps;
    next.start = Math.max(0, this.onFrame(Math.min(next.start, part.end - least)));
    next.end = this.onFrame(Math.max(next.end, next.start + least));
    this.#change(parts.map((one) => (one === part ? next : one)), gesture);
  }

  /** Divide a part where the source shows `time`. */
  divide(key, time) {
    const parts = this.parts.peek();
    const part = parts.find((one) => one.key === key);
    const at = this.onFrame(time);
    if (!part || at <= part.start || at >= part.end) return;
    const later = { ...part, key: ++this.#key, start: at, fadeIn: 0, transition: null };
    this.#change(parts.flatMap((one) => (one === part ? [{ ...part, end: at, fadeOut: 0 }, later] : [one])));
    this.chosen.value = later.key;
  }

  undo = () => this.#step(this.#before, this.#after);
  redo = () => this.#step(this.#after, this.#before);

  #part({ start, end, label = "" }) {
    return { ...PLAIN, key: ++this.#key, label, start: this.onFrame(start), end: this.onFrame(end) };
  }

  #gesture = null;

  #change(parts, gesture = null) {
    if (!gesture || gesture !== this.#gesture) this.#before.push(this.parts.peek());
    this.#gesture = gesture;
    this.#before.splice(0, this.#before.length - UNDONE_AT_MOST);
    this.#after.length = 0;
    this.#show(parts);
  }

  #step(from, to) {
    if (!from.length) return;
    to.push(this.parts.peek());
    this.#gesture = null;
    this.#show(from.pop());
    if (!this.part) this.chosen.value = null;
  }

  #show(parts) {
    this.parts.value = parts;
    this.depth.value = [this.#before.length, this.#after.length];
    store(this.#name, parts.length ? JSON.stringify(parts) : "");
  }

  #kept() {
    try {
      return JSON.parse(stored(this.#name, "[]")).map((part) => ({ ...PLAIN, ...part }));
    } catch {
      return [];
    }
  }
}

/** @param {Part[]} parts */
function timesOf(parts) {
  let length = 0;
  const begins = parts.map(({ start, end, speed }) => {
    const begin = length;
    length += (end - start) / speed;
    return begin;
  });
  return { begins, length };
}
