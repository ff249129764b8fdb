/** The stages of the latest attempt on the clock: when each ran, how long, and what was taken from an earlier run. */
import { html } from "web/html.js";
import { now } from "web/model/clock.js";
import { shownPlan } from "web/model/job_update.js";
import { STAGES, stageLabel } from "web/model/plan.js";
import { span } from "web/format/time.js";

export function Timeline({ job }) {
  const stages = shownPlan(job);
  if (!job.started_at) return null;
  const begun = stages.filter((stage) => stage.started_at && !stage.cached);
  const from = Math.min(...begun.map((stage) => Date.parse(stage.started_at)), Infinity);
  const to = Math.max(...begun.map((stage) => endOf(stage, job)), from + 500);
  const placed = (stage) => ({ left: `${(100 * (Date.parse(stage.started_at) - from)) / (to - from)}%`, width: `${Math.max(0.6, (100 * (endOf(stage, job) - Date.parse(stage.started_at))) / (to - from))}%` });
  return html`<section class="card timeline" aria-labelledby="timeline-title">
    <header class="card-head"><h2 id="timeline-title">Stages</h2>${job.attempt > 1 && html`<span class="muted">attempt ${job.attempt}</span>`}</header>
    <ul>${stages.map(
      (stage) => html`<li key=${stage.name} class=${stage.status} title=${STAGES[stage.name]?.about}>
        <span class="timeline-name">${stageLabel(stage.name)}</span>
        <span class="timeline-track">${stage.started_at && !stage.cached && html`<i class=${stage.status} style=${placed(stage)}></i>`}</span>
        <span class="timeline-time num ${stage.cached ? "cached" : ""}">${timeWords(stage, job)}</span>
      </li>`,
    )}</ul>
  </section>`;
}

function endOf(stage, job) {
  const start = Date.parse(stage.started_at);
  if (stage.seconds != null) return start + stage.seconds * 1000;
  return stage.status === "running" ? Math.max(now.value, start) : Date.parse(job.completed_at ?? job.updated_at ?? stage.started_at);
}

function timeWords(stage, job) {
  if (stage.cached) return "cached";
  if (stage.status === "completed") return stage.seconds == null ? "done" : span(stage.seconds);
  if (stage.status === "running" && stage.started_at) return span(Math.max(0, endOf(stage, job) - Date.parse(stage.started_at)) / 1000);
  return { pending: "–", failed: "failed", cancelled: "cancelled" }[stage.status] ?? stage.status;
}
