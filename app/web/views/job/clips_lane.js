/** Where the clips were cut from, each with its number; those that overlap lie below each other. */
import { html } from "web/html.js";
import { clock } from "web/format/time.js";
import { placed } from "web/views/job/placed.js";

/** What a number needs beside its figures, and what each of these needs, pixels. */
const [EDGES_PX, FIGURE_PX] = [11, 8];
const ROW_PX = 22;

export function ClipsLane({ clips, view, width, playback }) {
  const all = clips.value;
  if (!all.length || !width) return null;
  const marks = placed(all, view, width, ({ index }) => EDGES_PX + FIGURE_PX * String(index + 1).length);
  const rows = Math.max(0, ...marks.map(({ row }) => row)) + 1;
  return html`<div class="lane clip-marks"><div style=${{ height: `${rows * ROW_PX}px` }}>
    ${marks.map(({ piece: { index, start, title }, left, wide, row }) => {
      const style = { left: `${left}px`, width: `${wide}px`, top: `${row * ROW_PX}px` };
      return html`<button key=${index} type="button" style=${style} aria-label="Go to clip ${index + 1}, ${title}, at ${clock(start)}" title="${index + 1}. ${title}" onClick=${() => playback.seek(start, { play: true })}><span>${index + 1}</span></button>`;
    })}
  </div></div>`;
}
