/** A video in the library: poster, name, state, findings, tags, and what it is. It reads its own signal. */
import { html } from "web/html.js";
import { memo } from "web/parts/memo.js";
import { slowNow } from "web/model/clock.js";
import { givenTitle } from "web/model/library.js";
import { mayWrite } from "web/model/rights.js";
import { videoHref } from "web/model/route.js";
import { IconButton } from "web/parts/button.js";
import { NameField } from "web/parts/name_field.js";
import { SeverityCounts } from "web/parts/severity_counts.js";
import { TagLine } from "web/parts/tag_line.js";
import { VideoBadge } from "web/parts/video_badge.js";
import { Poster } from "web/views/videos/poster.js";
import { placeOf, titleOfVideo } from "web/format/source.js";
import { ago, moment } from "web/format/time.js";
import { plural } from "web/format/number.js";

/** @param {{video: import("@preact/signals").Signal<object>|undefined, desk: import("web/views/videos/desk.js").Desk}} props */
export const VideoCard = memo(function VideoCard({ video: signal, desk }) {
  if (!signal) return html`<article class="video-card" aria-busy="true"><div class="video-poster"></div></article>`;
  const video = signal.value;
  const { video_id: id } = video;
  const title = titleOfVideo(video);
  const chosen = desk.selection.has(id);
  const edited = desk.edited.value?.id === id ? desk.edited.value.what : "";
  const choose = (event) => (event.shiftKey ? desk.selection.reach(id, desk.list.ids.peek()) : desk.selection.toggle(id));
  return html`<article class="video-card ${chosen ? "chosen" : ""}">
    <${Poster} video=${video} scrub=${desk.scrub} />
    ${mayWrite.value && html`<label class="video-check"><input type="checkbox" checked=${chosen} onClick=${choose} tabindex="-1" /><span class="hidden">Select ${title}</span></label>`}
    <div class="video-facts">
      <div class="video-name">
        ${edited === "name"
          ? html`<${NameField} value=${title} placeholder=${video.source_title ?? ""} label="Name of ${title}" onDone=${(text) => desk.rename(video, text)} />`
          : html`<a class="video-title" href=${videoHref(id)} title=${title} dir="auto">${title}</a>${mayWrite.value && html`<${IconButton} icon="pencil" label="Rename ${title} (F2)" tabindex="-1" onClick=${() => desk.edit(id, "name")} />`}`}
      </div>
      <p class="video-line"><${VideoBadge} status=${video.status} />${video.finding_counts && html`<${SeverityCounts} counts=${video.finding_counts} />`}<${Aside} video=${video} /></p>
      <${TagLine} tags=${video.tags} of=${title} editing=${edited === "tags"} href=${desk.tagHref} onAdd=${(tags) => desk.tag([id], { add: tags })} onRemove=${(tag) => desk.tag([id], { remove: [tag] })}
        onEdit=${mayWrite.value && (() => desk.edit(id, "tags"))} onDone=${(back) => desk.leave(id, back)} />
      <p class="job-meta"><span class="video-place">${placeOf({ youtube_url: video.url })}</span><span>${video.jobs.length ? plural(video.jobs.length, "job") : "no job"}</span><time datetime=${video.created_at} title=${dates(video)}>${ago(video.created_at, slowNow.value)}</time></p>
    </div>
  </article>`;
});

/** Why it failed; else what its source calls it, where people call it otherwise. */
function Aside({ video }) {
  if (video.error) return html`<span class="video-error" title=${video.error.message} dir="auto">${video.error.message}</span>`;
  if (givenTitle(video) === null || !video.source_title) return null;
  return html`<span class="video-source" title="What its source calls it" dir="auto">${video.source_title}</span>`;
}

const dates = ({ created_at: created, updated_at: updated }) => `Taken in ${moment(created)}, last used ${moment(updated)}`;
