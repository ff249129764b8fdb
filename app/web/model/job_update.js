/**
 * Applies a message to a job: a pure function, the same for lists and for the job's own page.
 *
 * A stored event is the truth. Progress between two events (it repeats the last `seq`) counts only within its attempt
 * and never decreases; so a late message cannot bring back an old 100 %.
 */
import { stagesOf } from "web/model/plan.js";
import { isFinished } from "web/model/job_state.js";

const TAKEN = ["status", "stage", "eta_seconds", "attempt", "error", "priority", "queue_position", "video_title", "video_duration"];

/** The job after `message`; the same object when the message is old. */
export function updated(job, message) {
  const { seq, data } = message;
  const known = job.last_seq ?? 0;
  if (seq < known) return job;
  if (message.type === "log") return logged(job, message);
  if (message.type !== "job_update") return seq > known ? { ...job, last_seq: seq } : job;
  const fresh = seq > known;
  if (!fresh && (data.attempt ?? job.attempt) !== job.attempt) return job;
  if (!fresh && isFinished(job)) return job;
  const next = { ...job, last_seq: seq, updated_at: message.ts };
  for (const name of TAKEN) if (name in data) next[name] = data[name];
  const sameRun = job.status === "processing" && next.status === "processing" && job.attempt === next.attempt;
  next.progress = sameRun ? Math.max(job.progress, data.progress ?? 0) : (data.progress ?? job.progress);
  if (fresh) stamp(next, job, message);
  next.stages = stagesAfter(job, next, message);
  return next;
}

function logged(job, { seq, data }) {
  const next = { ...job, last_seq: seq };
  if (data.level === "warning" && data.code) {
    const { code, message, stage } = data;
    const known = (job.warnings ?? []).some((warning) => warning.code === code && warning.message === message);
    if (!known) next.warnings = [...(job.warnings ?? []), { code, message, stage }];
  }
  return next;
}

/** Times that follow from a move. */
function stamp(next, job, { ts, data }) {
  next.next_attempt_at = data.next_attempt_at ?? (next.status === "pending" ? job.next_attempt_at : null);
  if (data.cause === "claim") next.started_at = ts;
  if (next.status !== job.status) next.completed_at = isFinished(next) ? ts : null;
  if (next.status !== "queued") next.queue_position = null;
  if (isFinished(next)) next.stage = null;
}

/** One entry for each stage of the job: the server's, since its options decide; else all of its type, pending. */
export function wholePlan(job) {
  if (job.stages?.length) return job.stages;
  return stagesOf(job.job_type).map((name) => ({ name, status: "pending", progress: 0, seconds: null, cached: false }));
}

/** @returns the stage of this name; undefined if the job does not have it */
export const stageOf = (job, name) => wholePlan(job).find((stage) => stage.name === name);

/** The plan as it is shown: a stage that was stopped because another one failed has not failed itself. */
export function shownPlan(job) {
  const culprit = job.error?.stage;
  const stopped = (stage) => culprit && stage.status === "failed" && stage.name !== culprit;
  return wholePlan(job).map((stage) => (stopped(stage) ? { ...stage, status: "cancelled" } : stage));
}

function stagesAfter(job, next, { ts, data }) {
  const began = data.cause === "claim";
  const ended = next.status !== "processing";
  return wholePlan(job).map((stage) => {
    let after = stage;
    if (began && stage.status !== "completed") after = { ...stage, status: "pending", progress: 0, started_at: null, seconds: null };
    if (data.stage_status && data.stage === stage.name) after = told(after, data, ts);
    const live = liveOf(data.stages, stage.name);
    if (live && after.status !== "completed") after = { ...after, status: "running", ...live };
    if (ended && after.status === "running") after = { ...after, status: next.status === "failed" ? "failed" : next.status === "cancelled" ? "cancelled" : "pending" };
    return after;
  });
}

function told(stage, data, ts) {
  const waited_seconds = data.waited_seconds ?? stage.waited_seconds ?? null;
  if (data.stage_status === "running") return { ...stage, status: "running", started_at: ts, progress: 0, speed: null, waited_seconds };
  const { cached = false, seconds = null } = data;
  const progress = data.stage_status === "completed" ? 100 : stage.progress;
  return { ...stage, status: data.stage_status, progress, cached, seconds, waited_seconds, speed: null };
}

function liveOf(stages, name) {
  if (!stages) return null;
  if (Array.isArray(stages)) return stages.find((stage) => stage.name === name) ?? null;
  return stages[name] ?? null;
}
