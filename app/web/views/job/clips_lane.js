/** Where the clips were cut from. */
import { html } from "web/html.js";
import { clock } from "web/format/time.js";

export function ClipsLane({ clips, duration, playback }) {
  const all = clips.value;
  if (!all.length) return null;
  return html`<div class="lane clip-marks">
    ${all.map(({ index, start, end, title }) => {
      const style = { left: `${(100 * start) / duration}%`, width: `${Math.max(0.5, (100 * (end - start)) / duration)}%` };
      return html`<button key=${index} type="button" style=${style} aria-label="Go to clip ${index + 1}, ${title}, at ${clock(start)}" title=${title} onClick=${() => playback.seek(start, { play: true })}><span>${index + 1}</span></button>`;
    })}
  </div>`;
}
