/** Name, state and origin of a video, and its actions. */
import { html } from "web/html.js";
import { broadcast } from "web/model/broadcast.js";
import { slowNow } from "web/model/clock.js";
import { mayWrite } from "web/model/rights.js";
import { go } from "web/model/route.js";
import { deleteVideo, newJobOn } from "web/model/video_actions.js";
import { isIdle } from "web/model/video_state.js";
import { Button } from "web/parts/button.js";
import { Icon } from "web/parts/icon.js";
import { SeverityCounts } from "web/parts/severity_counts.js";
import { VideoBadge } from "web/parts/video_badge.js";
import { languageName } from "web/format/language.js";
import { bytes } from "web/format/number.js";
import { placeOf, titleOfVideo } from "web/format/source.js";
import { ago, clock, moment } from "web/format/time.js";

export function VideoHead({ video }) {
  const away = broadcast.link.value.phase !== "live"; // a request now would not arrive
  const remove = async () => (await deleteVideo(video)) && go("/videos");
  return html`<header class="job-head">
    <div class="job-heading">
      <h1 dir="auto">${titleOfVideo(video)}</h1>
      <p class="job-meta"><span role="status"><${VideoBadge} status=${video.status} /></span>${video.finding_counts && html`<${SeverityCounts} counts=${video.finding_counts} />`}<${Meta} video=${video} /></p>
      ${video.error && html`<p class="video-error" dir="auto">${video.error.message}</p>`}
    </div>
    <div class="job-head-actions">
      ${mayWrite.value && html`<${Button} icon="plus" onClick=${() => newJobOn(video)}>New job on it<//>`}
      ${mayWrite.value && (isIdle(video) || !video.jobs.length) && html`<${Button} kind="danger-quiet" icon="trash-2" busy=${away} onClick=${remove}>Delete<//>`}
    </div>
  </header>`;
}

function Meta({ video }) {
  const { url, duration, width, height, fps, size_bytes: size, created_at: created, results } = video;
  return html`${url ? html`<a href=${url} target="_blank" rel="noreferrer noopener">${placeOf({ youtube_url: url })}<${Icon} name="external-link" /></a>` : html`<span>upload</span>`}
    ${duration && html`<span class="num">${clock(duration)}</span>`}
    ${width && html`<span class="num">${width}×${height}${fps ? `, ${fps} fps` : ""}</span>`}
    ${size && html`<span class="num">${bytes(size)}</span>`}
    ${results.transcript && results.language && html`<span>${languageName(results.language)}</span>`}
    <time datetime=${created} title=${moment(created)}>${ago(created, slowNow.value)}</time>`;
}
