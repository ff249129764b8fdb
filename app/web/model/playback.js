/** The player's position: one clock for the transcript, the lanes and the keys. */
import { signal } from "@preact/signals";

export class Playback {
  #media = null;
  #end = null;
  #wanted = null; // a position for a player that is not here yet

  constructor() {
    /** Seconds, moved with every frame while it plays. */
    this.time = signal(0);
    this.playing = signal(false);
    /** True when the browser cannot play the source. */
    this.failed = signal(false);
    /** Width of the shown picture divided by its height; 0 until it is known. */
    this.shape = signal(0);
  }

  /** @param {HTMLMediaElement|null} media */
  attach = (media) => {
    this.#end?.();
    this.#media = media;
    if (media) this.#end = this.#follow(media);
    if (media && this.#wanted) this.seek(this.#wanted.seconds, this.#wanted);
  };

  seek(seconds, { play = false } = {}) {
    this.time.value = seconds;
    this.#wanted = this.#media ? null : { seconds, play };
    if (!this.#media) return;
    this.#media.currentTime = seconds;
    if (play) this.#media.play().catch(() => undefined); // refused without a gesture: the position is still right
  }

  /** Load a source that failed once more, and go on where it was. */
  again() {
    const seconds = this.time.peek();
    this.failed.value = false;
    this.#media?.load();
    this.seek(seconds, { play: true });
  }

  pause() {
    this.#media?.pause();
  }

  /** Play so many times as fast. */
  speed(times) {
    if (this.#media) this.#media.playbackRate = times;
  }

  turn() {
    if (!this.#media) return;
    if (this.#media.paused) this.#media.play().catch(() => undefined);
    else this.#media.pause();
  }

  #follow(media) {
    const told = () => {
      this.time.value = media.currentTime;
      this.playing.value = !media.paused && !media.ended;
    };
    const frame = () => {
      if (this.#media !== media || media.paused) return;
      this.time.value = media.currentTime;
      requestAnimationFrame(frame);
    };
    const measured = () => (this.shape.value = media.videoWidth ? media.videoWidth / media.videoHeight : 0);
    const fail = () => (this.failed.value = true);
    const play = () => (told(), frame());
    const events = { play, pause: told, seeked: told, ended: told, error: fail, loadedmetadata: measured, resize: measured };
    for (const [name, listener] of Object.entries(events)) media.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of Object.entries(events)) media.removeEventListener(name, listener);
    };
  }
}
