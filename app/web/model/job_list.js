/**
 * A long list of jobs, of which only a part is loaded: pages are fetched when their rows are shown, rows are updated
 * by messages, and when membership or order may have changed the visible part is requested again.
 *
 * `ids` is as long as the list on the server, with holes for rows that were never shown. Each job is a signal of its
 * own, so that a message redraws one row; changes are applied once a frame.
 */
import { batch, signal } from "@preact/signals";
import { get } from "web/net/api.js";
import { OncePerFrame } from "web/model/frame.js";
import { updated } from "web/model/job_update.js";

const PAGE = 100;
const SETTLE_MS = 400;

export class JobList {
  #query;
  #seen = [0, PAGE];
  #dirty = new Map();
  #frame = new OncePerFrame(() => this.#flush());
  #timer = 0;
  #asking = null;
  #again = false;
  #ended = false;

  /** @param {{status?: string, type?: string, q?: string, sort?: string}} query */
  constructor(query) {
    this.#query = query;
    /** @type {Map<string, import("@preact/signals").Signal<object>>} */
    this.jobs = new Map();
    /** @type {import("@preact/signals").Signal<(string|undefined)[]>} */
    this.ids = signal([]);
    /** @type {import("@preact/signals").Signal<"loading"|"ready"|"failed">} */
    this.phase = signal("loading");
    this.problem = signal(null);
    this.refresh();
  }

  close() {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  /** Rows `first` to `last` are shown: fetch the missing ones. */
  look(first, last) {
    this.#seen = [first, last];
    const ids = this.ids.peek();
    for (let at = first; at < Math.min(last, ids.length); at++) {
      if (!ids[at]) return this.#soon(60);
    }
  }

  /** Request the visible part again, now. */
  async refresh() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = this.#fetch();
    await this.#asking;
    this.#asking = null;
    if (this.#again) {
      this.#again = false;
      this.#soon(SETTLE_MS);
    }
  }

  #soon(waitMs) {
    if (this.#timer || this.#ended) return;
    this.#timer = setTimeout(() => this.refresh(), waitMs);
  }

  async #fetch() {
    const [first, last] = this.#seen;
    const offset = Math.max(0, first - 20);
    const limit = Math.min(200, Math.max(PAGE, last - offset + 20));
    try {
      const page = await get(`/api/v1/jobs?${this.#search(limit, offset)}`);
      if (!this.#ended) this.#place(page, offset);
    } catch (problem) {
      if (this.#ended) return;
      this.problem.value = problem;
      if (this.phase.peek() === "loading") this.phase.value = "failed";
      if (problem.retryAfterS) this.#soon(problem.retryAfterS * 1000);
    }
  }

  #search(limit, offset) {
    const { status, type, q, sort } = this.#query;
    const search = new URLSearchParams({ limit, offset });
    if (status) search.set("status_filter", status);
    if (type) search.set("job_type", type);
    if (q) search.set("q", q);
    if (sort) search.set("sort", sort);
    return search;
  }

  #place({ items, total }, offset) {
    batch(() => {
      for (const job of items) this.#keep(job);
      const before = this.ids.peek();
      const moved = before.length !== total || items.some((job, n) => before[offset + n] && before[offset + n] !== job.id);
      const ids = moved ? new Array(total) : before.slice();
      items.forEach((job, n) => (ids[offset + n] = job.id));
      this.ids.value = ids;
      this.phase.value = "ready";
      this.problem.value = null;
    });
  }

  #keep(job) {
    const known = this.jobs.get(job.id);
    if (!known) this.jobs.set(job.id, signal(job));
    else if ((job.last_seq ?? 0) >= (known.peek().last_seq ?? 0)) known.value = { ...known.peek(), ...job };
  }

  /** Compare with the server's count: if it differs, jobs were created or deleted. */
  expect(total) {
    if (this.phase.peek() === "ready" && this.ids.peek().length !== total) this.#soon(SETTLE_MS);
  }

  /** Apply a message of the broadcast. */
  take(message) {
    const id = message.job_id;
    if (message.type === "video_update") return this.#renamed(message.data);
    if (!id) return message.type === "queue_update" ? this.#reorder(message.data.next ?? []) : undefined;
    if (message.type === "job_deleted") return this.#soon(SETTLE_MS);
    const known = this.jobs.get(id);
    if (!known) return message.type === "job_update" && message.id ? this.#soon(SETTLE_MS) : undefined;
    const before = this.#dirty.get(id) ?? known.peek();
    const after = updated(before, message);
    if (after === before) return;
    this.#dirty.set(id, after);
    this.#frame.ask();
    if (after.status !== before.status && (this.#query.status || after.status === "deleted")) this.#soon(SETTLE_MS);
    if (after.priority !== before.priority && this.#query.sort) this.#soon(SETTLE_MS);
  }

  /** Jobs are called as their video is. */
  #renamed({ video_id: id, title }) {
    for (const [jobId, known] of title ? this.jobs : []) {
      const job = this.#dirty.get(jobId) ?? known.peek();
      if (job.video_id !== id || job.video_title === title) continue;
      this.#dirty.set(jobId, { ...job, video_title: title });
      this.#frame.ask();
    }
  }

  /** The queue's message has the next jobs; positions further back are requested where they are shown. */
  #reorder(next) {
    next.forEach((id, n) => this.#reposition(id, n + 1));
    const [first, last] = this.#seen;
    const waits = (id) => this.jobs.get(id)?.peek().status === "queued";
    if (this.ids.peek().slice(first, last).some((id) => id && !next.includes(id) && waits(id))) this.#soon(1500);
  }

  #reposition(id, position) {
    const job = this.#dirty.get(id) ?? this.jobs.get(id)?.peek();
    if (!job || job.status !== "queued" || job.queue_position === position) return;
    this.#dirty.set(id, { ...job, queue_position: position });
    this.#frame.ask();
    if (this.#query.sort) this.#soon(SETTLE_MS);
  }

  #flush() {
    batch(() => {
      for (const [id, job] of this.#dirty) this.jobs.get(id).value = job;
      this.#dirty.clear();
    });
  }
}
