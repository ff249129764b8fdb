/** The words on screen at the playhead, each in its box over the picture. */
import { useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { boxesShown } from "web/model/boxes.js";
import { textsOf } from "web/model/seen.js";
import { useNow } from "web/views/job/now.js";

/** Boxes nearer to the upper edge than this have their words below. */
const TOP = 0.08;

export function TextBoxes({ seen, playback }) {
  const texts = useMemo(() => textsOf(seen), [seen]);
  const now = useNow(texts, playback);
  const shape = playback.shape.value;
  if (!boxesShown.value || !shape) return null;
  const there = texts.filter(({ key }) => now.has(key));
  return html`<div class="text-boxes" style=${{ "--shape": String(shape) }} aria-hidden="true"><div>
    ${there.map(({ key, text, box: [x, y, wide, high] }) => {
      const style = { left: `${100 * x}%`, top: `${100 * y}%`, width: `${100 * wide}%`, height: `${100 * high}%` };
      return html`<i key=${key} class="${y < TOP ? "below" : ""} ${x + wide / 2 > 0.5 ? "to-left" : ""}" style=${style}><span dir="auto">${text}</span></i>`;
    })}
  </div></div>`;
}
