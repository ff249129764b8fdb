/** The recording of a share link, read again while the page is in view: corrections show, and a link that has ended ends the page. */
import { batch, signal } from "@preact/signals";
import { segmentOf } from "web/model/pieces.js";
import { roughly } from "web/format/time.js";

const CHECK_MS = 10_000;
const ENDED = [404, 410];
const REVOKED = { title: "Nothing here", text: "This link was revoked, or it has expired. Ask the sender for a new one." };

/** @typedef {{title: string, duration: number|null, language: string|null, complete: boolean, clip: boolean, media: "audio"|"video"|null, poster: boolean, chapters: object[]}} Recording */

export class Shared {
  #told = [];
  #timer = 0;
  #notBeforeMs = 0;

  /** @param {string} path of the page */
  constructor(path) {
    this.path = path.replace(/\/+$/, "");
    /** @type {import("@preact/signals").Signal<Recording|null>} null until it is loaded */
    this.recording = signal(null);
    /** @type {import("@preact/signals").Signal<import("web/model/pieces.js").Segment[]>} */
    this.segments = signal([]);
    /** Changes with what is shown. */
    this.version = signal("");
    /** Why the link opens nothing any more. @type {import("@preact/signals").Signal<{title: string, text: string}|null>} */
    this.ended = signal(null);
    /** Why nothing can be shown just now; what was shown before stays. @type {import("@preact/signals").Signal<{title: string, text: string}|null>} */
    this.trouble = signal(null);
    this.asking = signal(false);
  }

  /** Load it, and then look again from time to time. @returns {() => void} ends it */
  start() {
    const look = () => !document.hidden && Date.now() >= this.#notBeforeMs && this.check();
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
    if (this.asking.peek() || this.ended.peek()) return;
    this.asking.value = true;
    try {
      const answer = await fetch(`${this.path}/recording`, { cache: "no-cache" });
      await this.#take(answer);
    } catch {
      this.#fail({ title: "The server cannot be reached", text: "" });
    }
    this.asking.value = false;
  }

  async #take(answer) {
    if (ENDED.includes(answer.status)) {
      this.ended.value = wordsIn(await answer.text()) ?? REVOKED;
      clearInterval(this.#timer);
      return;
    }
    if (!answer.ok) return this.#fail(refused(answer.status), Number(answer.headers.get("Retry-After")) || 0);
    this.#notBeforeMs = 0;
    const version = answer.headers.get("ETag") ?? "";
    if (version && version === this.version.peek()) return;
    const { lines, ...recording } = await answer.json();
    batch(() => {
      this.trouble.value = null;
      this.version.value = version;
      this.recording.value = recording;
      this.#show(lines);
    });
  }

  /** What is shown stays; the next look may succeed. */
  #fail({ title, text }, waitS = 0) {
    this.#notBeforeMs = Date.now() + waitS * 1000;
    const again = `The page tries again by itself${waitS ? ` in ${roughly(Math.max(waitS, 1))}` : ""}.`;
    if (!this.recording.peek()) this.trouble.value = { title, text: `${text} ${again}`.trim() };
  }

  /** Lines that are as they were stay the same objects, so that they are not drawn again. */
  #show(lines) {
    const before = this.segments.peek();
    const told = lines.map((line) => JSON.stringify(line));
    this.segments.value = lines.map((line, n) => (told[n] === this.#told[n] ? before[n] : segmentOf(line, n)));
    this.#told = told;
  }
}

/** What the server's own page for an ended link says; null where a proxy has responded. */
function wordsIn(page) {
  const found = new DOMParser().parseFromString(page, "text/html");
  const [title, text] = ["h1", "p"].map((name) => found.querySelector(`.share-ended ${name}`)?.textContent);
  return title && text ? { title, text } : null;
}

function refused(status) {
  if (status === 429) return { title: "Too many requests", text: "More was asked of this server from your address than it allows." };
  if (status >= 500) return { title: "The server is busy", text: `It cannot show this just now (${status}). The link is not to blame.` };
  return { title: "The server does not show this", text: `It refused (${status}). The link is not to blame.` };
}
