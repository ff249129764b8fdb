/** The videos as cards: poster, name, state, findings by severity, number of jobs. */
import { useState } from "preact/hooks";
import { html } from "web/html.js";
import { memo } from "web/parts/memo.js";
import { slowNow } from "web/model/clock.js";
import { mayWrite } from "web/model/rights.js";
import { videoHref } from "web/model/route.js";
import { Button } from "web/parts/button.js";
import { Empty } from "web/parts/empty.js";
import { Icon } from "web/parts/icon.js";
import { SeverityCounts } from "web/parts/severity_counts.js";
import { VideoBadge } from "web/parts/video_badge.js";
import { placeOf, titleOfVideo } from "web/format/source.js";
import { ago, clock, moment } from "web/format/time.js";
import { count, plural } from "web/format/number.js";

export function Videos({ list, filtered }) {
  const items = list.items.value;
  const total = list.total.value;
  if (list.phase.value === "failed") return html`<${Failed} list=${list} />`;
  if (list.phase.value === "loading") return html`<p class="muted loading" role="status">Loading videos…</p>`;
  if (!items.length) return filtered ? html`<${NoMatch} />` : html`<${NoVideos} />`;
  return html`<ul class="video-cards" aria-label="Videos">${items.map((video) => html`<li key=${video.video_id}><${VideoCard} video=${video} /></li>`)}</ul>
    ${items.length < total && html`<p class="more-videos"><span class="muted num">${count(items.length)} of ${count(total)}</span><${Button} icon="chevron-down" onClick=${list.more}>Show more<//></p>`}`;
}

const VideoCard = memo(function VideoCard({ video }) {
  const title = titleOfVideo(video);
  return html`<article class="video-card">
    <a class="video-poster" href=${videoHref(video.video_id)} tabindex="-1" aria-hidden="true"><${Poster} video=${video} />${video.duration && html`<span class="num">${clock(video.duration)}</span>`}</a>
    <div class="video-facts">
      <a class="video-title" href=${videoHref(video.video_id)} title=${title} dir="auto">${title}</a>
      <p class="video-line"><${VideoBadge} status=${video.status} />${video.finding_counts && html`<${SeverityCounts} counts=${video.finding_counts} />`}</p>
      ${video.error && html`<p class="video-error" title=${video.error.message} dir="auto">${video.error.message}</p>`}
      <p class="job-meta"><span class="video-place">${placeOf({ youtube_url: video.url })}</span><span>${video.jobs.length ? plural(video.jobs.length, "job") : "no job"}</span><time datetime=${video.created_at} title=${moment(video.created_at)}>${ago(video.created_at, slowNow.value)}</time></p>
    </div>
  </article>`;
});

/** The poster; until there is one, and where its file is gone, an icon. */
function Poster({ video }) {
  const [gone, setGone] = useState(null);
  const url = video.poster_url;
  if (!url || gone === url) return html`<${Icon} name=${video.duration && !video.video_codec ? "audio-lines" : "film"} />`;
  return html`<img src=${url} alt="" loading="lazy" onError=${() => setGone(url)} />`;
}

function Failed({ list }) {
  return html`<${Empty} icon="triangle-alert" title="The videos cannot be shown">
    <p>${list.problem.value?.message}</p><${Button} icon="rotate-cw" onClick=${() => list.refresh()}>Try again<//>
  <//>`;
}

function NoMatch() {
  return html`<${Empty} icon="search" title="No video matches"><p><a href="#/videos">Show all videos</a></p><//>`;
}

function NoVideos() {
  return html`<${Empty} icon="film" title="No videos yet"><p>${mayWrite.value ? "Paste a link above, or drop a file anywhere." : "They appear here when somebody takes one in."}</p><//>`;
}
