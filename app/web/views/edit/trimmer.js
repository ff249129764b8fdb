/** The waveform around the chosen part, with a handle at each of its ends: dragged, or moved by keys, frame by frame. */
import { effect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { html } from "web/html.js";
import { BARS, outline, useWave } from "web/views/job/waveform_lane.js";
import { exact } from "web/format/time.js";

/** What is shown beside the part on each side: at least so many seconds, and this share of it. */
const [BESIDE_S, BESIDE] = [2, 0.4];

export function Trimmer({ job, edit, part, playback }) {
  const wave = useWave(job);
  const box = useRef(null);
  const view = useMemo(() => viewOf(part, edit.duration), [part.key]);
  const path = useMemo(() => (wave ? outline(wave, view) : ""), [wave, view]);
  useEffect(() => effect(() => box.current?.style.setProperty("--at", String((playback.time.value - view.from) / view.span))), [view]);
  const place = (time) => `${(100 * (time - view.from)) / view.span}%`;
  const timeAt = (event) => {
    const { left, width } = box.current.getBoundingClientRect();
    return view.from + (Math.min(width, Math.max(0, event.clientX - left)) / width) * view.span;
  };
  const ends = { box, edit, part, playback, place, timeAt, view };
  return html`<div class="trimmer" ref=${box} onClick=${(event) => event.target.closest("[role=slider]") || playback.seek(timeAt(event))}>
    <svg viewBox="0 0 ${BARS} 2" preserveAspectRatio="none" aria-hidden="true"><path d=${path} /></svg>
    <i class="trimmer-kept" style=${{ left: place(part.start), right: `calc(100% - ${place(part.end)})` }} aria-hidden="true"></i>
    <i class="trimmer-playhead" aria-hidden="true"></i>
    <${End} name="start" label="Start of the part" ...${ends} /><${End} name="end" label="End of the part" ...${ends} />
  </div>`;
}

function End({ name, label, edit, part, playback, place, timeAt, view }) {
  const gesture = useRef(0);
  const to = (time, drag = null) => {
    edit.set(part.key, { [name]: time }, drag);
    playback.seek(edit.part[name]);
  };
  const press = (event) => {
    event.preventDefault();
    event.currentTarget.focus();
    event.currentTarget.setPointerCapture(event.pointerId);
    gesture.current += 1;
  };
  const move = (event) => event.currentTarget.hasPointerCapture(event.pointerId) && to(timeAt(event), `${part.key} ${name} ${gesture.current}`);
  const keys = (event) => {
    const frames = { ArrowLeft: -1, ArrowRight: 1, PageDown: -edit.fps, PageUp: edit.fps }[event.key];
    if (frames === undefined || event.altKey || event.ctrlKey) return;
    event.preventDefault();
    to(part[name] + (frames * (event.shiftKey ? 10 : 1)) / edit.fps);
  };
  return html`<span class="trimmer-end ${name}" role="slider" tabindex="0" aria-label=${label} aria-valuemin=${view.from.toFixed(2)} aria-valuemax=${view.to.toFixed(2)} aria-valuenow=${part[name].toFixed(3)} aria-valuetext=${exact(part[name])}
    style=${{ left: place(part[name]) }} onPointerDown=${press} onPointerMove=${move} onKeyDown=${keys}></span>`;
}

function viewOf({ start, end }, duration) {
  const beside = Math.max(BESIDE_S, (end - start) * BESIDE);
  const [from, to] = [Math.max(0, start - beside), Math.min(duration, end + beside)];
  return { from, to, span: to - from };
}
