/** Plays a range of the source on its player, and stops at its end. */
import { effect, signal } from "@preact/signals";

export class RangePlayback {
  #source;
  #range;

  /** @param {import("web/model/playback.js").Playback} source @param {() => {start: number, end: number}} range */
  constructor(source, range) {
    this.#source = source;
    this.#range = range;
    this.on = signal(false);
  }

  /** Follow the player for as long as the page is shown. @returns {() => void} ends it */
  start = () => effect(() => this.#follow(this.#source.time.value));

  play = () => {
    this.on.value = true;
    this.#source.seek(this.#range().start, { play: true });
  };

  stop = () => {
    this.on.value = false;
    this.#source.pause();
  };

  turn = () => (this.on.peek() ? this.stop() : this.play());

  #follow(time) {
    if (!this.on.peek()) return;
    const { start, end } = this.#range();
    if (time < start - 1 || time > end + 1) this.on.value = false; // somebody has seeked elsewhere
    else if (time >= end - 0.02) this.stop();
  }
}
