/** Jobs and videos whose titles have what is typed. */
import { batch, signal } from "@preact/signals";
import { folded } from "web/model/fold.js";
import { jobHref, videoHref } from "web/model/route.js";
import { get } from "web/net/api.js";
import { titleOf, titleOfVideo } from "web/format/source.js";
import { jobTypeLabel } from "web/model/plan.js";

const TYPING_MS = 120;
const JOBS = 5;
const VIDEOS = 3;
/** Longest text that the server searches titles for. */
const LONGEST = 200;

/** @typedef {{key: string, kind: "job"|"video", label: string, hint: string, href: string}} Title */

export class Titles {
  #timer = 0;
  #request = null;

  constructor() {
    /** @type {import("@preact/signals").Signal<Title[]>} */
    this.items = signal([]);
    /** Whether the answer to what is typed is still to come. */
    this.pending = signal(false);
  }

  /** Search when typing rests; of what is shown only that stays which has the text too. */
  type(text) {
    clearTimeout(this.#timer);
    this.#request?.abort();
    const sought = text.trim();
    const has = folded(sought).text;
    batch(() => {
      this.pending.value = Boolean(sought);
      this.items.value = sought ? this.items.peek().filter(({ label }) => folded(label).text.includes(has)) : [];
    });
    if (sought) this.#timer = setTimeout(() => this.#ask(sought.slice(0, LONGEST)), TYPING_MS);
  }

  async #ask(text) {
    const request = (this.#request = new AbortController());
    const query = (limit) => new URLSearchParams({ q: text, limit });
    const videosOf = (limit) => new URLSearchParams({ q: text, limit, fetched: true });
    const more = { signal: request.signal };
    const nothing = () => ({ items: [] }); // the lines' search shows what is wrong
    const [jobs, videos] = await Promise.all([get(`/api/v1/jobs?${query(JOBS)}`, more).catch(nothing), get(`/api/v1/videos?${videosOf(VIDEOS)}`, more).catch(nothing)]);
    if (request.signal.aborted) return;
    batch(() => {
      this.items.value = [...jobs.items.map(jobRow), ...videos.items.map(videoRow)];
      this.pending.value = false;
    });
  }
}

const jobRow = (job) => ({ key: `job ${job.id}`, kind: "job", label: titleOf(job), hint: jobTypeLabel(job.job_type), href: jobHref(job.id) });
const videoRow = (video) => ({ key: `video ${video.video_id}`, kind: "video", label: titleOfVideo(video), hint: "Video", href: videoHref(video.video_id) });
