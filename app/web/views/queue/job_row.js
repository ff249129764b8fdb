/** One job in the list. It reads its own signal, so a message about it redraws this row alone. */
import { memo } from "web/parts/memo.js";
import { html } from "web/html.js";
import { slowNow } from "web/model/clock.js";
import { mayWrite } from "web/model/rights.js";
import { jobHref } from "web/model/route.js";
import { jobTypeLabel } from "web/model/plan.js";
import { JOB_STATES, isWaiting } from "web/model/job_state.js";
import { Icon } from "web/parts/icon.js";
import { StateMark } from "web/parts/state_badge.js";
import { StageStrip } from "web/parts/stage_strip.js";
import { StandingText, LeftText } from "web/parts/job_progress.js";
import { RowActions } from "web/views/queue/row_actions.js";
import { optionWords } from "web/format/options.js";
import { placeOf, titleOf } from "web/format/source.js";
import { ago, clock, moment } from "web/format/time.js";
import { percent } from "web/format/number.js";

export const JobRow = memo(function JobRow({ job: signal, list, selection, ordered }) {
  if (!signal) return html`<div class="job-row waiting-for-data" aria-busy="true"><span class="muted">Loading…</span></div>`;
  const job = signal.value;
  const chosen = selection.has(job.id);
  const choose = (event) => (event.shiftKey ? selection.reach(job.id, list.ids.peek()) : selection.toggle(job.id));
  return html`<div class="job-row ${job.status} ${chosen ? "chosen" : ""}" data-id=${job.id}>
    ${mayWrite.value ? html`<label class="job-check"><input type="checkbox" checked=${chosen} onClick=${choose} tabindex="-1" /><span class="hidden">Select ${titleOf(job)}</span></label>` : html`<span class="job-check"></span>`}
    ${ordered && job.status === "queued" ? html`<${Grip} job=${job} />` : html`<${StateMark} status=${job.status} />`}
    <div class="job-name">
      <a class="job-title" href=${jobHref(job.id)}>${titleOf(job)}<span class="hidden">, ${JOB_STATES[job.status]?.label}</span></a>
      <p class="job-meta"><${Meta} job=${job} /></p>
    </div>
    <div class="job-standing">
      <p class="standing-words" title=${job.error?.message}><${StandingText} job=${job} /></p>
      <${StageStrip} job=${job} />
    </div>
    <div class="job-figures num">
      ${job.status === "processing" && html`<b>${percent(Math.min(job.progress, 99.9) / 100)}</b>`}
      <span class="muted"><${LeftText} job=${job} /></span>
    </div>
    <${RowActions} job=${job} />
  </div>`;
});

function Grip({ job }) {
  return html`<button type="button" class="state-mark grip" title="Drag to another place, or press ↑ ↓" aria-label="Move ${titleOf(job)} with the arrow keys"><${Icon} name="grip-vertical" /></button>`;
}

function Meta({ job }) {
  const waiting = isWaiting(job);
  const options = optionWords(job).join(", ");
  return html`<span class="job-type">${jobTypeLabel(job.job_type)}</span>
    ${options && html`<span class="job-options" title=${options}>${options}</span>`}
    <span class="job-place" title=${placeOf(job)}>${placeOf(job)}</span>
    ${job.video_duration && html`<span class="num">${clock(job.video_duration)}</span>`}
    <time datetime=${job.created_at} title=${moment(job.created_at)}>${ago(job.created_at, slowNow.value)}</time>
    ${(waiting || job.priority !== 5) && html`<span title="Priority, 0 to 10">priority ${job.priority}</span>`}
    ${job.attempt > 1 && html`<span>attempt ${job.attempt}</span>`}
    ${job.warnings?.length > 0 && html`<span class="warned" title=${job.warnings.map((warning) => warning.message).join("\n")}><${Icon} name="triangle-alert" />${job.warnings.length}</span>`}
    <code class="job-id" title=${job.id}>${job.id.slice(0, 8)}</code>`;
}
