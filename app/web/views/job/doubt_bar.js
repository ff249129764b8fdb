/** How many lines may be wrong, and the way to the next one. */
import { html } from "web/html.js";
import { plural } from "web/format/number.js";
import { Icon } from "web/parts/icon.js";
import { Button } from "web/parts/button.js";

/** @param {{doubts: import("web/model/doubts.js").Doubts, onStep: (by: number) => void}} props */
export function DoubtBar({ doubts, onStep }) {
  const lines = doubts.lines.value;
  if (!lines.length) return null;
  const place = lines.indexOf(doubts.at.value);
  return html`<div class="doubt-bar"><span class="muted" role="status"><${Icon} name="triangle-alert" />${plural(lines.length, "line")} may be wrong${place >= 0 && `, this is ${place + 1}`}</span>
    <${Button} kind="quiet" icon="arrow-down" title="The next doubtful line (d)" onClick=${(event) => onStep(event.shiftKey ? -1 : 1)}>Next doubtful<//>
  </div>`;
}
