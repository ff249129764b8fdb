/** The actions of this job in its state. */
import { html } from "web/html.js";
import { canRunAgain, runAgainWith } from "web/model/again.js";
import { canCancel, canDelete, canMove, canRetry, isFinished } from "web/model/job_state.js";
import { cancelJob, deleteJob, moveToTop, retryJob } from "web/model/job_actions.js";
import { IconButton } from "web/parts/button.js";
import { refocusing } from "web/parts/refocus.js";
import { titleOf } from "web/format/source.js";

const ACTIONS = [
  { label: "Put first", icon: "arrow-up-to-line", able: (job) => canMove(job) && job.queue_position !== 1, act: moveToTop },
  { label: "Retry", icon: "rotate-cw", able: canRetry, act: retryJob },
  { label: "Run again with…", icon: "settings-2", able: (job) => isFinished(job) && canRunAgain(job), act: runAgainWith },
  { label: "Cancel", icon: "circle-stop", able: canCancel, act: cancelJob },
  { label: "Delete", icon: "trash-2", able: canDelete, act: deleteJob },
];

export function RowActions({ job }) {
  const run = (act) => (event) => {
    const row = event.currentTarget.closest("li");
    const near = () => (row.isConnected ? row : document.querySelector(".windowed"))?.querySelector(".job-title");
    refocusing(() => act(job), near);
  };
  return html`<div class="job-actions">
    ${ACTIONS.filter(({ able }) => able(job)).map(
      ({ label, icon, act }) => html`<${IconButton} key=${label} icon=${icon} label="${label}: ${titleOf(job)}" onClick=${run(act)} />`,
    )}
  </div>`;
}
