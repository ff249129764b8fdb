/** Renders an event as a line of the log, in words. */
import { STAGES, stageLabel } from "web/model/plan.js";
import { span } from "web/format/time.js";

/** @typedef {{seq: number, ts: string, tone: "plain"|"good"|"bad"|"warn", text: string}} LogLine */

/** The line for an event, or null for one that is shown elsewhere. @returns {LogLine|null} */
export function logLine({ type, seq, ts, data }) {
  const told = words(type, data);
  return told ? { seq, ts, tone: told[0], text: told[1] } : null;
}

function words(type, data) {
  if (type === "log") return [data.level === "warning" ? "warn" : data.level === "error" ? "bad" : "plain", data.message];
  if (type === "clip_ready") return ["good", `Clip ready: ${data.title}`];
  if (type === "scene_found") return ["good", `Scene ${data.index} found: ${span(data.duration)}`];
  if (type === "error") return ["bad", data.message ?? data.code];
  if (type === "job_update") return data.stage_status ? stageWords(data) : moveWords(data);
  return null;
}

function stageWords({ stage, stage_status: status, cached, seconds }) {
  if (status === "running") return ["plain", `${STAGES[stage]?.verb ?? stage}…`];
  if (status !== "completed") return ["warn", `${stageLabel(stage)} ${status}`];
  if (cached) return ["good", `${stageLabel(stage)}: taken from an earlier run`];
  return ["good", `${stageLabel(stage)} done${seconds == null ? "" : ` in ${span(seconds)}`}`];
}

const MOVES = {
  submit: ["plain", "Queued"],
  enqueue: ["plain", "Queued"],
  claim: ["plain", "Started"],
  complete: ["good", "Completed"],
  fail: ["bad", "Failed"],
  postpone: ["warn", "Waits for another attempt"],
  requeue: ["warn", "Back in the queue: the server was restarted"],
  cancel: ["warn", "Cancelled"],
  retry: ["plain", "Queued again"],
};

function moveWords({ cause, status, attempt, priority }) {
  if (!cause && priority !== undefined && attempt !== undefined && status === "queued") return ["plain", `Priority is ${priority} now`];
  const [tone, text] = MOVES[cause] ?? ["plain", status === "queued" ? "Queued" : status === "pending" ? "Waits for its time" : status];
  return [tone, cause === "claim" && attempt > 1 ? `${text}, attempt ${attempt}` : text];
}
