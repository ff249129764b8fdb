/** Which lanes are shown: a box for each that has something to show. */
import { html } from "web/html.js";
import { LANES, lanesOff, switchLane } from "web/model/lanes.js";

/** @param {{there: string[]}} props names of the lanes that have something to show */
export function LaneChoice({ there }) {
  const off = lanesOff.value;
  const hidden = there.filter((name) => off.has(name)).length;
  return html`<details class="lane-choice"><summary>Lanes${hidden > 0 && html` <span class="muted num">${there.length - hidden} of ${there.length}</span>`}</summary>
    <div role="group" aria-label="Lanes that are shown">${there.map(
      (name) => html`<label key=${name}><input type="checkbox" checked=${!off.has(name)} onChange=${(event) => switchLane(name, event.target.checked)} />${LANES[name]}</label>`,
    )}</div>
  </details>`;
}
