/** Actions on jobs; each reports its result. */
import { del, patch, post } from "web/net/api.js";
import { confirmed } from "web/model/confirm.js";
import { say, saying } from "web/model/toast.js";
import { ordinal, plural } from "web/format/number.js";
import { titleOf } from "web/format/source.js";

const path = (job) => `/api/v1/jobs/${encodeURIComponent(job.id)}`;

export const cancelJob = (job) => saying(() => post(`${path(job)}/cancel`), `Cancelled “${titleOf(job)}”.`);
export const retryJob = (job) => saying(() => post(`${path(job)}/retry`), `“${titleOf(job)}” is queued again.`);
export const moveToTop = (job) => saying(() => post(`${path(job)}/top`), `“${titleOf(job)}” is next.`);
export const setPriority = (job, priority) =>
  saying(() => patch(path(job), { priority }), `Priority of “${titleOf(job)}” is now ${priority}.`);

/** Place it beside another job. @param {{before: string}|{after: string}} place */
export async function placeJob(job, place) {
  const placed = await saying(() => patch(path(job), place));
  if (placed) say(placed.queue_position ? `“${titleOf(job)}” is ${ordinal(placed.queue_position)} in the queue.` : `“${titleOf(job)}” was moved.`);
}

/** Returns true when the job is deleted. */
export async function deleteJob(job) {
  const sure = await confirmed({
    title: "Delete this job?",
    text: `“${titleOf(job)}” with its transcript, clips and files will be gone.`,
    action: "Delete",
  });
  if (!sure) return false;
  return (await saying(async () => (await del(path(job)), true), "Deleted.")) ?? false;
}

const ABLE = { cancel: "not finished", retry: "failed or cancelled", delete: "finished" };
const DONE = { cancel: "cancelled", retry: "queued again", delete: "deleted" };

/**
 * One action on many jobs, all in a state that allows it; the server skips those that have changed meanwhile.
 * @param {"cancel"|"retry"|"delete"} action @param {{ids: string[]}|{filter: object}} target @param {number|null} howMany null: unknown
 */
export async function bulk(action, target, howMany) {
  const verb = action[0].toUpperCase() + action.slice(1);
  const sure = await confirmed({
    title: `${verb} ${howMany === null ? `all matches that are ${ABLE[action]}` : plural(howMany, "job")}?`,
    text: action === "delete" ? "Their transcripts, clips and files will be gone." : action === "cancel" ? "What they have finished is kept." : "Finished steps are not run again.",
    action: verb,
  });
  if (!sure) return false;
  const answer = await saying(() => post("/api/v1/jobs/bulk", { action, ...target }));
  if (!answer) return false;
  const results = answer.results ?? answer.items ?? [];
  const good = results.filter((result) => result.ok ?? (result.status ?? 200) < 300).length;
  const rest = results.length - good;
  say(`${plural(good, "job")} ${DONE[action]}${rest ? `, ${rest} left alone` : ""}.`, good || !rest ? "good" : "bad");
  return true;
}
