/** What was exported from here: each with its progress, then with its file. */
import { useEffect, useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { broadcast } from "web/model/broadcast.js";
import { cancelJob, retryJob } from "web/model/job_actions.js";
import { JobFeed } from "web/model/job_feed.js";
import { canCancel, canRetry } from "web/model/job_state.js";
import { jobHref } from "web/model/route.js";
import { Button, ButtonLink, IconButton } from "web/parts/button.js";
import { LeftText, StandingText } from "web/parts/job_progress.js";
import { StateBadge } from "web/parts/state_badge.js";
import { titleOf } from "web/format/source.js";
import { address } from "web/net/address.js";

const UNKNOWN = 4404;

export function ExportList({ exports }) {
  const ids = exports.ids.value;
  if (!ids.length) return null;
  return html`<section class="card exports" aria-labelledby="exports-title"><header class="card-head"><h2 id="exports-title">Exports</h2></header>
    <ul class="rows">${ids.map((id) => html`<${Export} key=${id} id=${id} onForget=${() => exports.forget(id)} />`)}</ul>
  </section>`;
}

function Export({ id, onForget }) {
  const feed = useMemo(() => new JobFeed(id), [id]);
  const job = feed.job.value;
  useEffect(() => {
    feed.start();
    const end = broadcast.listen((message) => feed.heard(message));
    return () => (end(), feed.stop());
  }, [feed]);
  const gone = feed.link.value.code === UNKNOWN || feed.deleted.value;
  if (gone || !job) return html`<li><span class="muted">${gone ? "This export was deleted." : "Loading…"}</span>${gone && html`<${IconButton} icon="x" label="Remove from the list" onClick=${onForget} />`}</li>`;
  return html`<li class="export"><a href=${jobHref(id)} dir="auto">${titleOf(job)}</a><span role="status"><${StateBadge} status=${job.status} /></span>
    ${job.status !== "completed" && html`<span class="muted"><${StandingText} job=${job} /> <${LeftText} job=${job} /></span>`}
    ${canCancel(job) && html`<progress max="100" value=${job.progress} aria-label="Progress"></progress>`}
    <span class="export-actions">
      ${canCancel(job) && html`<${Button} icon="circle-stop" onClick=${() => cancelJob(job)}>Cancel<//>`}
      ${canRetry(job) && html`<${Button} icon="rotate-cw" onClick=${() => retryJob(job)}>Retry<//>`}
      ${job.status === "completed" && html`<${ButtonLink} kind="main" icon="download" href=${address(`/api/export/${encodeURIComponent(id)}/file`)} download>Download<//>`}
      <${IconButton} icon="x" label="Remove from the list" onClick=${onForget} />
    </span>
  </li>`;
}
