/**
 * Marks the line and the word that are playing, straight in the page (sixty renders a second would be too slow),
 * and keeps the line in view. After a manual scroll it stops, until the user asks to come back.
 */
import { signal } from "@preact/signals";
import { indexAt } from "web/model/pieces.js";
import { bringIntoView } from "web/views/job/in_view.js";

const SCROLL_KEYS = ["PageUp", "PageDown", "Home", "End", " ", "ArrowUp", "ArrowDown"];

export class PlaybackFollower {
  #box = null;
  #marked = { line: null, word: null };

  constructor(segments, playback) {
    this.segments = segments;
    this.playback = playback;
    /** Whether the playing line is kept in view. */
    this.following = signal(true);
    /** Whether there is such a line. */
    this.heard = signal(false);
  }

  /** @param {HTMLElement} box of the lines @returns {() => void} ends it */
  attach(box) {
    this.#box = box;
    const keys = ({ key }) => SCROLL_KEYS.includes(key) && this.leave();
    // A press on the bar to scroll by, or with the wheel, which scrolls as the pointer moves.
    const press = (event) => (event.button === 1 || (event.target === box && event.offsetX > box.clientWidth)) && this.leave();
    const listeners = { wheel: () => this.leave(), touchmove: () => this.leave(), keydown: keys, pointerdown: press };
    for (const [name, listener] of Object.entries(listeners)) box.addEventListener(name, listener, { passive: true });
    const end = this.playback.time.subscribe((time) => this.#hear(time));
    return () => {
      end();
      for (const [name, listener] of Object.entries(listeners)) box.removeEventListener(name, listener);
    };
  }

  /** The user has scrolled away. */
  leave = () => {
    this.following.value = false;
  };

  /** Return to the playing line, and follow it again. */
  back = () => {
    this.following.value = true;
    if (this.#marked.line) bringIntoView(this.#box, this.#marked.line);
  };

  #hear(time) {
    const lines = this.segments.peek();
    const segment = time > 0 ? lines[indexAt(lines, time)] : undefined;
    const line = segment ? this.#lineOf(segment.index) : null;
    const moved = this.#mark("line", line);
    this.#mark("word", line && segment.words.length ? line.querySelectorAll(".word")[indexAt(segment.words, time)] : null);
    this.heard.value = Boolean(line);
    if (moved && line && this.following.peek()) bringIntoView(this.#box, line, { smooth: true });
  }

  /** The element of a line: most often the marked one, and looking for it among thousands takes a good part of a frame. */
  #lineOf(index) {
    const { line } = this.#marked;
    if (line?.isConnected && Number(line.dataset.line) === index) return line;
    return this.#box.querySelector(`[data-line="${index}"]`);
  }

  /** Move the mark; returns whether it moved. */
  #mark(name, element = null) {
    const before = this.#marked[name];
    if (before === element) return false;
    before?.classList.remove("heard");
    element?.classList.add("heard");
    this.#marked[name] = element;
    return true;
  }
}
