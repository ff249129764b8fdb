/** The chapters over time; a press plays from there. */
import { html } from "web/html.js";
import { clock } from "web/format/time.js";

/** Narrower ones show no title, pixels. */
const TITLE_PX = 34;

/** @param {{chapters: {start: number, end: number, title: string}[], view: object, width: number, playback: object}} props */
export function ChaptersLane({ chapters, view: { from, to, span }, width, playback }) {
  if (!width) return null;
  const x = (time) => ((Math.min(to, Math.max(from, time)) - from) / span) * width;
  const seen = chapters.map((chapter, n) => ({ ...chapter, n })).filter(({ start, end }) => end > from && start < to);
  return html`<div class="lane-named"><span class="lane-caption" aria-hidden="true">Chapters</span>
    <div class="lane chapter-marks" role="group" aria-label="Chapters on the timeline">
      ${seen.map(({ n, start, end, title }) => {
        const [left, wide] = [x(start), Math.max(2, x(end) - x(start) - 1)];
        return html`<button key=${n} type="button" style=${{ left: `${left}px`, width: `${wide}px` }} aria-label="Go to chapter ${n + 1}, ${title}, at ${clock(start)}" title="${n + 1}. ${title}" onClick=${() => playback.seek(start, { play: true })}>${wide > TITLE_PX && html`<span dir="auto">${title}</span>`}</button>`;
      })}
    </div>
  </div>`;
}
