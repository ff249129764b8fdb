/** The stages of the latest attempt over time: when each waited for its slot and when it worked, and which were cached. */
import { html } from "web/html.js";
import { now } from "web/model/clock.js";
import { shownPlan } from "web/model/job_update.js";
import { STAGES, stageLabel } from "web/model/plan.js";
import { span } from "web/format/time.js";

/** Shorter waits are not shown, seconds. */
const SHORT_S = 1;

export function Timeline({ job }) {
  const stages = shownPlan(job);
  if (!job.started_at) return null;
  const begun = stages.filter(isPlaced);
  const from = Math.min(...begun.map((stage) => startOf(stage) - waitOf(stage)), Infinity);
  const to = Math.max(...begun.map((stage) => endOf(stage, job)), from + 500);
  const place = (start, end) => ({ left: `${(100 * (start - from)) / (to - from)}%`, width: `${Math.max(0.6, (100 * (end - start)) / (to - from))}%` });
  return html`<section id="stages" class="card timeline" aria-labelledby="timeline-title" tabindex="-1">
    <header class="card-head"><h2 id="timeline-title">Stages</h2>${job.attempt > 1 && html`<span class="muted">attempt ${job.attempt}</span>`}</header>
    <ul>${stages.map(
      (stage) => html`<li key=${stage.name} class=${stage.status} title=${STAGES[stage.name]?.about}>
        <span class="timeline-name">${stageLabel(stage.name)}</span>
        <span class="timeline-track">${isPlaced(stage) && html`${waitOf(stage) > 0 && html`<i class="waited" style=${place(startOf(stage) - waitOf(stage), startOf(stage))}></i>`}<i class=${stage.status} style=${place(startOf(stage), endOf(stage, job))}></i>`}</span>
        <span class="timeline-time num ${stage.cached ? "cached" : ""}">${timeWords(stage, job)}${waited(stage)}</span>
      </li>`,
    )}</ul>
  </section>`;
}

const isPlaced = (stage) => Boolean(stage.started_at) && !stage.cached;
const startOf = (stage) => Date.parse(stage.started_at);
const waitOf = (stage) => (stage.waited_seconds ?? 0) * 1000;

/** "waited 6 min 10 s": for a slot, before the work that the time beside it counts. */
function waited({ waited_seconds: seconds, cached }) {
  return !cached && seconds >= SHORT_S && html`<small class="muted">waited ${span(seconds)}</small>`;
}

function endOf(stage, job) {
  const start = startOf(stage);
  if (stage.seconds != null) return start + stage.seconds * 1000;
  return stage.status === "running" ? Math.max(now.value, start) : Date.parse(job.completed_at ?? job.updated_at ?? stage.started_at);
}

function timeWords(stage, job) {
  if (stage.cached) return "cached";
  if (stage.status === "completed") return stage.seconds == null ? "done" : span(stage.seconds);
  if (stage.status === "running" && stage.started_at) return span(Math.max(0, endOf(stage, job) - startOf(stage)) / 1000);
  return { pending: stage.waited_seconds >= SHORT_S ? "waiting" : "–", failed: "failed", cancelled: "cancelled" }[stage.status] ?? stage.status;
}
