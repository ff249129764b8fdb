/** A job's progress in one line of words: stage, speed, ETA, or its place in the queue. */
import { html } from "web/html.js";
import { now } from "web/model/clock.js";
import { STAGES } from "web/model/plan.js";
import { isFinished } from "web/model/job_state.js";
import { clock, due, left, roughly } from "web/format/time.js";
import { ordinal, percent } from "web/format/number.js";

/** A shorter wait is not shown, seconds. */
const WAITED_S = 5;

/** "Transcribing 43 % · 12×", for the stages that run; between two of them a job waits for a slot. */
export function runningWords(job) {
  const stages = job.stages ?? [];
  const running = stages.filter((stage) => stage.status === "running");
  if (!running.length) return betweenWords(job, stages);
  return running
    .map(({ name, progress, speed }) => {
      const done = progress > 0 ? ` ${percent(Math.min(progress, 99.9) / 100)}` : "";
      return `${STAGES[name]?.verb ?? name}${done}${speed ? ` · ${speed}` : ""}`;
    })
    .join(", ");
}

function betweenWords(job, stages) {
  const of = stages.find((stage) => stage.name === job.stage);
  if (of?.status === "completed") return "Waiting for a slot";
  return job.stage ? (STAGES[job.stage]?.verb ?? job.stage) : "Starting";
}

export function StandingText({ job }) {
  return html`<span>${words(job)}</span>`;
}

function words(job) {
  if (job.status === "processing") return runningWords(job);
  if (job.status === "queued") return job.queue_position ? `${ordinal(job.queue_position)} in the queue` : "In the queue";
  if (job.status === "pending") return pendingWords(job);
  if (job.status === "failed") return job.error?.message ?? "Failed";
  if (job.status === "cancelled") return keepsSomething(job) ? "Cancelled; what was finished is kept" : "Cancelled before anything was finished";
  return tookWords(job);
}

/** Whether there is a result: a stage has ended, or there are lines. */
const keepsSomething = ({ stages, segments }) => Boolean(segments?.length || stages?.some(({ status }) => status === "completed"));

function pendingWords(job) {
  const why = job.error?.message ?? "";
  if (!job.next_attempt_at) return why || "Waits for its time";
  const when = `${job.attempt > 0 ? "Next attempt" : "Starts"} ${due(job.next_attempt_at, now.value)}`;
  return why ? `${when}. ${why}` : when; // the end may be cut off in narrow columns
}

/** The time of work; a long wait for slots is shown separately. */
export function tookWords(job) {
  if (!job.started_at || !job.completed_at) return "Completed";
  if (job.stages?.length && job.stages.every(({ cached }) => cached)) return "Taken from earlier jobs, nothing had to run";
  const [begun, ended] = [Date.parse(job.started_at), Date.parse(job.completed_at)];
  const worked = workedMs(job.stages ?? [], begun, ended);
  const waited = worked ? (ended - begun - worked) / 1000 : 0;
  const media = job.video_duration ? ` for ${clock(job.video_duration)} of media` : "";
  if (waited < WAITED_S) return `Took ${roughly(Math.max(0, ended - begun) / 1000)}${media}`;
  return `Took ${roughly(worked / 1000)}${media}, waited ${roughly(waited)}`;
}

/** The time in which at least one stage was running. */
function workedMs(stages, begun, ended) {
  const spans = stages.filter(({ started_at: at, seconds }) => at && seconds != null).map(({ started_at: at, seconds }) => [Date.parse(at), Date.parse(at) + seconds * 1000]);
  let [sum, reached] = [0, begun];
  for (const [from, to] of spans.sort((one, other) => one[0] - other[0])) {
    const until = Math.min(to, ended);
    sum += Math.max(0, until - Math.max(from, reached));
    reached = Math.max(reached, until);
  }
  return sum;
}

/** The ETA, or that it is unknown. */
export function LeftText({ job }) {
  if (isFinished(job) || job.status !== "processing") {
    const eta = job.eta_seconds;
    return html`<span>${!isFinished(job) && eta ? left(eta) : ""}</span>`;
  }
  return html`<span>${job.eta_seconds == null ? "time left unknown" : left(job.eta_seconds)}</span>`;
}
