/** What happens when, all on one axis: pictures, sound, mood, clips. A click goes there. */
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "web/html.js";
import { clock } from "web/format/time.js";
import { artifactOf } from "web/views/job/artifact.js";
import { WaveformLane } from "web/views/job/waveform_lane.js";
import { StoryboardLane, Preview } from "web/views/job/storyboard_lane.js";
import { SentimentLane } from "web/views/job/sentiment_lane.js";
import { ClipsLane } from "web/views/job/clips_lane.js";

const STEP_S = 5;

export function Lanes({ job, segments, clips, playback }) {
  const [hover, setHover] = useState(null);
  const lanes = useRef(null);
  const duration = job.video_duration;
  useEffect(() => {
    if (!duration) return undefined;
    return playback.time.subscribe((time) => lanes.current?.style.setProperty("--at", String(Math.min(1, time / duration))));
  }, [playback, duration]);
  if (!duration || !hasLanes(job, clips.value)) return null;
  const timeAt = (event) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - left) / width)) * duration;
  };
  const seek = (event) => playback.seek(timeAt(event));
  const drag = (event) => {
    setHover(timeAt(event));
    if (event.buttons === 1) seek(event);
  };
  return html`<section class="card lanes" aria-label="Timeline of the media" ref=${lanes}>
    <div class="lane-stack">
      <${StoryboardLane} job=${job} />
      <${WaveformLane} job=${job} />
      <${SentimentLane} job=${job} segments=${segments} duration=${duration} />
      <div class="playhead" aria-hidden="true"></div>
      ${hover !== null && html`<${Preview} job=${job} time=${hover} duration=${duration} />`}
      <${Slider} playback=${playback} duration=${duration} onPointerDown=${seek} onPointerMove=${drag} onPointerLeave=${() => setHover(null)} />
    </div>
    <${ClipsLane} clips=${clips} duration=${duration} playback=${playback} />
    <div class="lane-axis num" aria-hidden="true">${[0, 0.25, 0.5, 0.75, 1].map((part) => html`<span key=${part}>${clock(part * duration)}</span>`)}</div>
  </section>`;
}

function Slider({ playback, duration, ...rest }) {
  const time = Math.floor(playback.time.value);
  const keys = (event) => {
    const from = Math.floor(playback.time.peek()); // keys can come faster than the page is drawn
    const to = { ArrowRight: from + STEP_S, ArrowLeft: from - STEP_S, Home: 0, End: duration, PageUp: from + 30, PageDown: from - 30 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    playback.seek(Math.min(duration, Math.max(0, to)));
  };
  return html`<div class="lane-slider" role="slider" tabindex="0" aria-label="Position" aria-valuemin="0" aria-valuemax=${Math.round(duration)}
    aria-valuenow=${time} aria-valuetext="${clock(time)} of ${clock(duration)}" onKeyDown=${keys} ...${rest}></div>`;
}

function hasLanes(job, clips) {
  return Boolean(artifactOf(job, "waveform") || artifactOf(job, "sprite") || job.analysis_results?.segment_sentiments?.length || clips.length);
}
