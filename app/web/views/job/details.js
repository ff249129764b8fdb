/** All facts of a job and its request: options, link, id, times, models. */
import { useState } from "preact/hooks";
import { html } from "web/html.js";
import { videoHref } from "web/model/route.js";
import { jobTypeLabel } from "web/model/plan.js";
import { address } from "web/net/address.js";
import { stored, store } from "web/model/storage.js";
import { CopyButton } from "web/parts/copy_button.js";
import { artifactOf } from "web/views/job/artifact.js";
import { titleOf } from "web/format/source.js";
import { optionWords } from "web/format/options.js";
import { optionRows } from "web/views/job/option_rows.js";
import { facts, mediaWords, modelsOf, timesOf } from "web/views/job/facts.js";

export function Details({ job }) {
  const [open, setOpen] = useState(stored("details", "") === "open");
  const turn = (event) => {
    setOpen(event.currentTarget.open);
    store("details", event.currentTarget.open ? "open" : "");
  };
  return html`<details class="card details" open=${open} onToggle=${turn}>
    <summary><h2>Details</h2><span class="muted">${optionWords(job).join(", ") || "default options"}</span></summary>
    ${open && html`<div class="details-parts"><${Order} job=${job} /><${Options} job=${job} /><${Rows} title="Times" rows=${timesOf(job)} /><${Rows} title="Made by" rows=${modelsOf(job)} /><${Rows} title="Metadata" rows=${facts(job.metadata)} /></div>`}
  </details>`;
}

function Order({ job }) {
  const api = address(`/api/v1/jobs/${encodeURIComponent(job.id)}`);
  return html`<section aria-label="Order"><h3>Order</h3><dl>
    ${job.youtube_url
      ? html`<div><dt>Link</dt><dd class="whole"><a href=${job.youtube_url} target="_blank" rel="noreferrer noopener">${job.youtube_url}</a><${CopyButton} text=${job.youtube_url} label="Copy the link" /></dd></div>`
      : !job.prompt && html`<div><dt>Upload</dt><dd class="whole"><span dir="auto">${artifactOf(job, "source")?.filename ?? titleOf(job)}</span></dd></div>`}
    ${job.video_id && html`<div><dt>Video</dt><dd class="whole"><a href=${videoHref(job.video_id)}><code>${job.video_id}</code></a><${CopyButton} text=${job.video_id} label="Copy the id of the video" /></dd></div>`}
    <div><dt>Job id</dt><dd class="whole"><code>${job.id}</code><${CopyButton} text=${job.id} label="Copy the id" /></dd></div>
    <div><dt>Kind</dt><dd>${jobTypeLabel(job.job_type)}</dd></div>
    ${job.user_id && html`<div><dt>User</dt><dd dir="auto">${job.user_id}</dd></div>`}
    <div><dt>Priority</dt><dd>${job.priority}</dd></div>
    <div><dt>Attempt</dt><dd>${attemptWords(job)}</dd></div>
    ${job.media && html`<div><dt>Media</dt><dd>${mediaWords(job.media)}</dd></div>`}
    <div><dt>API</dt><dd><a href=${api} target="_blank" rel="noopener">job as JSON</a>, <a href="${api}/events" target="_blank" rel="noopener">events</a></dd></div>
  </dl></section>`;
}

const attemptWords = ({ attempt, max_retries: retries }) => `${attempt || "none yet"}, ${retries ? `at most ${retries} ${retries === 1 ? "retry" : "retries"} by itself` : "no retries by itself"}`;

function Options({ job }) {
  const rows = optionRows(job);
  if (!rows.length) return null;
  const groups = [...new Set(rows.map(({ group }) => group))].map((group) => [group, rows.filter((row) => row.group === group)]);
  return html`<section aria-label="Options"><h3>Options</h3>
    ${groups.map(([group, options]) => html`<h4 key=${group}>${group}</h4><dl key="${group}-options">${options.map(({ name, label, words, chosen }) => html`<div key=${name} class=${chosen ? "chosen" : "standard"}><dt>${label}</dt><dd>${words}${chosen ? "" : html` <small class="muted">default</small>`}</dd></div>`)}</dl>`)}
  </section>`;
}

function Rows({ title, rows }) {
  if (!rows.length) return null;
  return html`<section aria-label=${title}><h3>${title}</h3><dl>${rows.map(([label, words]) => html`<div key=${label}><dt dir="auto">${label}</dt><dd dir="auto">${words}</dd></div>`)}</dl></section>`;
}
