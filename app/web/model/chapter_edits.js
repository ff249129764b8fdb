/**
 * The chapters of a job as people change them: titles, beginnings, one more, one less.
 *
 * Each change is made for the state that it names (`If-Match`); when others were faster, for theirs, unless they have
 * changed the same chapter: then people decide. Changes follow each other, so none is lost while one is stored.
 */
import { batch, signal } from "@preact/signals";
import { LEAST_S, added, beginning, canBegin, joined, moved, orderOf, retitled, titled } from "web/model/chapter_changes.js";
import { say } from "web/model/toast.js";
import { exchange } from "web/net/api.js";

/** @typedef {import("web/model/chapter_changes.js").Chapter} Chapter */
/**
 * @typedef {{start: number, title: string, fresh: boolean, theirs: string|null|undefined}} Open a chapter whose title is typed, `fresh` if
 *   it is still to be made; `theirs`: how others have called it meanwhile, null if they have removed it
 */
/** @typedef {{items: Chapter[], given: boolean, tag: string}} State */

const TRIES = 5;
const AWAY = "Somebody else has changed this chapter meanwhile. What it is now is shown.";

export class ChapterEdits {
  #path;
  /** @type {State|null} */
  #state = null;
  #before = [];
  #after = [];
  #last = Promise.resolve();
  #duration = 0;
  #keeping = false;

  /** @param {string} id of the job */
  constructor(id) {
    this.#path = `/api/v1/jobs/${encodeURIComponent(id)}/chapters`;
    /** The chapters of now; null before they were read. @type {import("@preact/signals").Signal<Chapter[]|null>} */
    this.items = signal(null);
    /** Whether people have set them. */
    this.given = signal(false);
    /** @type {import("@preact/signals").Signal<Open|null>} */
    this.open = signal(null);
    /** A chapter whose beginning is being moved, and where it is. @type {import("@preact/signals").Signal<{chapter: Chapter, to: number}|null>} */
    this.moving = signal(null);
    /** How many of this page's changes can be taken back, and made again. */
    this.depth = signal([0, 0]);
  }

  /** The job has these chapters now: read them when they are not the known ones. */
  async seen(chapters, duration) {
    this.#duration = duration;
    if (!this.#state || !alike(this.#state.items, chapters)) await this.#inTurn(() => this.#read());
  }

  /** Type another title. @param {Chapter} chapter */
  begin = ({ start, title }) => (this.open.value = { start, title, fresh: false, theirs: undefined });

  /** Type the title of one more, which begins at a time. */
  add(time, title) {
    if (canBegin(this.items.peek() ?? [], time)) this.open.value = { start: time, title, fresh: true, theirs: undefined };
    else say("A chapter begins there already.", "bad");
  }

  cancel = () => (this.open.value = null);

  /** Store what was typed. The field stays open where it cannot be stored. */
  async keep(text) {
    const [open, title] = [this.open.peek(), titled(text)];
    if (!open || !title || (!open.fresh && title === open.title)) return this.cancel();
    const more = (items) => (canBegin(items, open.start) ? added(items, open.start, title, this.#duration) : null);
    const change = (items) => (open.fresh ? more(items) : retitled(items, open, title));
    if (this.#keeping) return; // it loses the focus while it is stored
    this.#keeping = true;
    if (await this.#change(change, () => this.#overtaken())) this.cancel();
    this.#keeping = false;
  }

  /** Show a chapter's beginning elsewhere, until `move` stores it. */
  drag(chapter, wanted) {
    const now = this.moving.peek();
    const same = now && now.chapter.start === chapter.start && now.chapter.title === chapter.title;
    const to = beginning(this.items.peek() ?? [], chapter, wanted);
    this.moving.value = { chapter: same ? now.chapter : chapter, to };
    return to;
  }

  /** Store where the chapter begins that is being moved. */
  async move() {
    const now = this.moving.peek();
    if (!now) return;
    await this.#change((items) => moved(items, now.chapter, now.to));
    const later = this.moving.peek();
    if (later === now) this.moving.value = null;
    else if (later?.chapter === now.chapter) this.moving.value = { ...later, chapter: { ...later.chapter, start: now.to } };
  }

  /** @param {Chapter} chapter becomes part of the one before */
  join = (chapter) => this.#change((items) => joined(items, chapter));

  /** Take back what people have set: the source's own again, or those that were found. */
  reset = () =>
    this.#inTurn(async () => {
      const old = await this.#store("DELETE").catch((problem) => this.#late(problem));
      if (old) this.#made(old);
    });

  undo = () => this.#turn(this.#before, this.#after);
  redo = () => this.#turn(this.#after, this.#before);

  #turn(from, to) {
    return this.#inTurn(async () => {
      if (!from.length) return;
      const { items, given } = from.at(-1);
      const old = await this.#store(given ? "PUT" : "DELETE", items).catch((problem) => this.#late(problem));
      if (!old) return;
      from.pop();
      to.push(old);
      this.#count();
    });
  }

  /** Others were faster: nothing of this page's can be taken back any more. */
  async #late(problem) {
    if (problem.status !== 412) throw problem;
    await this.#read();
    say("Somebody else has changed the chapters since. Change them once more instead.", "bad");
  }

  /** Make a change, and again when others were faster; whether it was made. @param {(items: Chapter[]) => Chapter[]|null} change */
  #change(change, refused = () => say(AWAY, "bad")) {
    return this.#inTurn(async () => {
      for (let [tries, fresh] = [0, !this.#state]; tries < TRIES; tries++) {
        if (fresh) await this.#read();
        const { items } = this.#state;
        const wanted = change(items);
        if (!wanted && fresh) return void refused();
        if (wanted === items) return true;
        const old = wanted && (await this.#store("PUT", wanted).catch((problem) => problem.status !== 412 && Promise.reject(problem)));
        if (old) return this.#made(old), true;
        fresh = true;
      }
      throw new Error("Others are changing these chapters all the time. Try again.");
    });
  }

  /** Act after what was begun before; a refusal is shown. */
  #inTurn(act) {
    const turn = this.#last.then(act).catch((problem) => (say(problem.message, "bad"), undefined));
    this.#last = turn;
    return turn;
  }

  /** @returns the state before */
  async #store(method, items) {
    const json = method === "PUT" ? orderOf(items, this.#duration) : undefined;
    const old = this.#state;
    const { body, tag } = await exchange(method, this.#path, { json, headers: { "If-Match": old.tag } });
    this.#show(body, tag);
    return old;
  }

  async #read() {
    const { body, tag } = await exchange("GET", this.#path);
    if (this.#state && bare(tag) !== this.#state.tag) [this.#before.length, this.#after.length] = [0, 0]; // they were others'
    this.#show(body, tag);
    this.#count();
    const open = this.open.peek();
    if (open && !open.fresh) this.#overtaken();
  }

  #show({ items, given }, tag) {
    this.#state = { items, given, tag: bare(tag) };
    batch(() => ([this.items.value, this.given.value] = [items, given]));
  }

  #made(old) {
    if (old.tag === this.#state.tag) return;
    this.#before.push(old);
    this.#after.length = 0;
    this.#count();
  }

  #count = () => (this.depth.value = [this.#before.length, this.#after.length]);

  /** Note in the open field what others have made of its chapter. */
  #overtaken() {
    const open = this.open.peek();
    const { items } = this.#state;
    const now = items.find(({ start }) => Math.abs(start - open.start) < LEAST_S) ?? items.find(({ title }) => !open.fresh && title === open.title);
    if (!now) this.open.value = { ...open, fresh: true, theirs: null };
    else if (now.title !== open.title || now.start !== open.start) this.open.value = { start: now.start, title: now.title, fresh: false, theirs: now.title === open.title ? undefined : now.title };
  }
}

/** An ETag as it is of an answer that was not compressed. */
const bare = (tag) => tag && tag.replace(/^W\//, "");

const alike = (items, chapters) => items.length === (chapters?.length ?? 0) && items.every(({ start, end, title }, n) => start === chapters[n].start && end === chapters[n].end && title === chapters[n].title);
