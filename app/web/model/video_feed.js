/**
 * One video and its newest jobs, followed live. What a message says of a job is applied at once; results are requested again
 * when a stage has ended or the state of the video has changed.
 */
import { batch, signal } from "@preact/signals";
import { get } from "web/net/api.js";
import { OncePerFrame } from "web/model/frame.js";
import { isFinished } from "web/model/job_state.js";
import { updated } from "web/model/job_update.js";

/** The newest jobs that are shown, and gathered from. */
const JOBS = 12;
const SETTLE_MS = 400;

export class VideoFeed {
  #path;
  #id;
  #timer = 0;
  #round = 0;
  #ended = false;
  #jobs = [];
  /** Finished jobs as they were received: nothing of them changes without a message. */
  #whole = new Map();
  #frame = new OncePerFrame(() => (this.jobs.value = this.#jobs));

  constructor(id) {
    this.#id = id;
    this.#path = `/api/v1/videos/${encodeURIComponent(id)}`;
    this.video = signal(null);
    /** @type {import("@preact/signals").Signal<object[]>} newest first, with their results */
    this.jobs = signal([]);
    this.problem = signal(null);
    this.refresh();
  }

  close() {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  /** Show a change of the video before it is requested again. */
  change = (part) => (this.video.value = { ...this.video.peek(), ...part });

  take(message) {
    if (message.data?.video_id === this.#id) return this.#soon();
    const at = this.#jobs.findIndex(({ id }) => id === message.job_id);
    if (at < 0) return;
    if (message.type === "job_deleted") return this.#soon();
    const before = this.#jobs[at];
    const after = updated(before, message);
    if (after === before) return;
    this.#jobs = this.#jobs.with(at, after);
    this.#frame.ask();
    if (message.id) this.#whole.delete(after.id);
    if (message.id && (message.data.stage_status === "completed" || after.status !== before.status)) this.#soon();
  }

  #soon() {
    if (!this.#timer && !this.#ended) this.#timer = setTimeout(() => this.refresh(), SETTLE_MS);
  }

  async refresh() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const round = ++this.#round;
    try {
      const video = await get(this.#path);
      const jobs = await Promise.all(video.jobs.slice(0, JOBS).map((id) => this.#whole.get(id) ?? jobOf(id)));
      if (this.#ended || round !== this.#round) return;
      this.#jobs = jobs.filter(Boolean).map((job) => this.#newest(job));
      batch(() => {
        this.video.value = video;
        this.jobs.value = this.#jobs;
        this.problem.value = null;
      });
    } catch (problem) {
      if (!this.#ended && round === this.#round) this.problem.value = problem;
    }
  }

  /** A message may have overtaken the response. */
  #newest(job) {
    const known = this.#jobs.find(({ id }) => id === job.id);
    if (!known || job.last_seq >= known.last_seq) {
      if (isFinished(job)) this.#whole.set(job.id, job);
      return job;
    }
    const { status, progress, stage, stages, eta_seconds, last_seq } = known;
    return { ...job, status, progress, stage, stages, eta_seconds, last_seq };
  }
}

/** @returns the job; null if it was deleted meanwhile */
async function jobOf(id) {
  try {
    return await get(`/api/v1/jobs/${encodeURIComponent(id)}`);
  } catch (problem) {
    if (problem.status === 404) return null;
    throw problem;
  }
}
