/** Name, state and origin of a video, and its actions. */
import { useState } from "preact/hooks";
import { html } from "web/html.js";
import { broadcast } from "web/model/broadcast.js";
import { slowNow } from "web/model/clock.js";
import { givenTitle, renameVideo, tagVideos } from "web/model/library.js";
import { mayWrite } from "web/model/rights.js";
import { go } from "web/model/route.js";
import { deleteVideo, newJobOn } from "web/model/video_actions.js";
import { isIdle } from "web/model/video_state.js";
import { Button, IconButton } from "web/parts/button.js";
import { Icon } from "web/parts/icon.js";
import { NameField } from "web/parts/name_field.js";
import { SeverityCounts } from "web/parts/severity_counts.js";
import { TagLine } from "web/parts/tag_line.js";
import { VideoBadge } from "web/parts/video_badge.js";
import { libraryHref } from "web/views/videos/filters.js";
import { languageName } from "web/format/language.js";
import { bytes } from "web/format/number.js";
import { placeOf, titleOfVideo } from "web/format/source.js";
import { ago, clock, moment } from "web/format/time.js";

/** @param {{video: object, change: (part: object) => void}} props `change` shows a change before the video is requested again */
export function VideoHead({ video, change }) {
  const away = broadcast.link.value.phase !== "live"; // a request now would not arrive
  const remove = async () => (await deleteVideo(video)) && go("/videos");
  return html`<header class="job-head">
    <div class="job-heading">
      <${Name} video=${video} change=${change} />
      <p class="job-meta"><span role="status"><${VideoBadge} status=${video.status} /></span>${video.finding_counts && html`<${SeverityCounts} counts=${video.finding_counts} />`}<${Meta} video=${video} /></p>
      ${video.error && html`<p class="video-error" dir="auto">${video.error.message}</p>`}
      <${Tags} video=${video} change=${change} />
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

function Name({ video, change }) {
  const [editing, setEditing] = useState(false);
  const title = titleOfVideo(video);
  const done = async (text) => {
    setEditing(false);
    if (text !== null) await renameVideo(video, text, (after) => after && change({ title: after.title, source_title: after.source_title }));
  };
  if (editing) return html`<h1><${NameField} value=${title} placeholder=${video.source_title ?? ""} label="Name of the video" onDone=${done} /></h1>`;
  return html`<h1 class="video-name"><span dir="auto">${title}</span>${mayWrite.value && html`<${IconButton} icon="pencil" label="Rename" onClick=${() => setEditing(true)} />`}</h1>
    ${givenTitle(video) !== null && video.source_title && html`<p class="video-source" title="What its source calls it" dir="auto">${video.source_title}</p>`}`;
}

function Tags({ video, change }) {
  const [editing, setEditing] = useState(false);
  const tag = (what) => tagVideos([video.video_id], what, (results) => results.forEach(({ ok, tags }) => ok && change({ tags })));
  return html`<${TagLine} tags=${video.tags} of=${titleOfVideo(video)} editing=${editing} href=${(name) => libraryHref({ status: "", q: "", tags: [name], sort: "" })}
    onAdd=${(add) => tag({ add })} onRemove=${(name) => tag({ remove: [name] })} onEdit=${mayWrite.value && (() => setEditing(true))} onDone=${() => setEditing(false)} />`;
}
