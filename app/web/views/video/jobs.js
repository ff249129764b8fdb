/** The jobs on a video, newest first, with how far each is. */
import { useState } from "preact/hooks";
import { html } from "web/html.js";
import { slowNow } from "web/model/clock.js";
import { isFinished } from "web/model/job_state.js";
import { jobTypeLabel } from "web/model/plan.js";
import { compareHref, jobHref } from "web/model/route.js";
import { ButtonLink } from "web/parts/button.js";
import { LeftText, StandingText } from "web/parts/job_progress.js";
import { StageStrip } from "web/parts/stage_strip.js";
import { StateBadge } from "web/parts/state_badge.js";
import { optionWords } from "web/format/options.js";
import { count } from "web/format/number.js";
import { ago, moment } from "web/format/time.js";

export function VideoJobs({ video, jobs }) {
  const [chosen, setChosen] = useState([]);
  const turn = (id) => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id].slice(-2));
  const pair = jobs.filter(({ id }) => chosen.includes(id)).map(({ id }) => id);
  const comparable = jobs.filter(isFinished).length > 1;
  return html`<section id="jobs" class="card video-jobs" aria-labelledby="jobs-title" tabindex="-1">
    <header class="card-head"><h2 id="jobs-title">Jobs <span class="muted num">${count(video.jobs.length)}</span></h2>
      ${pair.length === 2 ? html`<${ButtonLink} icon="columns-2" href=${compareHref(pair[1], pair[0])}>Compare<//>` : comparable && html`<span class="muted">Choose two to compare them.</span>`}</header>
    ${jobs.length ? html`<ul>${jobs.map((job) => html`<${VideoJob} key=${job.id} job=${job} chosen=${chosen.includes(job.id)} onTurn=${comparable && isFinished(job) && (() => turn(job.id))} />`)}</ul>` : html`<p class="muted">No job on it yet.</p>`}
    ${jobs.length < video.jobs.length && html`<p class="muted">The newest ${count(jobs.length)} are shown.</p>`}
  </section>`;
}

function VideoJob({ job, chosen, onTurn }) {
  return html`<li>
    <span class="video-job-name">${onTurn && html`<label class="check"><input type="checkbox" checked=${chosen} onChange=${onTurn} /><span class="hidden">Compare: ${jobTypeLabel(job.job_type)}, ${moment(job.created_at)}</span></label>`}<a class="video-title" href=${jobHref(job.id)}>${jobTypeLabel(job.job_type)}</a></span>
    <${StateBadge} status=${job.status} />
    <p class="job-meta"><span class="video-job-words" title=${job.error?.message}><${StandingText} job=${job} /></span>
      ${optionWords(job).length > 0 && html`<span>${optionWords(job).join(", ")}</span>`}
      <time datetime=${job.created_at} title=${moment(job.created_at)}>${ago(job.created_at, slowNow.value)}</time>${!isFinished(job) && html`<${LeftText} job=${job} />`}</p>
    ${!isFinished(job) && html`<${StageStrip} job=${job} />`}
  </li>`;
}
