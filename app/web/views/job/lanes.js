/** Lanes on one time axis: pictures, sound, mood, findings, clips. A click seeks; it can be zoomed. */
import { effect } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { html } from "web/html.js";
import { artifactOf, isAudio } from "web/views/job/artifact.js";
import { Axis } from "web/views/job/axis.js";
import { LaneSlider } from "web/views/job/lane_slider.js";
import { WaveformLane } from "web/views/job/waveform_lane.js";
import { StoryboardLane, Preview } from "web/views/job/storyboard_lane.js";
import { SentimentLane } from "web/views/job/sentiment_lane.js";
import { FindingsLane, hasFindingMarks } from "web/views/job/findings_lane.js";
import { ClipsLane } from "web/views/job/clips_lane.js";
import { Zoom } from "web/views/job/zoom.js";
import { ZoomButtons } from "web/views/job/zoom_buttons.js";

export function Lanes({ job, clips, ...rest }) {
  if (!job.video_duration || !hasLanes(job, clips.value)) return null;
  return html`<${MediaTimeline} key=${job.video_duration} job=${job} clips=${clips} duration=${job.video_duration} ...${rest} />`;
}

function MediaTimeline({ job, segments, clips, playback, duration }) {
  const [hover, setHover] = useState(null);
  const section = useRef(null);
  const box = useRef(null);
  const zoom = useMemo(() => new Zoom(duration), []);
  const view = zoom.view.value;
  const width = zoom.width.value;
  useLayoutEffect(() => zoom.attach(box.current, playback), []); // a key may come at once
  useEffect(() => effect(() => placePlayhead(section.current, playback.time.value, zoom.view.value)), []);
  return html`<section class="card lanes ${isAudio(job) ? "audio" : ""}" aria-label="Timeline of the media" ref=${section}>
    <${ZoomButtons} zoom=${zoom} />
    ${hover !== null && html`<${Preview} job=${job} time=${hover} view=${view} />`}
    <div class="lane-scroll" ref=${box}><div class="lane-length"><div class="lane-window">
      <div class="lane-stack">
        <${StoryboardLane} job=${job} view=${view} width=${width} />
        <${WaveformLane} job=${job} view=${view} />
        <${SentimentLane} job=${job} segments=${segments} view=${view} />
        <div class="playhead" aria-hidden="true"></div>
        <${LaneSlider} playback=${playback} zoom=${zoom} duration=${duration} onHover=${setHover} />
      </div>
      <${FindingsLane} findings=${job.findings} view=${view} width=${width} playback=${playback} />
      <${ClipsLane} clips=${clips} view=${view} width=${width} playback=${playback} />
      <${Axis} view=${view} width=${width} duration=${duration} />
    </div></div></div>
  </section>`;
}

/** Straight in the page: it moves with every frame while the media plays. */
function placePlayhead(section, time, { from, span }) {
  const at = (time - from) / span;
  section.style.setProperty("--at", String(Math.min(1, Math.max(0, at))));
  section.classList.toggle("playhead-away", at < 0 || at > 1);
}

function hasLanes(job, clips) {
  return Boolean(artifactOf(job, "waveform") || artifactOf(job, "sprite") || job.analysis_results?.segment_sentiments?.length || clips.length || hasFindingMarks(job));
}
