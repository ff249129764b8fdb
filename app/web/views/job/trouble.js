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
      <div><h2>${status === "failed" ? "It failed" : "The last attempt failed"}${error.stage ? ` in ${stageLabel(error.stage)}` : ""}</h2>
        <p dir="auto">${error.message}</p>
        <p class="notice-advice">${adviceFor(error)} <code>${error.code}</code></p>
      </div>
    </section>`}
    ${warnings.length > 0 &&
    html`<section class="notice warn" aria-label="Warnings"><${Icon} name="triangle-alert" />
      <ul>${warnings.map((warning) => html`<li key=${warning.code + warning.message}><bdi>${warning.message}</bdi> <span class="muted">${warning.stage ? stageLabel(warning.stage) : ""}</span></li>`)}</ul>
    </section>`}`;
}
