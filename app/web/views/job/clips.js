/** The clips: play, read the reason, download. */
import { useEffect, useState } from "preact/hooks";
import { html } from "web/html.js";
import { isFinished } from "web/model/job_state.js";
import { addressOf, clipHref, route, setQuery, studioHref } from "web/model/route.js";
import { mayWrite } from "web/model/rights.js";
import { Icon } from "web/parts/icon.js";
import { Button, ButtonLink } from "web/parts/button.js";
import { CopyButton } from "web/parts/copy_button.js";
import { artifactOf } from "web/views/job/artifact.js";
import { HandOver } from "web/parts/hand_over.js";
import { ClipDialog } from "web/views/job/clip_dialog.js";
import { clock } from "web/format/time.js";
import { address } from "web/net/address.js";

/** How many a narrow screen shows at first; the stylesheet has the same number. */
const SHOWN_NARROW = 4;

export function Clips({ job, clips, playback }) {
  const [open, setOpen] = useState(null);
  const [whole, setWhole] = useState(false);
  const all = clips.value;
  const { query, visit } = route.value;
  const linked = all.find(({ index }) => query.get("clip") === String(index)); // a link to a clip was followed
  useEffect(() => linked && setOpen(linked), [visit, Boolean(linked)]);
  const close = () => {
    setOpen(null);
    if (query.has("clip")) setQuery({ clip: "" });
  };
  if (!all.length) return null;
  const play = (clip) => {
    playback.pause(); // two at once would mix
    setOpen(clip);
  };
  return html`<section id="clips" class="card clips ${whole ? "whole" : ""}" aria-labelledby="clips-title" tabindex="-1">
    <header class="card-head"><h2 id="clips-title">Clips <span class="muted num">${all.length}</span></h2>
      ${isFinished(job) && html`<${HandOver} of=${() => ({ job_id: job.id })} what="the clips" kind="quiet" />`}
      <${ButtonLink} kind="quiet" icon="archive" href=${address(`/api/v1/jobs/${job.id}/artifacts.zip?kind=clip`)} download>All clips as zip<//>
    </header>
    <ul>${all.map((clip) => html`<${ClipCard} key=${clip.index} job=${job} clip=${clip} onPlay=${() => play(clip)} />`)}</ul>
    ${!whole && all.length > SHOWN_NARROW && html`<${Button} class="clips-more" onClick=${() => setWhole(true)}>Show all ${all.length} clips<//>`}
    ${open && html`<${ClipDialog} job=${job} clip=${open} playback=${playback} onClose=${close} />`}
  </section>`;
}

function ClipCard({ job, clip, onPlay }) {
  const { index, title, start, end, reason, score, url, thumbnail_url: thumbnail } = clip;
  return html`<li class="clip">
    <button type="button" class="clip-play" onClick=${onPlay} aria-label="Play clip: ${title}">
      ${thumbnail ? html`<img src="${thumbnail}" alt="" loading="lazy" />` : html`<${Icon} name="film" />`}
      <span class="clip-number num">${index + 1}</span><span class="clip-length num">${clock(Math.round(end - start))}</span><${Icon} name="play" class="clip-mark" />
    </button>
    <h3 title=${title} dir="auto">${title}</h3>
    <p class="clip-reason" title=${reason} dir="auto">${reason}</p>
    <p class="clip-foot"><span class="muted num">${clock(start)}–${clock(end)}</span><span class="score" title="Score ${score?.toFixed?.(2)}"><i style=${{ transform: `scaleX(${Math.min(1, Math.max(0, score ?? 0))})` }}></i></span>
      <${CopyButton} icon="link" text=${addressOf(clipHref(job.id, index))} label="Copy the link to the clip: ${title}" />
      ${mayWrite.value && artifactOf(job, "source") && html`<a class="button only-icon quiet" href=${studioHref(job.id, { start, end, title })} aria-label="Adjust clip: ${title}" title="Adjust"><${Icon} name="scissors" /></a>`}
      <a class="button only-icon quiet" href=${url} download aria-label="Download clip: ${title}" title="Download"><${Icon} name="download" /></a>
    </p>
  </li>`;
}
