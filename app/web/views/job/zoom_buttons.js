/** Zooms the timeline, by buttons and by the keys + and −. */
import { useLayoutEffect } from "preact/hooks";
import { html } from "web/html.js";
import { IconButton } from "web/parts/button.js";
import { clock } from "web/format/time.js";

export function ZoomButtons({ zoom }) {
  const factor = zoom.factor.value;
  const { from, to } = zoom.view.value;
  useLayoutEffect(() => {
    const keys = { "+": zoom.in, "=": zoom.in, "-": zoom.out };
    const turn = (event) => {
      const act = keys[event.key];
      if (!act || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", turn);
    return () => removeEventListener("keydown", turn);
  }, [zoom]);
  if (zoom.most <= 1) return null;
  return html`<div class="zoom" role="group" aria-label="Zoom of the timeline">
    <span class="muted num" role="status">${factor > 1 && `${clock(from)}–${clock(to)}`}</span>
    ${factor > 1 && html`<button type="button" class="button quiet" onClick=${zoom.fit}>Show all</button>`}
    <${IconButton} icon="minus" label="Zoom out" aria-disabled=${factor <= 1 || null} onClick=${zoom.out} />
    <${IconButton} icon="plus" label="Zoom in" aria-disabled=${factor >= zoom.most || null} onClick=${zoom.in} />
  </div>`;
}
