/**
 * A clip while people decide on it: its range, title and looks. Every change can be undone.
 *
 * Times are seconds of the source and lie on its frames: the range begins with the frame that is shown at its start, so that no
 * word in it has begun before.
 */
import { computed, signal } from "@preact/signals";

/** @typedef {{start: number, end: number, title: string, aspect: string, position: number|null, captions: boolean, resolution: string, output_format: string}} Look */

/** Forms of sound alone. */
const SOUND = ["m4a", "mp3"];
export const isSound = ({ output_format: form }) => SOUND.includes(form);

const UNDONE_AT_MOST = 200;
/** Nearer to a frame than this share of one is on it: times in files are rounded. */
const NEARLY = 0.1;
const PLAIN = { title: "", aspect: "source", position: null, captions: false, resolution: "source", output_format: "mp4" };
/** What a clip is cut by; its title is no part of that. */
const CUT_BY = ["start", "end", "aspect", "position", "captions", "resolution", "output_format"];

export class ClipDraft {
  #before = [];
  #after = [];
  #gesture = null;

  /** @param {Partial<Look> & {start: number, end: number}} look @param {{fps: number, duration: number}} source */
  constructor(look, { fps, duration }) {
    this.fps = fps;
    this.duration = duration;
    /** @type {import("@preact/signals").Signal<Look>} */
    this.look = signal(this.#checked({ ...PLAIN, ...look }));
    /** How many changes can be undone and done again. */
    this.depth = signal([0, 0]);
    this.length = computed(() => this.look.value.end - this.look.value.start);
  }

  /** The time of the frame that is shown at that time. */
  onFrame = (seconds) => this.#frame(Math.floor(seconds * this.fps + NEARLY));
  /** The time of the frame that comes then, or next: what ends there has been shown. */
  afterFrame = (seconds) => this.#frame(Math.ceil(seconds * this.fps - NEARLY));
  #frame = (number) => Math.min(this.duration, Math.max(0, number / this.fps));

  /** Change it. `gesture` names a drag, or typing in one field: all changes of one are undone together. */
  set(changes, gesture = null) {
    const look = this.#checked({ ...this.look.peek(), ...changes }, "start" in changes ? "start" : "end");
    if (sameIn(Object.keys(look), look, this.look.peek())) return;
    if (!gesture || gesture !== this.#gesture) this.#before.push(this.look.peek());
    this.#gesture = gesture;
    this.#before.splice(0, this.#before.length - UNDONE_AT_MOST);
    this.#after.length = 0;
    this.#show(look);
  }

  undo = () => this.#step(this.#before, this.#after);
  redo = () => this.#step(this.#after, this.#before);

  /** Whether a clip that was made is cut in the same way: then only its title can differ. @param {Look} clip */
  isCutAs(clip) {
    const frame = 1 / this.fps;
    const look = this.look.value;
    const near = Math.abs(look.start - clip.start) < frame && Math.abs(look.end - clip.end) < frame;
    return near && (isSound(look) ? look.output_format === clip.output_format : sameIn(CUT_BY.slice(2), look, clip));
  }

  /** The order of it for the API. */
  order() {
    const { title, ...look } = this.look.peek();
    if (isSound(look)) return { start: look.start, end: look.end, output_format: look.output_format, ...(title.trim() && { title: title.trim() }) };
    return { ...look, position: look.aspect === "source" ? null : look.position, ...(title.trim() && { title: title.trim() }) };
  }

  /** The times on frames, in order: `moved` is the end that gives way. */
  #checked(look, moved = "end") {
    const least = 1 / this.fps;
    let [start, end] = [this.onFrame(look.start), this.afterFrame(look.end)];
    if (end - start < least / 2) {
      if (moved === "start") start = Math.max(0, this.onFrame(end - least));
      else end = Math.min(this.duration, this.afterFrame(start + least));
    }
    return { ...look, start, end };
  }

  #step(from, to) {
    if (!from.length) return;
    to.push(this.look.peek());
    this.#gesture = null;
    this.#show(from.pop());
  }

  #show(look) {
    this.look.value = look;
    this.depth.value = [this.#before.length, this.#after.length];
  }
}

const sameIn = (names, one, other) => names.every((name) => one[name] === other[name]);
