/** What does not follow a correction of the transcript by itself, because it was made with the words of before. */
import { post } from "web/net/api.js";
import { plural } from "web/format/number.js";

/** Fields of an order that are those of a job. */
const SAME = ["job_type", "options", "user_id"];

/**
 * @param {object} job @param {object[]} clips @param {import("web/model/pieces.js").Segment[]} lines
 * @param {string|null} correctedAt when a line was corrected last @returns {string[]} in words
 */
export function leftBehind(job, clips, lines, correctedAt) {
  const changed = correctedAt ? lines.filter(({ corrected }) => corrected) : [];
  if (!changed.length) return [];
  const before = (name) => madeBefore(job, name, correctedAt);
  const shown = job.options?.burn_captions && before("clips") ? clips.filter(({ start, end }) => changed.some((line) => line.start < end && line.end > start)) : [];
  return [
    shown.length > 0 && `captions in the pictures of ${plural(shown.length, "clip")}`,
    job.options?.operation === "burn_captions" && before("operation") && "captions in the pictures of the new file",
    job.analysis_results && before("analyse") && "mood, topics and keywords",
    job.findings?.some(({ source }) => source === "speech") && before("findings") && "findings in what is said",
  ].filter(Boolean);
}

/** Whether a stage began its work before that time. */
function madeBefore(job, name, time) {
  const stage = job.stages?.find((one) => one.name === name);
  const made = stage?.status === "completed" ? (stage.started_at ?? job.completed_at) : null;
  return made !== null && Date.parse(made) < Date.parse(time);
}

/** Whether it can be made anew by a job of the same kind. */
export const canRunAgain = (job) => Boolean(job.video_id ?? job.youtube_url) && job.job_type !== "media_operation";

/** Start a job like this one: what is recorded is taken from the record, so only what the new words change is made. Throws Problem. */
export function runAgain(job) {
  const source = job.video_id ? { video_id: job.video_id } : { youtube_url: job.youtube_url };
  const same = SAME.filter((name) => job[name] !== null).map((name) => [name, job[name]]);
  return post("/api/v1/jobs", { ...source, ...Object.fromEntries(same) });
}
