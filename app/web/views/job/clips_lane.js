/** Where the clips were cut from, each with its number; those that overlap lie below each other. */
import { html } from "web/html.js";
import { clock } from "web/format/time.js";

/** What a number needs beside its figures, and what each of these needs, pixels. */
const [EDGES_PX, FIGURE_PX] = [11, 8];
const ROW_PX = 22;

export function ClipsLane({ clips, view, width, playback }) {
  const all = clips.value;
  if (!all.length || !width) return null;
  const marks = placed(all, view, width);
  const rows = Math.max(0, ...marks.map(({ row }) => row)) + 1;
  return html`<div class="lane clip-marks"><div style=${{ height: `${rows * ROW_PX}px` }}>
    ${marks.map(({ clip: { index, start, title }, left, wide, row }) => {
      const style = { left: `${left}px`, width: `${wide}px`, top: `${row * ROW_PX}px` };
      return html`<button key=${index} type="button" style=${style} aria-label="Go to clip ${index + 1}, ${title}, at ${clock(start)}" title="${index + 1}. ${title}" onClick=${() => playback.seek(start, { play: true })}><span>${index + 1}</span></button>`;
    })}
  </div></div>`;
}

/** Each in the first row that has room for it. @returns {{clip: object, left: number, wide: number, row: number}[]} those in view, pixels */
export function placed(clips, { from, to, span }, width) {
  const ends = [];
  return clips
    .filter(({ start, end }) => end > from && start < to)
    .sort((a, b) => a.start - b.start)
    .map((clip) => {
      const begin = Math.max(0, ((clip.start - from) / span) * width);
      const wide = Math.max(EDGES_PX + FIGURE_PX * String(clip.index + 1).length, Math.min(width, ((clip.end - from) / span) * width) - begin);
      const left = Math.min(begin, width - wide);
      const free = ends.findIndex((end) => end <= left);
      const row = free < 0 ? ends.length : free;
      ends[row] = left + wide;
      return { clip, left, wide, row };
    });
}
