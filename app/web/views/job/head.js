/** Name, origin and actions. */
import { html } from "web/html.js";
import { go } from "web/model/route.js";
import { slowNow } from "web/model/clock.js";
import { jobTypeLabel } from "web/model/plan.js";
import { canCancel, canDelete, canMove, canRetry } from "web/model/job_state.js";
import { cancelJob, deleteJob, moveToTop, retryJob } from "web/model/job_actions.js";
import { Icon } from "web/parts/icon.js";
import { Button, ButtonLink } from "web/parts/button.js";
import { refocusing } from "web/parts/refocus.js";
import { StateBadge } from "web/parts/state_badge.js";
import { placeOf, titleOf } from "web/format/source.js";
import { ago, clock, moment } from "web/format/time.js";
import { address } from "web/net/address.js";

/** What the server says where nobody speaks. */
const UNKNOWN_LANGUAGE = "und";

export function JobHead({ job }) {
  const remove = async () => (await deleteJob(job)) && go("/");
  const run = (act) => () => refocusing(() => act(job), () => document.getElementById("main"));
  return html`<header class="job-head">
    <div class="job-heading">
      <h1>${titleOf(job)}</h1>
      <p class="job-meta"><span role="status"><${StateBadge} status=${job.status} /></span><${Meta} job=${job} /></p>
    </div>
    <div class="job-head-actions">
      ${canMove(job) && html`<${Button} icon="arrow-up-to-line" onClick=${run(moveToTop)}>Put first<//>`}
      ${canCancel(job) && html`<${Button} icon="circle-stop" onClick=${run(cancelJob)}>Cancel<//>`}
      ${canRetry(job) && html`<${Button} kind="main" icon="rotate-cw" onClick=${run(retryJob)}>Retry<//>`}
      ${job.artifacts?.length > 0 && html`<${ButtonLink} icon="archive" href=${address(`/api/v1/jobs/${job.id}/artifacts.zip`)} download>All as zip<//>`}
      ${canDelete(job) && html`<${Button} kind="danger-quiet" icon="trash-2" onClick=${remove}>Delete<//>`}
    </div>
  </header>`;
}

function Meta({ job }) {
  return html`<span>${jobTypeLabel(job.job_type)}</span>
    ${job.youtube_url ? html`<a href=${job.youtube_url} target="_blank" rel="noreferrer noopener">${placeOf(job)}<${Icon} name="external-link" /></a>` : html`<span>upload</span>`}
    ${job.video_duration && html`<span class="num">${clock(job.video_duration)}</span>`}
    <time datetime=${job.created_at} title=${moment(job.created_at)}>${ago(job.created_at, slowNow.value)}</time>
    <span>priority ${job.priority}</span>
    ${job.attempt > 1 && html`<span>attempt ${job.attempt}</span>`}
    ${job.language && job.language !== UNKNOWN_LANGUAGE && html`<span>${languageName(job.language)}</span>`}`;
}

function languageName(code) {
  try {
    return new Intl.DisplayNames(undefined, { type: "language" }).of(code);
  } catch {
    return code;
  }
}
