/** The videos of the library as cards, or as rows. */
import { useCallback } from "preact/hooks";
import { html } from "web/html.js";
import { mayWrite } from "web/model/rights.js";
import { Button } from "web/parts/button.js";
import { Empty } from "web/parts/empty.js";
import { WindowedGrid } from "web/parts/windowed_grid.js";
import { VideoCard } from "web/views/videos/card.js";
import { libraryKeys } from "web/views/videos/keys.js";
import { clock } from "web/format/time.js";

/** @param {{desk: import("web/views/videos/desk.js").Desk, layout: "grid"|"list", filtered: boolean}} props */
export function Videos({ desk, layout, filtered }) {
  const { list } = desk;
  const ids = list.ids.value;
  const keyOf = useCallback((index) => list.ids.peek()[index] ?? `-${index}`, [list]);
  if (list.phase.value === "failed") return html`<${Failed} list=${list} />`;
  if (list.phase.value === "loading") return html`<p class="muted loading" role="status">Loading videos…</p>`;
  if (!ids.length) return filtered ? html`<${NoMatch} />` : html`<${NoVideos} />`;
  return html`<${WindowedGrid} class="video-cards ${layout}" label="Videos" count=${ids.length} keyOf=${keyOf} onLook=${list.look} onKeyDown=${(event) => libraryKeys(event, desk)}
      item=${(index) => html`<${VideoCard} video=${list.videos.get(ids[index])} desk=${desk} />`} />
    <${Told} desk=${desk} />`;
}

/** The place that keys have looked through to, for screen readers. */
function Told({ desk }) {
  const at = desk.scrub.at.value;
  const video = at && desk.list.videos.get(at.id)?.peek();
  return html`<p class="hidden" role="status">${video && at.by === "keys" ? clock(at.part * video.duration) : ""}</p>`;
}

function Failed({ list }) {
  return html`<${Empty} icon="triangle-alert" title="The videos cannot be shown">
    <p>${list.problem.value?.message}</p><${Button} icon="rotate-cw" onClick=${() => list.refresh()}>Try again<//>
  <//>`;
}

function NoMatch() {
  return html`<${Empty} icon="search" title="No video matches"><p><a href="#/videos">Show all videos</a></p><//>`;
}

function NoVideos() {
  return html`<${Empty} icon="film" title="No videos yet"><p>${mayWrite.value ? "Paste a link above, or drop a file anywhere." : "They appear here when somebody takes one in."}</p><//>`;
}
