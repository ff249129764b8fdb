/** Times below the lanes, in round steps, as many as can be read. */
import { html } from "web/html.js";
import { clock } from "web/format/time.js";

const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400];
const LABEL_PX = 76;
/** Nearer to an edge than that, a label begins or ends there. */
const EDGE = 0.03;

export function Axis({ view, width, duration }) {
  if (!width) return html`<div class="lane-axis num" aria-hidden="true"></div>`;
  return html`<div class="lane-axis num" aria-hidden="true">
    ${ticksOf(view, width, duration).map(({ time, at }, n) => html`<span key=${n} class=${at < EDGE ? "first" : at > 1 - EDGE ? "last" : ""} style=${{ left: `${100 * at}%` }}>${clock(time)}</span>`)}
  </div>`;
}

/** @returns {{time: number, at: number}[]} `at` 0..1 in the window */
export function ticksOf({ from, to, span }, width, duration) {
  const step = STEPS_S.find((seconds) => (seconds / span) * width >= LABEL_PX) ?? span;
  const ticks = [];
  for (let time = Math.ceil(from / step) * step; time <= Math.min(to, duration); time += step) ticks.push({ time, at: (time - from) / span });
  return ticks;
}
