/** A job's state as a word with its mark; never by colour alone. */
import { html } from "web/html.js";
import { Icon } from "web/parts/icon.js";
import { JOB_STATES } from "web/model/job_state.js";

export function StateBadge({ status }) {
  const { label, icon } = JOB_STATES[status] ?? { label: status, icon: "circle" };
  return html`<span class="state ${status}"><${Icon} name=${icon} />${label}</span>`;
}

export function StateMark({ status }) {
  const { label, icon } = JOB_STATES[status] ?? { label: status, icon: "circle" };
  return html`<span class="state-mark ${status}" title=${label}><${Icon} name=${icon} /></span>`;
}
