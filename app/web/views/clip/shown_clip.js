/** Over the picture: what of it stays in the clip, which can be moved, and the captions as they will be drawn. */
import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { html } from "web/html.js";
import { cropOf, middleAt } from "web/model/clip_preview.js";
import { Burned } from "web/views/clip/burned.js";

export function ShownClip({ draft, preview, playback }) {
  const shape = playback.shape.value;
  const { aspect, position } = draft.look.value;
  const frame = useRef(null);
  const plan = preview.plan.value;
  const { axis, share } = cropOf(aspect, shape);
  const grip = useRef(null);
  useEffect(() => effect(() => place(frame.current, position ?? (plan ? middleAt(plan, playback.time.value) : 0.5), share)), [position, plan, share]);
  if (!shape) return null;
  const style = axis === "x" ? { width: `${100 * share}%`, height: "100%" } : { width: "100%", height: `${100 * share}%` };
  return html`<div class="shown-clip" style=${{ "--shape": String(shape) }}><div>
    <div ref=${frame} class="crop along-${axis} ${share < 1 ? "cropped" : ""}" style=${style}>
      ${share < 1 && html`<i class="crop-grip" ...${moves(draft, axis, share, frame, grip)}></i>`}
      <${Burned} draft=${draft} preview=${preview} playback=${playback} />
    </div>
  </div></div>`;
}

/** Straight in the page: it moves with every frame while the film plays. */
function place(frame, middle, share) {
  frame?.style.setProperty("--at", String(Math.min(1 - share, Math.max(0, middle - share / 2))));
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
