/** Lanes on one time axis: pictures, sound, mood, chapters, speakers, findings, clips. A click seeks; it can be zoomed, and each be switched off. */
import { effect } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { html } from "web/html.js";
import { LANES, lanesOff } from "web/model/lanes.js";
import { IconButton } from "web/parts/button.js";
import { artifactOf, isAudio } from "web/views/job/artifact.js";
import { Axis } from "web/views/job/axis.js";
import { LaneSlider } from "web/views/job/lane_slider.js";
import { WaveformLane } from "web/views/job/waveform_lane.js";
import { StoryboardLane, Preview } from "web/views/job/storyboard_lane.js";
import { SentimentLane } from "web/views/job/sentiment_lane.js";
import { FindingsLane, hasFindingMarks } from "web/views/job/findings_lane.js";
import { ChaptersLane } from "web/views/job/chapters_lane.js";
import { ClipsLane, laneClips } from "web/views/job/clips_lane.js";
import { LaneChoice } from "web/views/job/lane_choice.js";
import { SpeakersLane, hasSpeakers } from "web/views/job/speakers_lane.js";
import { Zoom } from "web/views/job/zoom.js";
import { ZoomButtons } from "web/views/job/zoom_buttons.js";

export function Lanes({ job, clips, ...rest }) {
  const there = lanesOf(job, rest.chapters ?? job.chapters, clips.value.length + laneClips(rest.made).length, rest.segments.value);
  if (!job.video_duration || !there.length) return null;
  return html`<${MediaTimeline} key=${job.video_duration} job=${job} clips=${clips} there=${there} duration=${job.video_duration} ...${rest} />`;
}

function MediaTimeline({ job, chapters = job.chapters, edits = null, add = null, segments, clips, made = null, there, playback, corrections, duration }) {
  const [hover, setHover] = useState(null);
  const section = useRef(null);
  const stack = useRef(null);
  const box = useRef(null);
  const zoom = useMemo(() => new Zoom(duration), []);
  const view = zoom.view.value;
  const width = zoom.width.value;
  const shown = new Set(there.filter((name) => !lanesOff.value.has(name)));
  useLayoutEffect(() => zoom.attach(box.current, playback), []); // a key may come at once
  useEffect(() => effect(() => placePlayhead(section.current, stack.current, playback.time.value, zoom.view.value)), []);
  return html`<section class="card lanes ${isAudio(job) ? "audio" : ""}" aria-label="Timeline of the media" ref=${section}>
    <div class="lane-bar"><${LaneChoice} there=${there} />${add && !chapters?.length && html`<${IconButton} icon="bookmark" label="Begin a chapter at the playhead (b)" onClick=${add} />`}<${ZoomButtons} zoom=${zoom} /></div>
    ${hover !== null && html`<${Preview} job=${job} time=${hover} view=${view} />`}
    <div class="lane-scroll" ref=${box}><div class="lane-length"><div class="lane-window">
      <div class="lane-stack" ref=${stack}>
        ${shown.has("pictures") && html`<${StoryboardLane} job=${job} view=${view} width=${width} />`}
        ${shown.has("sound") && html`<${WaveformLane} job=${job} view=${view} />`}
        ${shown.has("mood") && html`<${SentimentLane} job=${job} segments=${segments} view=${view} />`}
        <div class="playhead" aria-hidden="true"></div>
        <${LaneSlider} playback=${playback} zoom=${zoom} duration=${duration} onHover=${setHover} />
      </div>
      ${shown.has("chapters") && html`<${ChaptersLane} ...${{ chapters, edits, segments, view, width, duration, playback }} />`}
      ${shown.has("speakers") && html`<${SpeakersLane} segments=${segments} view=${view} playback=${playback} corrections=${corrections ?? null} />`}
      ${shown.has("findings") && html`<div class="lane-named"><span class="lane-caption" aria-hidden="true">Findings</span><${FindingsLane} findings=${job.findings} view=${view} width=${width} playback=${playback} /></div>`}
      ${shown.has("clips") && html`<div class="lane-named"><span class="lane-caption" aria-hidden="true">Clips</span><${ClipsLane} clips=${clips} made=${laneClips(made)} view=${view} width=${width} playback=${playback} /></div>`}
      <${Axis} view=${view} width=${width} duration=${duration} />
    </div></div></div>
  </section>`;
}

/** Straight in the page, and only where it is seen: it moves with every frame while the media plays. */
function placePlayhead(section, stack, time, { from, span }) {
  const at = (time - from) / span;
  stack.style.setProperty("--at", String(Math.min(1, Math.max(0, at))));
  section.classList.toggle("playhead-away", at < 0 || at > 1);
}

/** Names of the lanes that have something to show, in their order. */
function lanesOf(job, chapters, clips, lines) {
  const has = {
    pictures: artifactOf(job, "sprite"),
    sound: artifactOf(job, "waveform"),
    mood: job.analysis_results?.segment_sentiments?.length,
    chapters: chapters?.length,
    speakers: hasSpeakers(lines),
    findings: hasFindingMarks(job),
    clips,
  };
  return Object.keys(LANES).filter((name) => has[name]);
}
