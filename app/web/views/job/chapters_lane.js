/** The chapters over time; a press plays from there. Those who may change them move their beginnings. */
import { useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { moved } from "web/model/chapter_changes.js";
import { linePoints } from "web/model/snap.js";
import { ChapterBorder } from "web/views/job/chapter_border.js";
import { clock } from "web/format/time.js";

/** Narrower ones show no title, pixels. */
const TITLE_PX = 34;

/** @param {{chapters: {start: number, end: number, title: string}[], edits: import("web/model/chapter_edits.js").ChapterEdits|null, view: object, width: number, playback: object}} props */
export function ChaptersLane({ chapters, edits, segments, view, width, duration, playback }) {
  const lines = segments.value;
  const points = useMemo(() => (edits ? linePoints(lines) : []), [lines, Boolean(edits)]);
  if (!width) return null;
  const { from, to, span } = view;
  const moving = edits?.moving.value;
  const all = (moving && moved(chapters, moving.chapter, moving.to)) ?? chapters;
  const x = (time) => ((Math.min(to, Math.max(from, time)) - from) / span) * width;
  const seen = all.map((chapter, n) => ({ ...chapter, n })).filter(({ start, end }) => end > from && start < to);
  const borders = edits ? seen.filter(({ n, start }) => start >= from && (n > 0 || start > 0)) : [];
  const undo = (event) => {
    if (!edits || event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    if (event.shiftKey) edits.redo();
    else edits.undo();
  };
  return html`<div class="lane-named" onKeyDown=${undo}><span class="lane-caption" aria-hidden="true">Chapters</span>
    <div class="lane chapter-marks" role="group" aria-label="Chapters on the timeline">
      ${seen.map(({ n, start, end, title }) => {
        const [left, wide] = [x(start), Math.max(2, x(end) - x(start) - 1)];
        return html`<button key=${n} type="button" style=${{ left: `${left}px`, width: `${wide}px` }} aria-label="Go to chapter ${n + 1}, ${title}, at ${clock(start)}" title="${n + 1}. ${title}" onClick=${() => playback.seek(start, { play: true })}>${wide > TITLE_PX && html`<span dir="auto">${title}</span>`}</button>`;
      })}
      ${borders.map(({ n }) => html`<${ChapterBorder} key=${`border ${n}`} chapter=${chapters[n]} number=${n + 1} ...${{ edits, points, view, width, duration, playback }} />`)}
    </div>
  </div>`;
}
