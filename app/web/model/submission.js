/** Sends new jobs: one alone, many as one bulk request. In both cases one outcome for each source. */
import { post } from "web/net/api.js";

/** @typedef {{youtube_url?: string, prompt?: string, video_id?: string, metadata?: {filename: string}}} Source */
/** @typedef {{source: Source, job: object|null, problem: {message: string, errors: {loc: (string|number)[], msg: string}[]}|null}} Outcome */

/**
 * @param {Source[]} sources @param {{job_type: string, priority: number, options: object}} order
 * @param {string} key sent again with the same key, a single job is not created twice
 * @returns {Promise<Outcome[]>} in the order of the sources. Throws Problem when the whole request is refused.
 */
export async function submit(sources, order, key) {
  if (sources.length === 1) return [await single(sources[0], order, key)];
  const { results = [] } = await post("/api/v1/jobs/bulk", { action: "create", jobs: sources.map((source) => ({ ...source, ...order })) });
  return sources.map((source, n) => outcome(source, results[n] ?? {}));
}

async function single(source, order, key) {
  try {
    const job = await post("/api/v1/jobs", { ...source, ...order }, { headers: { "Idempotency-Key": key } });
    return { source, job, problem: null };
  } catch (problem) {
    if (problem.status !== 422 && problem.status !== 404) throw problem;
    return { source, job: null, problem };
  }
}

function outcome(source, result) {
  if (result.job) return { source, job: result.job, problem: null };
  const told = result.error ?? result.problem ?? {};
  return { source, job: null, problem: { message: told.detail ?? told.message ?? "The server refused this.", errors: told.errors ?? [] } };
}

/** Messages by field: `options.clip_duration`, `priority`, `source`, or `` for those of no field. */
export function byField(problem) {
  const fields = {};
  for (const { loc, msg } of problem.errors ?? []) {
    const path = loc.filter((part) => !["body", "jobs"].includes(part) && typeof part === "string");
    const name = path.at(-1) ?? "";
    const field = path.includes("options") ? `options.${path.includes("operation_options") && name !== "operation_options" ? "operation_options." : ""}${name}` : ["youtube_url", "url", "video_id"].includes(name) ? "source" : name;
    fields[field] = fields[field] ? `${fields[field]} ${msg}` : msg;
  }
  if (!Object.keys(fields).length) fields.source = problem.message;
  return fields;
}
