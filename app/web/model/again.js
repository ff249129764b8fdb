/** Running a job again with other options: its source and all its options in the form, and what that would cost. */
import { effect, signal } from "@preact/signals";
import { confirmed } from "web/model/confirm.js";
import { draft } from "web/model/draft.js";
import { OPTIONS, flat, optionsOf } from "web/model/options.js";
import { JOB_TYPES } from "web/model/plan.js";
import { mayWrite } from "web/model/rights.js";
import { go } from "web/model/route.js";
import { post } from "web/net/api.js";
import { titleOf } from "web/format/source.js";

const SETTLE_MS = 300;

/** Whether the form can make such a job: of a source that is still there. */
export const canRunAgain = (job) => mayWrite.value && Boolean(JOB_TYPES[job.job_type]?.stages.includes("fetch")) && Boolean(job.video_id || job.youtube_url);

/** Open the form with the source and all options of a job. */
export async function runAgainWith(job) {
  const other = draft.number.peek() && draft.basis.peek()?.id !== job.id;
  if (other && !(await confirmed({ title: "Replace the draft?", text: "The form for new jobs has other sources in it, which would be gone.", action: "Replace" }))) return;
  draft.clear();
  const values = flat(job.options);
  const shown = new Set(OPTIONS.map(({ name }) => name.split(".")[0]));
  const rest = Object.fromEntries(Object.entries(job.options).filter(([name, value]) => value !== null && !shown.has(name)));
  const used = Object.fromEntries(optionsOf(job.job_type, values).flatMap(({ name, standard }) => ((values[name] ?? standard) === standard ? [] : [[name, values[name]]])));
  draft.basis.value = { id: job.id, title: titleOf(job), jobType: job.job_type, priority: job.priority, options: used, rest, order: { max_retries: job.max_retries, user_id: job.user_id }, metadata: job.metadata ?? {} };
  draft.choice.value = { ...draft.choice.peek(), jobType: job.job_type, priority: job.priority, options: used };
  if (job.video_id) draft.uploads.arrive({ name: job.metadata?.filename ?? titleOf(job), size: 0 }, { video_id: job.video_id, duration: job.video_duration });
  else draft.text.value = job.youtube_url;
  go("/new");
}

/** What the draft's job would find in the record; null while nothing is known, or asked. @type {import("@preact/signals").Signal<{stages: object[], estimated_seconds: number}|null>} */
export const cost = signal(null);
/** Why it could not be said, or "". */
export const costProblem = signal("");

let timer = 0;
let asking = new AbortController();

effect(() => {
  const asks = draft.basis.value && draft.number.value === 1 && draft.links.value.every(({ problem }) => !problem);
  void [draft.choice.value, draft.text.value, draft.uploads.arrived.value]; // what the order is made of
  clearTimeout(timer);
  asking.abort(); // an answer to other options is of no use
  if (!asks) {
    cost.value = null;
    return;
  }
  timer = setTimeout(() => ask({ ...draft.sources()[0], ...draft.order() }), SETTLE_MS);
});

async function ask(body) {
  asking = new AbortController();
  const { signal: mine } = asking;
  try {
    const plan = await post("/api/v1/jobs/plan", body, { signal: mine });
    if (mine.aborted) return;
    costProblem.value = "";
    cost.value = plan;
  } catch (problem) {
    if (mine.aborted) return;
    costProblem.value = problem.message;
    cost.value = null;
  }
}
