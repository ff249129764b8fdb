/** One field for everything: commands, titles of jobs and videos, and every line that was said. */
import { batch, computed, effect, signal } from "@preact/signals";
import { commandOf, commands, meant } from "web/model/commands.js";
import { recent, remember } from "web/model/recent.js";
import { go } from "web/model/route.js";
import { Search, lineHref } from "web/model/search.js";
import { Titles } from "web/model/titles.js";
import { needsKey } from "web/net/api.js";
import { clock } from "web/format/time.js";

/** Commands beside what is found. */
const MOST_COMMANDS = 5;
/** So close to the end of the lines more of them are fetched. */
const NEAR_END = 5;
const ICONS = { job: "list", video: "film", line: "captions" };

/** @typedef {{key: string, kind: "command"|"job"|"video"|"line", label: string, group: string, icon?: string, hint?: string, href?: string, run?: () => unknown, line?: object}} Row */

export class Palette {
  #picked = signal(null); // the key of the row that was gone to
  #entered = false;

  constructor() {
    this.shown = signal(false);
    /** Whether letters were typed since it was opened, before its field was there. */
    this.ahead = false;
    this.text = signal("");
    this.lines = new Search();
    this.titles = new Titles();
    /** Whether Enter is meant for what is found rather than for commands. */
    this.seeks = signal(false);
    /** Whether an answer to what is typed is still to come. */
    this.pending = computed(() => this.lines.phase.value === "asked" || this.titles.pending.value);
    /** @type {import("@preact/signals").ReadonlySignal<Row[]>} */
    this.rows = computed(() => (this.text.value.trim() ? this.#found() : offered()));
    /** Index of the chosen row; -1 for none. */
    this.at = computed(() => this.#chosen());
    effect(() => !this.pending.value && this.#entered && this.enter());
    effect(() => needsKey.value && this.close()); // else what is typed as the key would be searched for
  }

  /** @param {{seeks?: boolean}} how */
  open({ seeks = false } = {}) {
    this.ahead = false;
    batch(() => {
      this.seeks.value = seeks;
      this.#picked.value = null;
      this.shown.value = true;
    });
    this.lines.again();
  }

  close = () => {
    this.#entered = false;
    this.shown.value = false;
  };

  /** A letter that comes before the field is there; the first one replaces what was typed the last time. */
  typeAhead(letter) {
    this.type(this.ahead ? this.text.peek() + letter : letter);
    this.ahead = true;
  }

  /** What is shown fits what is typed at any time: what does not goes at once, the rest comes when typing rests. */
  type(text) {
    if (text === this.text.peek()) return;
    this.#entered = false;
    batch(() => {
      this.text.value = text;
      this.#picked.value = null;
      this.lines.type(text);
      this.titles.type(text);
    });
  }

  /** Choose the next row, or the one before (-1). */
  step(by) {
    const rows = this.rows.peek();
    if (!rows.length) return;
    const at = Math.max(0, Math.min(rows.length - 1, this.at.peek() + by));
    this.#picked.value = rows[at].key;
    if (at > rows.length - NEAR_END) this.lines.more();
  }

  /** Do what is chosen; where its answer is still to come, then. */
  enter() {
    const row = this.rows.peek()[this.at.peek()];
    this.#entered = !row && this.pending.peek();
    if (row) this.use(row);
  }

  /** @param {Row} row */
  use(row) {
    this.close();
    remember(row);
    if (row.href) go(row.href.slice(1));
    else afterwards(row.run);
  }

  #found() {
    const found = this.lines.items.value.map(lineRow);
    return [...meant(this.text.value).slice(0, MOST_COMMANDS).map(commandRow("Actions")), ...this.titles.items.value.map(titleRow), ...found];
  }

  #chosen() {
    const rows = this.rows.value;
    const at = rows.findIndex(({ key }) => key === this.#picked.value);
    if (at >= 0 || !rows.length) return at;
    if (!this.seeks.value || !this.text.value.trim()) return 0;
    const line = rows.findIndex(({ kind }) => kind === "line");
    if (line >= 0) return line;
    return this.pending.value ? -1 : Math.max(0, rows.findIndex(({ kind }) => kind !== "command"));
  }
}

export const palette = new Palette();

/** Run it once the dialog is gone, which gives the focus back to where it was: a command may take it. */
const afterwards = (run) => requestAnimationFrame(() => requestAnimationFrame(run));

/** What there is before anything is typed: what was used last, and all commands. */
function offered() {
  const known = commandOf.value;
  const used = recent.value.flatMap((row) => (row.kind !== "command" ? [{ ...row, icon: ICONS[row.kind], group: "Recently used" }] : known.has(row.key) ? [commandRow("Recently used")(known.get(row.key))] : []));
  const keys = new Set(used.map(({ key }) => key));
  return [...used, ...commands.value.flatMap(({ name, list }) => list.map(commandRow(name)))].filter(({ key, group }) => group === "Recently used" || !keys.has(key));
}

const commandRow = (group) => (command) => ({ key: command.id, kind: "command", label: command.label, icon: command.icon, group, run: command.run });
const titleRow = (title) => ({ ...title, icon: ICONS[title.kind], group: "Jobs and videos" });

const rows = new WeakMap();

/** The row of a line, the same one as long as it is the same line. */
function lineRow(line) {
  if (!rows.has(line)) rows.set(line, { key: `line ${line.job_id} ${line.index}`, kind: "line", label: line.snippet, hint: `${line.video_title ?? "Job"}, ${clock(line.start)}`, group: "What is said", href: lineHref(line), line });
  return rows.get(line);
}
