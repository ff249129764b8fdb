/**
 * Corrections of a transcript on the page: the line that is open, and what becomes of it.
 *
 * Every correction names the state of the transcript that it is made for (`If-Match`). When others have changed other
 * lines meanwhile, it is made for the new state; when they have changed the same line, people decide.
 */
import { batch, signal } from "@preact/signals";
import { CLOSE_S, close, same, selected, tidy } from "web/model/line_places.js";
import { say } from "web/model/toast.js";
import { exchange } from "web/net/api.js";

/** @typedef {{index: number, start: number, end: number, text: string, select: [number, number], theirs: string|null|undefined}} Open
 * the line as it was when it was opened; `theirs` is what others have made of it meanwhile, null if it is gone */

const TRIES = 5;

export class Corrections {
  #path;
  #segments;
  #tag = null;

  /** @param {string} id of the transcript @param {import("@preact/signals").Signal<import("web/model/pieces.js").Segment[]>} segments */
  constructor(id, segments) {
    this.#path = `/api/v1/transcripts/${encodeURIComponent(id)}`;
    this.#segments = segments;
    /** @type {import("@preact/signals").Signal<Open|null>} */
    this.open = signal(null);
    /** The text of a line that is being stored. @type {import("@preact/signals").Signal<{index: number, text: string}|null>} */
    this.pending = signal(null);
    this.busy = signal(false);
    /** How many of the last corrections are this page's, and can be undone. */
    this.depth = signal(0);
  }

  /** Follow the lines. @returns {() => void} ends it */
  attach = () => this.#segments.subscribe((lines) => this.#moved(lines));

  /** What the line of this number shows. */
  of(index) {
    const open = this.open.value?.index === index ? this.open.value : null;
    const pending = this.pending.value?.index === index ? this.pending.value.text : undefined;
    return { open, pending, corrections: open ? this : null };
  }

  /** Open a line, with a word selected if it has that many. */
  begin = async (index, word = -1) => {
    const before = this.open.peek();
    if (before && !(await this.save(before.typed?.() ?? before.text))) return;
    const line = this.#segments.peek()[index];
    if (!line) return;
    this.open.value = { index, start: line.start, end: line.end, text: line.text, select: selected(line, word), theirs: undefined };
  };

  cancel = () => {
    this.open.value = null;
  };

  /** Store the text of the open line; whether nothing is left to do. */
  save = async (text) => {
    const open = this.open.peek();
    if (!open) return true;
    if (text.trim() === open.text) return this.cancel(), true;
    const done = await this.#act(open, (index, headers) => exchange("PATCH", `${this.#path}/segments/${index}`, { json: { text }, headers }));
    if (!done) return false;
    const stored = { start: open.start, text: done.body.text.trim() };
    const shown = this.#segments.peek().some((line) => same(line, stored)); // the event was here before the answer
    batch(() => {
      this.open.value = null;
      this.pending.value = shown ? null : { index: open.index, text: done.body.text };
    });
    return true;
  };

  /** Divide the open line at a letter of what was typed. */
  split = async (text, at) => {
    const line = await this.#stored(text);
    const offset = [...tidy(text.slice(0, at))].length;
    if (line && offset > 0 && offset < [...line.text].length) await this.#structure(line, "split", { offset });
  };

  /** Join the open line with the one before (-1) or after it (1). */
  join = async (text, by) => {
    const line = await this.#stored(text);
    const first = line && (by < 0 ? this.#segments.peek()[line.index - 1] : line);
    if (first && line.index + by < this.#segments.peek().length) await this.#structure(first, "join");
  };

  /** Rename a speaker in all lines. */
  rename = async (from, to) => {
    if (to === from || this.busy.peek()) return;
    await this.#working(async () => {
      const read = async () => (await exchange("GET", `${this.#path}/segments?from=0&to=0`)).tag;
      await this.#retried(read, (headers) => exchange("PATCH", `${this.#path}/speakers`, { json: { [from]: to }, headers }));
    });
  };

  /** Take back this page's last correction. */
  undo = async () => {
    if (!this.depth.peek() || this.busy.peek() || this.open.peek()) return;
    await this.#working(async () => {
      try {
        const { tag } = await exchange("POST", `${this.#path}/undo`, { headers: { "If-Match": this.#tag } });
        batch(() => ([this.#tag, this.depth.value] = [bare(tag), this.depth.peek() - 1]));
      } catch (problem) {
        this.depth.value = 0;
        if (problem.status !== 412) throw problem;
        say("Somebody else has corrected this transcript since. Correct the line once more instead.", "bad");
      }
    });
  };

  /** The open line with its text stored; null if that has failed. */
  async #stored(text) {
    const open = this.open.peek();
    if (!open || tidy(text) === open.text) return open;
    const done = await this.#act(open, (index, headers) => exchange("PATCH", `${this.#path}/segments/${index}`, { json: { text }, headers }));
    if (done) this.open.value = { ...open, text: done.body.text };
    return done && { ...open, text: done.body.text };
  }

  async #structure(line, what, json) {
    const done = await this.#act(line, (index, headers) => exchange("POST", `${this.#path}/segments/${index}/${what}`, { json, headers }));
    if (done) this.open.value = null;
  }

  /** Make a correction of a line as it was seen; null if it was not made. */
  async #act(line, request) {
    if (this.busy.peek()) return null;
    return await this.#working(async () => {
      let index = -1;
      const read = async () => {
        const { body, tag } = await exchange("GET", `${this.#path}/segments?from=${Math.max(0, line.start - CLOSE_S)}&to=${line.end + CLOSE_S}`);
        const found = body.items.find((one) => same(one, line));
        if (!found) return this.#conflict(body.items.find((one) => close(one.start, line.start)));
        index = found.index;
        return tag;
      };
      return await this.#retried(read, (headers) => request(index, headers));
    });
  }

  /** Make a correction for the state that `read` finds, and again when others were faster; null if that finds none. */
  async #retried(read, request) {
    for (let tries = 0; tries < TRIES; tries++) {
      const tag = bare(await read());
      if (tag === null) return null;
      const done = await request({ "If-Match": tag }).catch((problem) => {
        if (problem.status !== 412) throw problem;
      });
      if (!done) continue;
      batch(() => ([this.depth.value, this.#tag] = [tag === this.#tag ? this.depth.peek() + 1 : 1, bare(done.tag)]));
      return done;
    }
    throw new Error("Others are correcting this transcript all the time. Try again.");
  }

  #conflict(theirs) {
    const open = this.open.peek();
    if (!open) say("Somebody else has changed this line meanwhile.", "bad");
    else this.open.value = { ...open, theirs: theirs ? theirs.text.trim() : null };
    return null;
  }

  /** Keep what was typed although others have changed the line. */
  insist = async (text) => {
    const open = this.open.peek();
    this.open.value = { ...open, text: open.theirs ?? "", theirs: undefined };
    await this.save(text);
  };

  /** Run an action; a refusal is shown. */
  async #working(action) {
    this.busy.value = true;
    try {
      return await action();
    } catch (problem) {
      say(problem.message, "bad");
      return null;
    } finally {
      this.busy.value = false;
    }
  }

  /** Keep the open line open when lines have moved, and notice when others change it. */
  #moved(lines) {
    this.pending.value = null;
    const open = this.open.peek();
    if (!open || this.busy.peek() || same(lines[open.index] ?? {}, open)) return;
    const now = lines.find((line) => same(line, open));
    if (now) this.open.value = { ...open, index: now.index };
    else if (open.theirs === undefined) this.#conflict(lines.find((line) => close(line.start, open.start)));
  }
}

/** An ETag as it is of an answer that was not compressed. */
const bare = (tag) => tag && tag.replace(/^W\//, "");
