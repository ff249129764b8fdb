/** Where a chapter begins, on the timeline: a slider that is dragged, or moved by keys, from line to line. Shift holds the snapping off. */
import { useRef } from "preact/hooks";
import { html } from "web/html.js";
import { nearest, next } from "web/model/snap.js";
import { exact } from "web/format/time.js";

/** How near a line must be to be snapped to, pixels. */
const REACH_PX = 10;
/** After the last key it is stored. */
const SETTLE_MS = 700;
/** The player is there when the border rests: with it the transcript scrolls, which is dear. */
const SEEK_MS = 120;
/** Steps of keys where nothing is snapped to, seconds. */
const [FINE_S, PAGE_S] = [0.1, 10];

/** @param {{chapter: object, number: number, edits: import("web/model/chapter_edits.js").ChapterEdits, points: import("web/model/snap.js").SnapPoint[]}} props `points`: where lines begin */
export function ChapterBorder({ chapter, number, edits, points, view, width, playback, duration }) {
  const [timer, seek] = [useRef(0), useRef(0)];
  const moving = edits.moving.value;
  const time = moving?.chapter === chapter ? moving.to : chapter.start;
  const to = (wanted) => {
    const at = edits.drag(chapter, wanted);
    clearTimeout(seek.current);
    seek.current = setTimeout(() => playback.seek(at), SEEK_MS);
  };
  const store = () => {
    clearTimeout(timer.current);
    edits.move();
  };
  const press = (event) => {
    if (event.button) return;
    event.preventDefault();
    event.stopPropagation();
    event.currentTarget.focus();
    event.currentTarget.setPointerCapture(event.pointerId);
    playback.pause();
  };
  const move = (event) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { left } = event.currentTarget.parentElement.getBoundingClientRect();
    const wanted = view.from + ((event.clientX - left) / width) * view.span;
    const line = event.shiftKey ? undefined : nearest(points, wanted, (REACH_PX / width) * view.span);
    to(line?.time ?? wanted);
  };
  const keys = (event) => {
    if (event.key === "Escape" && edits.moving.peek()) {
      clearTimeout(timer.current);
      edits.moving.value = null;
      return event.stopPropagation();
    }
    const way = { ArrowLeft: -1, ArrowRight: 1, PageDown: -1, PageUp: 1 }[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const now = edits.moving.peek()?.to ?? chapter.start;
    const line = event.shiftKey || event.key.startsWith("Page") ? undefined : next(points, now, way, 0.01);
    to(line?.time ?? now + way * (event.key.startsWith("Page") ? PAGE_S : FINE_S));
    clearTimeout(timer.current);
    timer.current = setTimeout(store, SETTLE_MS);
  };
  const x = ((time - view.from) / view.span) * width;
  return html`<span class="chapter-border" role="slider" tabindex="0" aria-label="Beginning of chapter ${number}, ${chapter.title}" aria-valuemin="0" aria-valuemax=${duration.toFixed(2)} aria-valuenow=${time.toFixed(2)} aria-valuetext=${exact(time)}
    title="Where “${chapter.title}” begins: drag, or ← →; Shift holds snapping off" style=${{ left: `${x}px` }} onPointerDown=${press} onPointerMove=${move} onPointerUp=${store} onPointerCancel=${store} onKeyDown=${keys} onBlur=${store}></span>`;
}
