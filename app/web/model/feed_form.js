/** The form for a feed: where its entries come from, when it is checked, what its jobs do; and what is there now. */
import { batch, computed, signal } from "@preact/signals";
import { changeFeed, createFeed, previewFeed } from "web/model/feeds.js";
import { lastChoice } from "web/model/choice.js";
import { FILM } from "web/model/films.js";
import { chosenOptions, flat } from "web/model/options.js";
import { byField } from "web/model/submission.js";

/** Choices of the interval, seconds; "at" is a time of day. */
export const INTERVALS = { 900: "every 15 minutes", 3600: "every hour", 21600: "every 6 hours", 86400: "every day", at: "every day at" };
/** Time without a key after which the preview is requested, milliseconds. */
const TYPING_MS = 500;

export class FeedForm {
  /** @param {object|null} feed the one to change; null for a new one */
  constructor(feed = null) {
    this.feed = feed;
    const { jobType, options, priority } = lastChoice();
    this.where = signal(feed?.url ?? feed?.folder ?? "");
    this.name = signal(feed?.name ?? "");
    this.last = signal(0);
    this.interval = signal(feed ? (feed.at ? "at" : String(feed.every)) : "3600");
    this.at = signal(feed?.at ?? "03:30");
    this.maxNew = signal(feed?.max_new ?? 5);
    /** The id of a preset; "" for options of its own. */
    this.preset = signal(feed?.preset_id ?? "");
    const own = feed?.job_type ? { jobType: feed.job_type, options: flat(feed.options), priority: feed.priority } : { jobType: jobType === FILM ? "full_processing" : jobType, options, priority };
    this.choice = signal(own);
    this.problems = signal({});
    this.sending = signal(false);
    /** @type {import("@preact/signals").Signal<{found: object|null, problem: string, loading: boolean}>} */
    this.preview = signal({ found: null, problem: "", loading: false });
    /** The entries that are there, newest first, each with whether it would become a job. */
    this.items = computed(() => (this.preview.value.found?.items ?? []).map((item, n) => ({ ...item, taken: n < this.last.value })));
    this.taken = computed(() => Math.min(this.last.value, this.preview.value.found?.count ?? 0));
    this.timer = 0;
    this.asking = null;
  }

  /** Where the entries come from, as the API takes it; null while nothing usable is typed. */
  get source() {
    const text = this.where.peek().trim();
    if (text.startsWith("/")) return { folder: text };
    return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? { url: text } : null;
  }

  /** The time zone of the time of day: that of who chose it. */
  get zone() {
    if (this.feed?.time_zone && this.feed.at === this.at.peek()) return this.feed.time_zone;
    return Intl.DateTimeFormat().resolvedOptions().timeZone;
  }

  setWhere(text) {
    this.where.value = text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), TYPING_MS);
  }

  /** Request what is there now. */
  async look() {
    clearTimeout(this.timer);
    this.asking?.abort();
    const where = this.source;
    if (!where) {
      this.preview.value = { found: null, problem: "", loading: false };
      return;
    }
    this.asking = new AbortController();
    const { signal: abort } = this.asking;
    this.preview.value = { ...this.preview.peek(), problem: "", loading: true };
    try {
      const found = await previewFeed(where, abort);
      if (!abort.aborted) this.preview.value = { found, problem: "", loading: false };
    } catch (problem) {
      if (!abort.aborted) this.preview.value = { found: null, problem: problem.message, loading: false };
    }
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  choose(part) {
    this.choice.value = { ...this.choice.peek(), ...part };
  }

  setOption = (name, value) => this.choose({ options: { ...this.choice.peek().options, [name]: value } });

  order() {
    const { jobType, options, priority } = this.choice.peek();
    const interval = this.interval.peek();
    const schedule = interval === "at" ? { at: this.at.peek(), time_zone: this.zone } : { every: Number(interval) };
    const does = this.preset.peek() ? { preset_id: this.preset.peek() } : { job_type: jobType, options: chosenOptions(jobType, options), priority };
    return { ...schedule, ...does, max_new: this.maxNew.peek(), name: this.name.peek().trim() || this.preview.peek().found?.title?.slice(0, 200) || undefined };
  }

  /** Create or change the feed. @returns {Promise<object|null>} null if it was refused */
  async send() {
    if (this.sending.peek()) return null;
    if (!this.feed && !this.source) {
      this.problems.value = { source: "Paste the link of a podcast, a channel or a playlist." };
      return null;
    }
    this.sending.value = true;
    try {
      const order = this.order();
      return await (this.feed ? changeFeed(this.feed, order) : createFeed({ ...this.source, ...order, last: this.last.peek() }));
    } catch (problem) {
      const fields = byField(problem);
      batch(() => (this.problems.value = { ...fields, source: fields.source ?? fields.folder }));
      return null;
    } finally {
      this.sending.value = false;
    }
  }
}
