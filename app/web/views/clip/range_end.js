/** An end of the clip on the waveform: a slider. Shift holds the snapping off. */
import { useRef } from "preact/hooks";
import { html } from "web/html.js";
import { nearest, next } from "web/model/snap.js";
import { exact } from "web/format/time.js";

/** How near a point must be to be snapped to, pixels. */
const REACH_PX = 10;

export function RangeEnd({ name, label, draft, playback, range, zoom, points, view }) {
  const gesture = useRef(null);
  const time = draft.look.value[name];
  const to = (wanted, drag = null) => {
    range.on.value = false;
    draft.set({ [name]: wanted }, drag);
    playback.seek(draft.look.peek()[name]);
  };
  const press = (event) => {
    if (event.button) return;
    event.preventDefault();
    event.currentTarget.focus();
    event.currentTarget.setPointerCapture(event.pointerId);
    gesture.current = `${name} ${event.timeStamp}`;
  };
  const move = (event) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { left, width } = event.currentTarget.parentElement.getBoundingClientRect();
    const { from, span } = zoom.view.peek();
    const wanted = from + ((event.clientX - left) / width) * span;
    const point = event.shiftKey ? undefined : nearest(points, wanted, (REACH_PX / width) * span);
    to(point?.time ?? wanted, gesture.current);
  };
  const keys = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = { ArrowLeft: -1, ArrowRight: 1, PageDown: -1, PageUp: 1 }[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const now = draft.look.peek()[name];
    if (event.key.startsWith("Page")) return to(now + way);
    const point = event.shiftKey ? undefined : next(points, now, way, 0.6 / draft.fps);
    to(point?.time ?? now + way / draft.fps);
  };
  const place = (time - view.from) / view.span;
  return html`<span class="range-end ${name} ${place < 0 || place > 1 ? "away" : ""}" role="slider" tabindex="0" aria-label=${label} aria-valuemin="0" aria-valuemax=${draft.duration.toFixed(2)} aria-valuenow=${time.toFixed(3)} aria-valuetext=${exact(time)}
    title="${label}: drag, or ← →; Shift holds snapping off" style=${{ left: `${100 * place}%` }} onPointerDown=${press} onPointerMove=${move} onKeyDown=${keys} onFocus=${() => (place < 0 || place > 1) && zoom.show(time)}></span>`;
}
