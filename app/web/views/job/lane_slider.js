/** The timeline as a slider: the pointer seeks, keys step forward and back. */
import { html } from "web/html.js";
import { clock } from "web/format/time.js";

const STEP_S = 5;
const LEAP_S = 30;

/** @param {{onHover: (time: number|null) => void}} props the time under the pointer */
export function LaneSlider({ playback, zoom, duration, onHover }) {
  const time = Math.floor(playback.time.value);
  const zoomed = zoom.factor.value > 1;
  const timeAt = (event) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const { from, span } = zoom.view.peek();
    return Math.min(duration, from + Math.min(1, Math.max(0, (event.clientX - left) / width)) * span);
  };
  const swipes = (event) => zoomed && event.pointerType === "touch"; // a finger scrolls what is zoomed, and taps to seek
  const press = (event) => !swipes(event) && event.button === 0 && playback.seek(timeAt(event));
  const tap = (event) => swipes(event) && playback.seek(timeAt(event));
  const move = (event) => {
    if (event.pointerType !== "touch") onHover(timeAt(event));
    if (event.buttons === 1 && !swipes(event)) playback.seek(timeAt(event));
  };
  const keys = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = Math.floor(playback.time.peek()); // keys can come faster than renders
    const to = { ArrowRight: at + STEP_S, ArrowLeft: at - STEP_S, Home: 0, End: duration, PageUp: at + LEAP_S, PageDown: at - LEAP_S }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    playback.seek(Math.min(duration, Math.max(0, to)));
  };
  return html`<div class="lane-slider ${zoomed ? "zoomed" : ""}" role="slider" tabindex="0" aria-label="Position" aria-valuemin="0" aria-valuemax=${Math.round(duration)}
    aria-valuenow=${time} aria-valuetext="${clock(time)} of ${clock(duration)}" onKeyDown=${keys} onPointerDown=${press} onPointerMove=${move} onClick=${tap} onPointerLeave=${() => onHover(null)}></div>`;
}
