/** What can be done with this job in its state. */
import { html } from "web/html.js";
import { canCancel, canDelete, canMove, canRetry } from "web/model/job_state.js";
import { cancelJob, deleteJob, moveToTop, retryJob } from "web/model/job_actions.js";
import { IconButton } from "web/parts/button.js";
import { titleOf } from "web/format/source.js";

export function RowActions({ job }) {
  const name = titleOf(job);
  return html`<div class="job-actions">
    ${canMove(job) && html`<${IconButton} icon="arrow-up-to-line" label="Put first: ${name}" onClick=${() => moveToTop(job)} />`}
    ${canRetry(job) && html`<${IconButton} icon="rotate-cw" label="Retry: ${name}" onClick=${() => retryJob(job)} />`}
    ${canCancel(job) && html`<${IconButton} icon="circle-stop" label="Cancel: ${name}" onClick=${() => cancelJob(job)} />`}
    ${canDelete(job) && html`<${IconButton} icon="trash-2" label="Delete: ${name}" onClick=${() => deleteJob(job)} />`}
  </div>`;
}
