/** The failure, and what to do about it. */
import { html } from "web/html.js";
import { adviceFor } from "web/model/advice.js";
import { stageLabel } from "web/model/plan.js";
import { Icon } from "web/parts/icon.js";

export function Trouble({ job }) {
  const { error, warnings = [], status } = job;
  return html`${error &&
    html`<section class="notice bad" role="alert">
      <${Icon} name="circle-x" />
      <div><h2>${headOf(error, status)}</h2>
        <p dir="auto">${error.message}</p>
        <p class="notice-advice">${adviceFor(error)} <code>${error.code}</code></p>
      </div>
    </section>`}
    ${warnings.length > 0 &&
    html`<section class="notice warn" aria-label="Warnings"><${Icon} name="triangle-alert" />
      <ul>${warnings.map((warning) => html`<li key=${warning.code + warning.message}><bdi>${warning.message}</bdi> <span class="muted">${warning.stage ? stageLabel(warning.stage) : ""}</span></li>`)}</ul>
    </section>`}`;
}

/** Of what has failed, and where; findings that a job was not to have are no fault of a stage. */
function headOf({ code, stage }, status) {
  if (code === "findings") return "It did not pass its checks";
  return `${status === "failed" ? "It failed" : "The last attempt failed"}${stage ? ` in ${stageLabel(stage)}` : ""}`;
}
