/** The job that runs again: which one, and what of the new one is in the record already. */
import { html } from "web/html.js";
import { cost, costProblem } from "web/model/again.js";
import { draft } from "web/model/draft.js";
import { jobHref } from "web/model/route.js";
import { Button } from "web/parts/button.js";
import { Icon } from "web/parts/icon.js";
import { roughly } from "web/format/time.js";

export function Basis({ basis }) {
  return html`<section class="card basis" aria-label="The job that runs again">
    <p class="basis-of"><span>As <a href=${jobHref(basis.id)} dir="auto">${basis.title}</a>, with its options; those that you change are marked.</span><${Button} kind="quiet" icon="x" onClick=${draft.leaveBasis}>As a new job instead<//></p>
    <${Cost} />
  </section>`;
}

/** The stages of the new job: free, or about how long. */
function Cost() {
  const plan = cost.value;
  if (costProblem.value) return html`<p class="muted" role="status">${costProblem.value}</p>`;
  if (!plan) return html`<p class="muted" role="status">${draft.number.value === 1 ? "Looking in the record…" : "With one source alone it is shown what is in the record."}</p>`;
  const left = plan.estimated_seconds;
  return html`<ol class="cost">${plan.stages.map((stage) => html`<li key=${stage.name} class=${stage.recorded === true ? "free" : ""}><${Icon} name=${stage.recorded === true ? "check" : "hourglass"} /><b>${stage.title}</b> <span>${words(stage)}</span></li>`)}</ol>
    <p role="status">${left ? `${left < 1 ? "Less than a second" : `About ${roughly(left)}`} of work, if it waits for nothing.` : "All of it is in the record: it costs nothing."}</p>`;
}

const about = (seconds) => `${seconds < 1 ? "" : "about "}${roughly(seconds)}`;

function words({ recorded, skipped, if_unchanged: ifUnchanged, estimated_seconds: seconds }) {
  if (skipped) return "not needed";
  if (recorded === true) return ifUnchanged ? "free, if the link is unchanged" : "free";
  return `${recorded === "partly" ? "begun, " : ""}${about(seconds)}`;
}
