/** The stages of a job as a strip of small bars: finished, running with progress, pending. */
import { html } from "web/html.js";
import { shownPlan } from "web/model/job_update.js";
import { stageLabel } from "web/model/plan.js";
import { titleOf } from "web/format/source.js";

const WORDS = { pending: "to come", running: "running", completed: "done", failed: "failed", cancelled: "cancelled" };

export function StageStrip({ job }) {
  const label = `Progress of ${titleOf(job)}`;
  return html`<div class="stage-strip" role="progressbar" aria-label=${label} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(job.progress)}>
    ${shownPlan(job).map((stage) => html`<${Segment} key=${stage.name} stage=${stage} />`)}
  </div>`;
}

function Segment({ stage }) {
  const done = stage.status === "completed" ? 1 : stage.status === "pending" ? 0 : (stage.progress ?? 0) / 100;
  const words = stage.cached ? "taken from an earlier run" : (WORDS[stage.status] ?? stage.status);
  return html`<span class="stage ${stage.status} ${stage.cached ? "cached" : ""}" title="${stageLabel(stage.name)}: ${words}">
    <i style=${{ transform: `scaleX(${done})` }}></i>
  </span>`;
}
