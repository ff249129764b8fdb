/** Name, origin and actions. */
import { html } from "web/html.js";
import { sharing } from "web/model/shares.js";
import { broadcast } from "web/model/broadcast.js";
import { askToFollow, followed, permission, unfollow } from "web/model/notices.js";
import { mayWrite } from "web/model/rights.js";
import { editHref, go } from "web/model/route.js";
import { slowNow } from "web/model/clock.js";
import { jobTypeLabel } from "web/model/plan.js";
import { canRunAgain, runAgainWith } from "web/model/again.js";
import { canCancel, canDelete, canMove, canRetry, isFinished } from "web/model/job_state.js";
import { cancelJob, deleteJob, moveToTop, retryJob } from "web/model/job_actions.js";
import { Icon } from "web/parts/icon.js";
import { Button, ButtonLink } from "web/parts/button.js";
import { refocusing } from "web/parts/refocus.js";
import { StateBadge } from "web/parts/state_badge.js";
import { artifactOf, urlOf } from "web/views/job/artifact.js";
import { bytes } from "web/format/number.js";
import { languageName } from "web/format/language.js";
import { placeOf, titleOf } from "web/format/source.js";
import { ago, clock, moment } from "web/format/time.js";
import { address } from "web/net/address.js";

/** The server's message for a source without speech. */
const UNKNOWN_LANGUAGE = "und";

/** @param {{job: object, spoken: boolean}} props `spoken`: there are lines, so there is a language */
export function JobHead({ job, spoken }) {
  const away = broadcast.link.value.phase !== "live"; // a request now would not arrive
  const remove = async () => (await deleteJob(job)) && go("/");
  const run = (act) => () => refocusing(() => act(job), () => document.getElementById("main"));
  const audio = job.job_type === "audio_extraction" && artifactOf(job, "audio");
  return html`<header class="job-head">
    <div class="job-heading">
      <h1 dir="auto">${titleOf(job)}</h1>
      <p class="job-meta"><span role="status"><${StateBadge} status=${job.status} /></span><${Meta} job=${job} spoken=${spoken} /></p>
    </div>
    <div class="job-head-actions">
      ${!isFinished(job) && permission.value !== "denied" && html`<${FollowButton} job=${job} />`}
      ${canMove(job) && html`<${Button} icon="arrow-up-to-line" busy=${away} onClick=${run(moveToTop)}>Put first<//>`}
      ${canCancel(job) && html`<${Button} icon="circle-stop" busy=${away} onClick=${run(cancelJob)}>Cancel<//>`}
      ${canRetry(job) && html`<${Button} kind="main" icon="rotate-cw" busy=${away} onClick=${run(retryJob)}>Retry<//>`}
      ${isFinished(job) && canRunAgain(job) && html`<${Button} icon="settings-2" busy=${away} onClick=${() => runAgainWith(job)}>Run again with…<//>`}
      ${audio && html`<${ButtonLink} kind="main" icon="download" href=${urlOf(job, audio)} download>Download ${extensionOf(audio)}, ${bytes(audio.size_bytes)}<//>`}
      ${mayWrite.value && job.video_duration && artifactOf(job, "source") && html`<${ButtonLink} icon="scissors" href=${editHref(job.id)}>Edit<//>`}
      ${mayWrite.value && job.started_at && html`<${Button} icon="share-2" onClick=${() => (sharing.value = {})}>Share<//>`}
      ${job.artifacts?.length > 0 && html`<${ButtonLink} icon="archive" href=${address(`/api/v1/jobs/${job.id}/artifacts.zip`)} download>All as zip<//>`}
      ${canDelete(job) && html`<${Button} kind="danger-quiet" icon="trash-2" busy=${away} onClick=${remove}>Delete<//>`}
    </div>
  </header>`;
}

/** A notice of the browser at the end, while the page is not in sight. */
function FollowButton({ job }) {
  const on = permission.value === "granted" && followed.value.includes(job.id);
  return html`<${Button} icon=${on ? "bell" : "bell-off"} aria-pressed=${on} title="A notice of the browser at the end, while this page is not in sight" onClick=${() => (on ? unfollow(job.id) : askToFollow(job.id))}>Tell me<//>`;
}

const extensionOf = ({ filename }) => filename.split(".").at(-1).toUpperCase();

function Meta({ job, spoken }) {
  return html`<span>${jobTypeLabel(job.job_type)}</span>
    ${job.youtube_url ? html`<a href=${job.youtube_url} target="_blank" rel="noreferrer noopener">${placeOf(job)}<${Icon} name="external-link" /></a>` : html`<span>${placeOf(job)}</span>`}
    ${job.video_duration && html`<span class="num">${clock(job.video_duration)}</span>`}
    <time datetime=${job.created_at} title=${moment(job.created_at)}>${ago(job.created_at, slowNow.value)}</time>
    <span>priority ${job.priority}</span>
    ${job.attempt > 1 && html`<span>attempt ${job.attempt}</span>`}
    ${spoken && job.language && job.language !== UNKNOWN_LANGUAGE && html`<span>${languageName(job.language)}</span>`}`;
}
