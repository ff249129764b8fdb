/** The clips that people made of a film: each with its progress, then with its file. */
import { useState } from "preact/hooks";
import { html } from "web/html.js";
import { cancelJob, retryJob } from "web/model/job_actions.js";
import { isSound } from "web/model/clip_draft.js";
import { canCancel, canRetry } from "web/model/job_state.js";
import { mayWrite } from "web/model/rights.js";
import { sharing } from "web/model/shares.js";
import { studioHref } from "web/model/route.js";
import { Button, ButtonLink, IconButton } from "web/parts/button.js";
import { Icon } from "web/parts/icon.js";
import { StateBadge } from "web/parts/state_badge.js";
import { ClipDialog } from "web/views/job/clip_dialog.js";
import { clock } from "web/format/time.js";
import { address } from "web/net/address.js";

/** @param {{id?: string|null}} props `id`: where the page's jumps lead */
export function MadeList({ job, made, playback, id = null }) {
  const [open, setOpen] = useState(null);
  const clips = made.list.value;
  if (!clips.length) return null;
  const play = (clip) => {
    playback.pause(); // two at once would mix
    setOpen(clip);
  };
  return html`<section id=${id} class="card made" aria-labelledby="made-title" tabindex="-1"><header class="card-head"><h2 id="made-title">Your clips <span class="muted num">${clips.length}</span></h2></header>
    <ul class="rows">${clips.map((clip) => html`<${Row} key=${clip.id} job=${job} made=${made} clip=${clip} onPlay=${() => play(clip)} />`)}</ul>
    ${open && html`<${ClipDialog} job=${job} clip=${open} playback=${playback} onClose=${() => setOpen(null)} />`}
  </section>`;
}

function Row({ job, made, clip, onPlay }) {
  const { id, title, start, end, aspect, captions, status, progress, url, output_format: form } = clip;
  const asJob = { id, status, video_title: title };
  const words = [`${clock(start)}–${clock(end)}`, aspect !== "source" && aspect, captions && "captions", isSound(clip) && form].filter(Boolean).join(" · ");
  return html`<li class="made-row">
    ${url ? html`<${IconButton} icon="play" label="Play clip: ${title}" onClick=${onPlay} />` : html`<span class="made-wait"><${Icon} name="scissors" /></span>`}
    <span class="made-name"><b dir="auto">${title}</b><small class="muted num">${words}</small></span>
    ${status !== "completed" && html`<span role="status"><${StateBadge} status=${status} /></span>`}
    ${canCancel(asJob) && html`<progress max="100" value=${progress} aria-label="Progress of ${title}"></progress>`}
    <span class="export-actions">
      ${mayWrite.value && canCancel(asJob) && html`<${Button} icon="circle-stop" onClick=${() => cancelJob(asJob)}>Cancel<//>`}
      ${mayWrite.value && canRetry(asJob) && html`<${Button} icon="rotate-cw" onClick=${() => retryJob(asJob)}>Retry<//>`}
      ${url && html`<a class="button only-icon quiet" href=${address(url)} download aria-label="Download clip: ${title}" title="Download"><${Icon} name="download" /></a>`}
      ${mayWrite.value && url && html`<${IconButton} icon="share-2" label="Share clip: ${title}" title="Share" onClick=${() => (sharing.value = { made: clip })} />`}
      ${mayWrite.value && html`<${ButtonLink} kind="quiet" icon="scissors" href=${studioHref(job.id, { of: id })} aria-label="Adjust clip: ${title}">Adjust<//>
      <${IconButton} icon="trash-2" label="Remove clip: ${title}" onClick=${() => made.remove(clip)} />`}
    </span>
  </li>`;
}
