/** The recording of a share link, read again while the page is in view: corrections show, and a link that has ended ends the page. */
import { batch, signal } from "@preact/signals";
import { segmentOf } from "web/model/pieces.js";

const CHECK_MS = 10_000;
const ENDED = [404, 410];

/** @typedef {{title: string, duration: number|null, language: string|null, complete: boolean, clip: boolean, media: "audio"|"video"|null, poster: boolean, chapters: object[]}} Recording */

export class Shared {
  #told = [];
  #timer = 0;
  #asking = false;

  /** @param {string} path of the page */
  constructor(path) {
    this.path = path.replace(/\/+$/, "");
    /** @type {import("@preact/signals").Signal<Recording|null>} null until it is loaded */
    this.recording = signal(null);
    /** @type {import("@preact/signals").Signal<import("web/model/pieces.js").Segment[]>} */
    this.segments = signal([]);
    /** Changes with what is shown. */
    this.version = signal("");
    /** Whether the link has been revoked, or has expired. */
    this.ended = signal(false);
    /** Whether the server could not be reached before anything was shown. */
    this.away = signal(false);
  }

  /** Load it, and then look again from time to time. @returns {() => void} ends it */
  start() {
    const look = () => !document.hidden && this.check();
    this.check();
    this.#timer = setInterval(look, CHECK_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(this.#timer);
      document.removeEventListener("visibilitychange", look);
    };
  }

  /** Ask for what is new. */
  async check() {
    if (this.#asking || this.ended.peek()) return;
    this.#asking = true;
    try {
      const answer = await fetch(`${this.path}/recording`, { cache: "no-cache" });
      await this.#take(answer);
    } catch {
      this.away.value = !this.recording.peek(); // else what is shown stays; the next look may succeed
    }
    this.#asking = false;
  }

  async #take(answer) {
    if (ENDED.includes(answer.status)) {
      this.ended.value = true;
      clearInterval(this.#timer);
      return;
    }
    const version = answer.headers.get("ETag") ?? "";
    if (!answer.ok || (version && version === this.version.peek())) return;
    const { lines, ...recording } = await answer.json();
    batch(() => {
      this.away.value = false;
      this.version.value = version;
      this.recording.value = recording;
      this.#show(lines);
    });
  }

  /** Lines that are as they were stay the same objects, so that they are not drawn again. */
  #show(lines) {
    const before = this.segments.peek();
    const told = lines.map((line) => JSON.stringify(line));
    this.segments.value = lines.map((line, n) => (told[n] === this.#told[n] ? before[n] : segmentOf(line, n)));
    this.#told = told;
  }
}
