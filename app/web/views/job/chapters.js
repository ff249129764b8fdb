/** The chapters beside the player; a press plays from there. */
import { computed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { indexAt } from "web/model/pieces.js";
import { clock } from "web/format/time.js";

/** @param {{chapters: {start: number, end: number, title: string}[], playback: import("web/model/playback.js").Playback}} props */
export function Chapters({ chapters, playback }) {
  const playing = useMemo(() => computed(() => indexAt(chapters, playback.time.value)), [chapters, playback]);
  if (!chapters?.length) return null;
  const at = playing.value;
  return html`<section id="chapters" class="card" tabindex="-1" aria-labelledby="chapters-title">
    <header class="card-head"><h2 id="chapters-title">Chapters <span class="muted num">${chapters.length}</span></h2></header>
    <ol class="chapter-list">
      ${chapters.map(
        ({ start, title }, n) => html`<li key=${n}>
          <button type="button" aria-current=${n === at ? "true" : null} onClick=${() => playback.seek(start, { play: true })}><span class="num muted">${clock(start)}</span> <span dir="auto">${title}</span></button>
        </li>`,
      )}
    </ol>
  </section>`;
}
