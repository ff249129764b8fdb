/**
 * Corrections of a transcript on the page: the line that is open, and what becomes of it.
 *
 * Every correction names the state of the transcript that it is made for (`If-Match`). When others have changed other
 * lines meanwhile, it is made for the new state; when they have changed the same line, people decide.
 */
import { batch, signal } from "@preact/signals";
import { plural } from "web/format/number.js";
import { ALIKE, alikeIn } from "web/model/exact.js";
import { CLOSE_S, close, same, selected, tidy } from "web/model/line_places.js";
import { MadeCorrections } from "web/model/made_corrections.js";
import { say } from "web/model/toast.js";
import { exchange } from "web/net/api.js";

/** @typedef {{index: number, start: number, end: number, text: string, select: [number, number], theirs: string|null|undefined}} Open
 * the line as it was when it was opened; `theirs` is what others have made of it meanwhile, null if it is gone */

export class Corrections {
  #path;
  #segments;
  #made;

  /** @param {string} id of the transcript @param {import("@preact/signals").Signal<import("web/model/pieces.js").Segment[]>} segments */
  constructor(id, segments) {
    this.#path = `/api/v1/transcripts/${encodeURIComponent(id)}`;
    this.#segments = segments;
    /** @type {import("@preact/signals").Signal<Open|null>} */
    this.open = signal(null);
    /** The text of a line that is being stored. @type {import("@preact/signals").Signal<{index: number, text: string}|null>} */
    this.pending = signal(null);
    this.#made = new MadeCorrections(this.#path);
    ({ busy: this.busy, depth: this.depth, undone: this.undone } = this.#made);
    /** What was corrected just now and stands in other lines, too. @type {import("@preact/signals").Signal<{find: string, by: string, count: number}|null>} */
    this.alike = signal(null);
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
      this.alike.value = alikeIn(this.#segments.peek().filter(({ start }) => !close(start, open.start)), open.text, done.body.text);
    });
    return true;
  };

  /** Replace what was corrected just now in all other lines. */
  replaceAlike = async () => {
    const alike = this.alike.peek();
    this.alike.value = null;
    if (alike) await this.replace(alike.find, alike.by, ALIKE);
  };

  /** Replace a text in all lines. @param {import("web/model/exact.js").Exactly} exactly */
  replace = async (find, by, exactly) => {
    if (this.busy.peek() || (this.open.peek() && !(await this.save(this.open.peek().typed?.() ?? this.open.peek().text)))) return;
    const json = { find, replace: by, whole_words: exactly.whole, match_case: exactly.case };
    const done = await this.#made.working(() => this.#made.retried(this.#tagNow, (headers) => exchange("POST", `${this.#path}/replace`, { json, headers })));
    if (done) say(done.body.replaced ? `Replaced ${plural(done.body.replaced, "time")} in ${plural(done.body.lines.length, "line")}.` : "It is nowhere in the transcript any more.");
  };

  /** Store another text of a line that is not open. */
  retype = async (line, text) => {
    await this.#act(line, (index, headers) => exchange("PATCH", `${this.#path}/segments/${index}`, { json: { text }, headers }));
  };

  /** Say that the text of a line is right. */
  confirm = async (index) => {
    const line = this.#segments.peek()[index];
    if (line) await this.#act(line, (now, headers) => exchange("PATCH", `${this.#path}/segments/${now}`, { json: { confirmed: true }, headers }));
  };

  #tagNow = async () => (await exchange("GET", `${this.#path}/segments?from=0&to=0`)).tag;

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
    await this.#made.working(() => this.#made.retried(this.#tagNow, (headers) => exchange("PATCH", `${this.#path}/speakers`, { json: { [from]: to }, headers })));
  };

  /** Take back this page's last correction. */
  undo = () => this.#turn(this.#made.undo);

  /** Make the correction again that was taken back last. */
  redo = () => this.#turn(this.#made.redo);

  async #turn(way) {
    if (this.busy.peek() || this.open.peek()) return;
    this.alike.value = null;
    await way();
  }

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
    return await this.#made.working(async () => {
      let index = -1;
      const read = async () => {
        const { body, tag } = await exchange("GET", `${this.#path}/segments?from=${Math.max(0, line.start - CLOSE_S)}&to=${line.end + CLOSE_S}`);
        const found = body.items.find((one) => same(one, line));
        if (!found) return this.#conflict(body.items.find((one) => close(one.start, line.start)));
        index = found.index;
        return tag;
      };
      return await this.#made.retried(read, (headers) => request(index, headers));
    });
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
