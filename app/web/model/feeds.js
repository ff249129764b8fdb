/** Feeds of this server, with the log of the one that is open. */
import { signal } from "@preact/signals";
import { del, get, patch, post } from "web/net/api.js";
import { broadcast, epoch } from "web/model/broadcast.js";
import { confirmed } from "web/model/confirm.js";
import { saying } from "web/model/toast.js";

const PATH = "/api/v1/feeds";
const SHOWN = 50;
/** Messages within this time are followed by one read, milliseconds. */
const SETTLE_MS = 300;

const path = ({ id }) => `${PATH}/${encodeURIComponent(id)}`;

export class Feeds {
  constructor() {
    /** @type {import("@preact/signals").Signal<object[]|null>} null until they are loaded */
    this.list = signal(null);
    this.problem = signal("");
    /** The id of the feed whose log is open, its entries, newest first, and the number of all. */
    this.open = signal(null);
    this.log = signal(null);
    this.total = signal(0);
    this.wanted = SHOWN;
    this.timer = 0;
    this.ends = [];
  }

  /** Read them, and again whenever the server says that one has changed, until `stop`. */
  start() {
    this.refresh();
    this.ends = [broadcast.listen((message) => this.receive(message)), epoch.subscribe((n) => n > 1 && this.soon())];
  }

  stop() {
    this.ends.splice(0).forEach((end) => end());
    clearTimeout(this.timer);
    this.timer = 0;
  }

  /** A change of a feed; or of a job of the open log, or one that has failed, which is counted. */
  receive({ type, job_id: id, data }) {
    if (type === "feed_update" || type === "feed_deleted") this.soon();
    else if (type === "job_deleted" || data?.status) {
      const shown = this.log.peek()?.some((entry) => entry.job_id === id && entry.job_status !== data.status);
      if (shown || data.status === "failed") this.soon();
    }
  }

  soon() {
    if (this.timer || !this.ends.length) return;
    this.timer = setTimeout(() => {
      this.timer = 0;
      this.refresh();
    }, SETTLE_MS);
  }

  async refresh() {
    try {
      const page = await get(`${PATH}?limit=200`);
      this.problem.value = "";
      if (!same(page.items, this.list.peek())) this.list.value = page.items;
    } catch (problem) {
      this.problem.value = problem.message; // what was read before stays; the next read may succeed
    }
    await this.readLog();
  }

  async readLog() {
    const id = this.open.peek();
    if (!id) return;
    const page = await get(`${path({ id })}/entries?limit=${Math.min(this.wanted, 200)}`).catch(() => null);
    if (!page || this.open.peek() !== id) return;
    if (!same(page.items, this.log.peek())) this.log.value = page.items;
    this.total.value = page.total;
  }

  async show(feed) {
    this.log.value = null;
    this.wanted = SHOWN;
    this.open.value = feed.id;
    await this.readLog();
  }

  async showMore() {
    this.wanted += 150;
    await this.readLog();
  }

  close() {
    this.open.value = this.log.value = null;
  }

  /** Let it be checked now, and look until that has begun. */
  async check(feed) {
    await this.changed(() => post(`${path(feed)}/check`), `“${feed.name}” is checked now.`);
  }

  async pause(feed, paused) {
    await this.changed(() => patch(path(feed), { paused }), paused ? `“${feed.name}” is paused.` : `“${feed.name}” goes on.`);
  }

  async take(feed, entry) {
    await this.changed(() => post(`${path(feed)}/entries/${entry.entry}/take`), "It becomes a job.");
  }

  async remove(feed) {
    const sure = await confirmed({ title: "Delete this feed?", text: `“${feed.name}” is not checked any more, and its log is gone. Its jobs stay.`, action: "Delete" });
    if (!sure) return;
    const close = () => this.open.peek() === feed.id && this.close(); // before its log is read again
    await this.changed(() => del(path(feed)).then(close), `“${feed.name}” is deleted.`);
  }

  async changed(action, words) {
    await saying(action, words);
    await this.refresh();
  }
}

/** @returns {Promise<object>} the feed. Throws Problem. */
export const createFeed = (order) => post(PATH, order);
export const changeFeed = (feed, change) => patch(path(feed), change);

/** What a feed would find. Throws Problem. @param {{url: string}|{folder: string}} where @param {AbortSignal} signal */
export const previewFeed = (where, signal) => post(`${PATH}/preview`, where, { signal });

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
