/** The current job of each worker. */
import { html } from "web/html.js";
import { queue } from "web/model/queue.js";
import { now } from "web/model/clock.js";
import { jobHref } from "web/model/route.js";
import { STAGES } from "web/model/plan.js";
import { roughly } from "web/format/time.js";

export function Workers() {
  const workers = queue.value?.workers ?? [];
  if (!workers.length) return null;
  return html`<section class="workers" aria-label="Workers">
    <ul>${workers.map((worker) => html`<${Worker} key=${worker.id} worker=${worker} />`)}</ul>
  </section>`;
}

function Worker({ worker }) {
  const job = worker.current_job ?? worker.job_id;
  const id = typeof job === "object" && job ? job.id : job;
  const since = worker.since ? (now.value - Date.parse(worker.since)) / 1000 : null;
  return html`<li class="worker ${id ? "busy" : ""}">
    <i aria-hidden="true"></i><b>${worker.id}</b>
    ${id
      ? html`<a href=${jobHref(id)}>${STAGES[worker.stage]?.verb ?? "Waiting for a slot"}</a>${since >= 1 && html`<span class="muted num">${roughly(since)}</span>`}`
      : html`<span class="muted">${worker.state ?? "idle"}</span>`}
  </li>`;
}
