/** Plays an edit on the player of its source: part after part, each at its speed, jumping over what was left out. */
import { effect, signal } from "@preact/signals";

export class EditPlayback {
  #edit;
  #source;
  #at = -1;

  /** @param {import("web/model/edit.js").Edit} edit @param {import("web/model/playback.js").Playback} source */
  constructor(edit, source) {
    this.#edit = edit;
    this.#source = source;
    /** Whether the edit plays, not the source by itself. */
    this.on = signal(false);
    /** The time of the edit, seconds; null while the source is looked at by itself. */
    this.time = signal(null);
  }

  /** Follow the player for as long as the page is shown. @returns {() => void} ends it */
  start = () => effect(() => this.#follow(this.#source.time.value, this.#source.playing.value));

  /** Play from the part that is chosen, or from the beginning. */
  play() {
    const parts = this.#edit.parts.peek();
    if (!parts.length) return;
    const chosen = parts.findIndex(({ key }) => key === this.#edit.chosen.peek());
    this.#enter(Math.max(0, chosen));
  }

  stop() {
    this.on.value = false;
    this.time.value = null;
    this.#at = -1;
    this.#source.speed(1);
    this.#source.pause();
  }

  #enter(index) {
    const part = this.#edit.parts.peek()[index];
    this.#at = index;
    this.on.value = true;
    this.#source.speed(part.speed);
    this.#source.seek(part.start, { play: true });
    this.time.value = this.#edit.times.peek().begins[index];
  }

  #follow(time, playing) {
    if (!this.on.peek()) return;
    const part = this.#edit.parts.peek()[this.#at];
    if (!part) return this.stop();
    const half = 0.5 / this.#edit.fps;
    if (time < part.start - 1 || time > part.end + 1) return this.#leave(); // somebody has seeked elsewhere
    this.time.value = this.#edit.times.peek().begins[this.#at] + Math.max(0, time - part.start) / part.speed;
    if (time < part.end - half && playing) return;
    if (time < part.end - half) return; // paused within it
    if (this.#at + 1 < this.#edit.parts.peek().length) this.#enter(this.#at + 1);
    else this.stop();
  }

  #leave() {
    this.on.value = false;
    this.time.value = null;
    this.#source.speed(1);
  }
}
