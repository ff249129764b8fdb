/** The chapters beside the player; a press plays from there. */
import { computed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { indexAt } from "web/model/pieces.js";
import { clock } from "web/format/time.js";

/** @param {{chapters: {start: number, end: number, title: string}[], playback: import("web/model/playback.js").Playback}} props */
export function Chapters({ chapters, playback }) {
  const at = useChapterAt(chapters, playback);
  if (!chapters?.length) return null;
  return html`<section id="chapters" class="card" tabindex="-1" aria-labelledby="chapters-title">
    <header class="card-head"><${ChaptersTitle} chapters=${chapters} /></header>
    <ol class="chapter-list">${chapters.map((chapter, n) => html`<li key=${n}><${ChapterPlay} chapter=${chapter} playing=${n === at} playback=${playback} /></li>`)}</ol>
  </section>`;
}

export const ChaptersTitle = ({ chapters }) => html`<h2 id="chapters-title">Chapters <span class="muted num">${chapters.length}</span></h2>`;

export function ChapterPlay({ chapter: { start, title }, playing, playback }) {
  return html`<button type="button" class="chapter-play" aria-current=${playing ? "true" : null} onClick=${() => playback.seek(start, { play: true })}><span class="num muted">${clock(start)}</span> <span dir="auto">${title}</span></button>`;
}

/** Number of the chapter that plays; renders only when another one does. */
export function useChapterAt(chapters, playback) {
  return useMemo(() => computed(() => indexAt(chapters ?? [], playback.time.value)), [chapters, playback]).value;
}
