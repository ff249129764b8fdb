/** The page of a clip, laid out: the picture as it will be, its form beside it, the waveform below. */
import { useEffect, useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { ClipDraft } from "web/model/clip_draft.js";
import { ClipPreview } from "web/model/clip_preview.js";
import { Playback } from "web/model/playback.js";
import { RangePlayback } from "web/model/range_playback.js";
import { jobHref, route } from "web/model/route.js";
import { rateOf } from "web/model/timeline_document.js";
import { IconButton } from "web/parts/button.js";
import { ShareDialog } from "web/views/job/share_dialog.js";
import { Player } from "web/views/job/player.js";
import { isAudio } from "web/views/job/artifact.js";
import { Audiogram } from "web/views/clip/audiogram.js";
import { useClipKeys } from "web/views/clip/keys.js";
import { ClipForm } from "web/views/clip/form.js";
import { MadeList } from "web/views/clip/made_list.js";
import { RangeTimeline } from "web/views/clip/range_timeline.js";
import { ShownClip } from "web/views/clip/shown_clip.js";
import { titleOf } from "web/format/source.js";

/** What is offered where the address names no range, seconds. */
const USUAL_S = 20;

export function ClipPage({ feed, source, made, clip }) {
  const job = feed.job.value;
  const playback = useMemo(() => new Playback(), []);
  const draft = useMemo(() => new ClipDraft(firstLook(job, clip), { fps: rateOf(job.media), duration: job.video_duration }), []);
  const preview = useMemo(() => new ClipPreview(job.id, draft), []);
  const range = useMemo(() => new RangePlayback(playback, () => draft.look.peek()), []);
  useEffect(() => {
    const ends = [preview.start(), range.start()];
    playback.seek(draft.look.peek().start);
    return () => ends.forEach((end) => end());
  }, []);
  useClipKeys({ draft, playback, range });
  const sound = isAudio(job);
  const over = sound ? null : html`<${ShownClip} draft=${draft} preview=${preview} playback=${playback} />`;
  const parts = { job, source, draft, preview, playback, range, made, clip };
  return html`<article class="page clip-page">
    <header class="job-head edit-head">
      <div class="job-heading"><h1 dir="auto">${titleOf(job)}</h1><p class="job-meta"><a href=${jobHref(job.id)}>Back to the job</a></p></div>
      <div class="job-head-actions"><${Undo} draft=${draft} /></div>
    </header>
    <div class="clip-grid">
      <div class="clip-watch">
        <${Player} job=${job} segments=${feed.segments} playback=${playback} captions=${false} over=${over} />
        ${sound && html`<${Audiogram} ...${parts} />`}
      </div>
      <${ClipForm} ...${parts} spoken=${feed.segments.value.length > 0} />
    </div>
    <${RangeTimeline} ...${parts} segments=${feed.segments} />
    <${MadeList} job=${job} made=${made} playback=${playback} />
    <${ShareDialog} job=${job} clips=${feed.clips} playback=${playback} />
  </article>`;
}

function Undo({ draft }) {
  const [undoes, redoes] = draft.depth.value;
  return html`<${IconButton} icon="undo-2" label="Undo (Ctrl Z)" aria-disabled=${!undoes || null} onClick=${draft.undo} />
    <${IconButton} icon="redo-2" label="Redo (Ctrl Shift Z)" aria-disabled=${!redoes || null} onClick=${draft.redo} />`;
}

/** What the page begins with: the clip that is adjusted, or what the address names. */
function firstLook(job, clip) {
  const { query } = route.peek();
  const number = (name, otherwise) => (query.get(name) !== null && Number.isFinite(Number(query.get(name))) ? Number(query.get(name)) : otherwise);
  const asked = { aspect: job.options?.aspect ?? "source", captions: Boolean(job.options?.burn_captions), output_format: isAudio(job) ? "m4a" : "mp4" };
  if (clip) return pick(clip);
  const start = number("start", 0);
  const end = number("end", start + USUAL_S);
  return { ...asked, start, end: Math.min(job.video_duration, end), title: query.get("title") ?? "" };
}

const pick = ({ start, end, title, aspect, position, captions, resolution, output_format }) => ({ start, end, title, aspect, position, captions, resolution, output_format });
