/** The part of the media that the timeline shows: zoomed around a time, scrolled manually, and along with the playhead. */
import { computed, signal } from "@preact/signals";

/** The shortest visible part, seconds. */
const LEAST_S = 5;
const STEP = 1.6;
/** Nearer to the whole than this, all is shown: scrolling would be pointless. */
const NEARLY_ALL = 1.02;
/** A larger step of the playhead is a seek by the user, seconds. */
const JUMP_S = 1;

export class Zoom {
  #box = null;
  #held = true; // the playhead was in view, so it is kept there
  #time = 0;

  /** @param {number} duration seconds */
  constructor(duration) {
    this.duration = duration;
    this.most = Math.max(1, duration / LEAST_S);
    this.factor = signal(1);
    /** Where the window begins, seconds. */
    this.from = signal(0);
    /** Width of the window in the page, pixels. */
    this.width = signal(0);
    /** @type {import("@preact/signals").ReadonlySignal<{from: number, to: number, span: number}>} */
    this.view = computed(() => {
      const span = duration / this.factor.value;
      return { from: this.from.value, to: this.from.value + span, span };
    });
  }

  /** @param {HTMLElement} box scrolls its only child @param {import("web/model/playback.js").Playback} playback @returns {() => void} ends it */
  attach(box, playback) {
    this.#box = box;
    const resized = new ResizeObserver(([entry]) => (this.width.value = entry.contentRect.width));
    const wheel = (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault(); // else the whole page is zoomed
      const { left, width } = box.getBoundingClientRect();
      const { from, span } = this.view.peek();
      this.by(Math.exp(-event.deltaY / 300), from + ((event.clientX - left) / width) * span);
    };
    const scrolled = () => {
      this.from.value = (box.scrollLeft / box.firstElementChild.offsetWidth) * this.duration;
      this.#held = this.shows(this.#time);
    };
    resized.observe(box);
    box.addEventListener("wheel", wheel, { passive: false });
    box.addEventListener("scroll", scrolled, { passive: true });
    const end = playback.time.subscribe((time) => this.#follow(time));
    return () => {
      end();
      resized.disconnect();
      box.removeEventListener("wheel", wheel);
      box.removeEventListener("scroll", scrolled);
    };
  }

  shows(time) {
    const { from, to } = this.view.peek();
    return time >= from && time <= to;
  }

  in = () => this.by(STEP);
  out = () => this.by(1 / STEP);
  fit = () => this.by(0);

  /** Zoom, with `time` staying where it is in the window: the playhead if it is in view, else the middle. */
  by(times, time = this.#anchor()) {
    const before = this.view.peek();
    const wanted = this.factor.peek() * times;
    const factor = wanted < NEARLY_ALL ? 1 : Math.min(this.most, wanted);
    const share = (time - before.from) / before.span;
    this.factor.value = factor;
    this.#box.firstElementChild.style.width = `${100 * factor}%`;
    this.#moveTo(time - share * (this.duration / factor));
  }

  /** Scroll a time into the middle of the window. */
  show(time) {
    this.#moveTo(time - this.view.peek().span / 2);
  }

  #anchor() {
    const { from, span } = this.view.peek();
    return this.shows(this.#time) ? this.#time : from + span / 2;
  }

  #follow(time) {
    const jumped = Math.abs(time - this.#time) > JUMP_S;
    this.#time = time;
    const shown = this.shows(time);
    if (!shown && (this.#held || jumped)) this.#moveTo(time - (jumped ? 0.5 : 0.1) * this.view.peek().span);
    this.#held = this.shows(time);
  }

  #moveTo(from) {
    const { span } = this.view.peek();
    this.from.value = Math.min(this.duration - span, Math.max(0, from));
    if (this.#box) this.#box.scrollLeft = (this.from.peek() / this.duration) * this.#box.firstElementChild.offsetWidth;
    this.#held = this.shows(this.#time);
  }
}
