/** Over the picture: what of it stays in the clip, which can be moved, and the captions as they will be drawn. */
import { computed, effect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { html } from "web/html.js";
import { cropOf, middleAt } from "web/model/clip_preview.js";
import { indexAt } from "web/model/pieces.js";

export function ShownClip({ draft, preview, playback }) {
  const shape = playback.shape.value;
  const { aspect, position, captions } = draft.look.value;
  const frame = useRef(null);
  const plan = preview.plan.value;
  const { axis, share } = cropOf(aspect, shape);
  const grip = useRef(null);
  const cue = useMemo(() => computed(() => (captions && plan ? cueAt(plan.captions, playback.time.value) : null)), [captions, plan]).value;
  useEffect(() => effect(() => place(frame.current, position ?? (plan ? middleAt(plan, playback.time.value) : 0.5), share)), [position, plan, share]);
  if (!shape) return null;
  const style = axis === "x" ? { width: `${100 * share}%`, height: "100%" } : { width: "100%", height: `${100 * share}%` };
  return html`<div class="shown-clip" style=${{ "--shape": String(shape) }}><div>
    <div ref=${frame} class="crop along-${axis} ${share < 1 ? "cropped" : ""}" style=${style}>
      ${share < 1 && html`<i class="crop-grip" ...${moves(draft, axis, share, frame, grip)}></i>`}
      ${cue && html`<p class="burned" style=${{ "--size": String(cue.size), "--bottom": String(plan.bottom) }} dir=${cue.rtl ? "rtl" : "ltr"} aria-hidden="true">${cue.lines.map((line, n) => html`<span key=${n}>${line}</span>`)}</p>`}
    </div>
  </div></div>`;
}

/** Straight in the page: it moves with every frame while the film plays. */
function place(frame, middle, share) {
  frame?.style.setProperty("--at", String(Math.min(1 - share, Math.max(0, middle - share / 2))));
}

function cueAt(cues, time) {
  const cue = cues[indexAt(cues, time)];
  return cue && time < cue.end ? cue : null;
}

/** The frame is dragged along its axis; by keys it is moved with the slider of the form. */
function moves(draft, axis, share, frame, grip) {
  const along = ({ clientX, clientY }) => {
    const { left, top, width, height } = frame.current.parentElement.getBoundingClientRect();
    return axis === "x" ? (clientX - left) / width : (clientY - top) / height;
  };
  const press = (event) => {
    if (event.button) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = Number(frame.current.style.getPropertyValue("--at")) + share / 2;
    grip.current = { off: along(event) - at, name: `crop ${event.timeStamp}` };
  };
  const move = (event) => grip.current && draft.set({ position: Math.min(1 - share / 2, Math.max(share / 2, along(event) - grip.current.off)) }, grip.current.name);
  const end = () => (grip.current = null);
  return { onPointerDown: press, onPointerMove: move, onPointerUp: end, onPointerCancel: end, title: "Drag it to what is to be seen" };
}
