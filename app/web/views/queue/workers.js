/** The current job of each worker; with several machines by worker process, with what that serves. */
import { html } from "web/html.js";
import { processes, queue } from "web/model/queue.js";
import { now } from "web/model/clock.js";
import { jobHref } from "web/model/route.js";
import { STAGES } from "web/model/plan.js";
import { roughly } from "web/format/time.js";

export function Workers() {
  const workers = queue.value?.workers ?? [];
  if (!workers.length) return null;
  const apart = processes(workers);
  return html`<section class="workers" aria-label="Workers">
    ${apart ? html`<div class="worker-processes">${apart.map((one) => html`<${Process} key=${one.id} process=${one} />`)}</div>` : html`<ul>${workers.map((worker) => html`<${Worker} key=${worker.id} worker=${worker} name=${worker.id} />`)}</ul>`}
  </section>`;
}

function Process({ process: { host, number, serves, workers } }) {
  return html`<div class="worker-process">
    <p><b>${host}</b>${number && html` <span class="muted num">(${number})</span>`} <span class="muted">${serves}</span></p>
    <ul>${workers.map((worker) => html`<${Worker} key=${worker.id} worker=${worker} />`)}</ul>
  </div>`;
}

function Worker({ worker, name }) {
  const job = worker.current_job ?? worker.job_id;
  const id = typeof job === "object" && job ? job.id : job;
  const since = worker.since ? (now.value - Date.parse(worker.since)) / 1000 : null;
  return html`<li class="worker ${id ? "busy" : ""}">
    <i aria-hidden="true"></i>${name && html`<b>${name}</b>`}
    ${id
      ? html`<a href=${jobHref(id)}>${STAGES[worker.stage]?.verb ?? "Waiting for a slot"}</a>${since >= 1 && html`<span class="muted num">${roughly(since)}</span>`}`
      : html`<span class="muted">${worker.state ?? "idle"}</span>`}
  </li>`;
}
