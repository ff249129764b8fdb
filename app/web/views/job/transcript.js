/** What is said, line by line as it is heard; a click on a word goes there, and playing marks line and word. */
import { useEffect, useRef } from "preact/hooks";
import { html } from "web/html.js";
import { isFinished } from "web/model/job_state.js";
import { stageOf } from "web/model/job_update.js";
import { Icon } from "web/parts/icon.js";
import { ButtonLink } from "web/parts/button.js";
import { Line } from "web/views/job/line.js";
import { useFollowLive } from "web/views/job/follow_live.js";
import { followPlayback } from "web/views/job/follow_playback.js";
import { transcriptKeys } from "web/views/job/transcript_keys.js";
import { plural } from "web/format/number.js";
import { address } from "web/net/address.js";

const FORMATS = ["txt", "srt", "vtt", "json"];

export function Transcript({ job, segments, playback, find }) {
  const box = useRef(null);
  const all = segments.value;
  const shown = find.matches(all);
  const live = !isFinished(job);
  const hears = live && stageOf(job, "transcribe")?.status !== "completed";
  useEffect(() => followPlayback(box.current, segments, playback), [segments, playback]);
  useFollowLive(box, all.length, live);
  const click = (event) => {
    const word = event.target.closest("[data-start]");
    if (word) playback.seek(Number(word.dataset.start), { play: true });
  };
  return html`<section class="card transcript" aria-labelledby="transcript-title">
    <header class="card-head"><h2 id="transcript-title">Transcript</h2>
      ${all.length > 0 && html`<${FindField} find=${find} found=${shown.length} />`}
    </header>
    <div class="transcript-lines" ref=${box} role=${live ? "log" : "region"} aria-label="Lines; up and down go from line to line" tabindex="0" onClick=${click} onKeyDown=${(event) => transcriptKeys(event, playback)}>
      ${all.length ? html`<ol>${shown.map((segment) => html`<${Line} key=${segment.index} segment=${segment} weak=${isWeak(segment, job)} />`)}</ol>` : html`<${NoWords} job=${job} />`}
      ${hears && all.length > 0 && job.stage && html`<p class="listening"><i></i><i></i><i></i><span class="hidden">more to come</span></p>`}
    </div>
    ${all.length > 0 &&
    html`<footer class="card-foot"><span class="muted num">${plural(all.length, "line")}${hears ? " so far" : ""}</span>
      ${FORMATS.map((format) => html`<${ButtonLink} key=${format} kind="quiet" href=${address(`/api/v1/jobs/${job.id}/transcript?format=${format}`)} download="transcript.${format}">${format}<//>`)}
    </footer>`}
  </section>`;
}

function isWeak({ confidence, flags }, job) {
  const least = job.options?.min_confidence ?? 0;
  return flags.length > 0 || (confidence !== null && confidence < least);
}

function FindField({ find, found }) {
  return html`<label class="search small"><${Icon} name="search" /><span class="hidden">Find in the transcript</span>
    <input type="search" placeholder="Find" value=${find.text.value} onInput=${(event) => (find.text.value = event.target.value)} />
    ${find.text.value && html`<span class="muted num" role="status">${found}</span>`}
  </label>`;
}

function NoWords({ job }) {
  if (job.status === "completed") return html`<p class="muted no-words">No speech was heard.</p>`;
  if (isFinished(job)) return html`<p class="muted no-words">It ended before a word was heard.</p>`;
  return html`<p class="muted no-words"><${Icon} name="captions" />Words appear here as they are heard.</p>`;
}
