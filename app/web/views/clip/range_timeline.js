/** The waveform with the range of the clip on it: its ends are dragged, or moved by keys, and snap to what is said and shown. */
import { effect } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { html } from "web/html.js";
import { silencesOf } from "web/model/silences.js";
import { snapPoints } from "web/model/snap.js";
import { store, stored } from "web/model/storage.js";
import { Axis } from "web/views/job/axis.js";
import { LaneSlider } from "web/views/job/lane_slider.js";
import { Preview, StoryboardLane } from "web/views/job/storyboard_lane.js";
import { BARS, outline, useWave } from "web/views/job/waveform_lane.js";
import { Zoom } from "web/views/job/zoom.js";
import { ZoomButtons } from "web/views/job/zoom_buttons.js";
import { RangeEnd } from "web/views/clip/range_end.js";
import { WordsLane } from "web/views/clip/words_lane.js";
import { exact, span } from "web/format/time.js";

/** At first the range takes this share of the window. */
const SHARE = 0.45;

export function RangeTimeline({ job, draft, playback, range, segments }) {
  const { duration } = draft;
  const wave = useWave(job);
  const [hover, setHover] = useState(null);
  const [snaps, setSnaps] = useState(stored("snap", "") !== "off");
  const section = useRef(null);
  const stack = useRef(null);
  const box = useRef(null);
  const zoom = useMemo(() => new Zoom(duration), []);
  const points = useMemo(() => snapPoints({ segments: segments.value, cuts: job.scenes?.cuts ?? [], silences: wave ? silencesOf(wave) : [], duration }), [segments.value, job.scenes, wave]);
  useLayoutEffect(() => zoom.attach(box.current, playback), []);
  useLayoutEffect(() => showRange(zoom, draft.look.peek()), []);
  useEffect(() => effect(() => placePlayhead(section.current, stack.current, playback.time.value, zoom.view.value)), []);
  const { start, end } = draft.look.value;
  const view = zoom.view.value;
  const width = zoom.width.value;
  const choose = ({ target }) => {
    setSnaps(target.checked);
    store("snap", target.checked ? "" : "off");
  };
  const parts = { draft, playback, range, zoom, points: snaps ? points : [], section: box };
  return html`<section class="card lanes range" aria-label="Range of the clip" ref=${section}>
    <div class="range-head"><span class="num" role="status">${exact(start)}–${exact(end)}, <b>${span(end - start)}</b></span>
      <label class="check"><input type="checkbox" checked=${snaps} onChange=${choose} />Snap to words, pauses and cuts</label><${ZoomButtons} zoom=${zoom} /></div>
    ${hover !== null && html`<${Preview} job=${job} time=${hover} view=${view} />`}
    <div class="lane-scroll" ref=${box}><div class="lane-length"><div class="lane-window">
      <div class="lane-stack" ref=${stack}>
        <${StoryboardLane} job=${job} view=${view} width=${width} />
        <${Wave} wave=${wave} view=${view} />
        <div class="playhead" aria-hidden="true"></div>
        <${LaneSlider} playback=${playback} zoom=${zoom} duration=${duration} onHover=${setHover} />
        <i class="range-out" style=${{ left: 0, width: at(start, view) }} aria-hidden="true"></i>
        <i class="range-out" style=${{ left: at(end, view), right: 0 }} aria-hidden="true"></i>
        <${RangeEnd} name="start" label="Start of the clip" ...${parts} view=${view} /><${RangeEnd} name="end" label="End of the clip" ...${parts} view=${view} />
      </div>
      <${WordsLane} segments=${segments} view=${view} width=${width} draft=${draft} playback=${playback} />
      <${Axis} view=${view} width=${width} duration=${duration} />
    </div></div></div>
  </section>`;
}

function Wave({ wave, view }) {
  const path = useMemo(() => (wave ? outline(wave, view) : ""), [wave, view]);
  return html`<div class="lane waveform" role="img" aria-label="Waveform"><svg viewBox="0 0 ${BARS} 2" preserveAspectRatio="none" aria-hidden="true"><path d=${path} /></svg></div>`;
}

const at = (time, { from, span: length }) => `${Math.min(100, Math.max(0, (100 * (time - from)) / length))}%`;

/** Zoom so that the range and what is beside it fill the window. */
function showRange(zoom, { start, end }) {
  const wanted = (end - start) / SHARE;
  const middle = (start + end) / 2;
  if (wanted < zoom.duration) zoom.by(zoom.duration / wanted / zoom.factor.peek(), middle);
  zoom.show(middle);
}

/** Straight in the page, and only where it is seen: it moves with every frame while the film plays. */
function placePlayhead(section, stack, time, { from, span: length }) {
  const place = (time - from) / length;
  stack?.style.setProperty("--at", String(Math.min(1, Math.max(0, place))));
  section?.classList.toggle("playhead-away", place < 0 || place > 1);
}
