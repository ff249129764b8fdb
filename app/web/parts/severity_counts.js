/** How many findings there are of each severity; never by colour alone. */
import { html } from "web/html.js";
import { SEVERITIES, countWords } from "web/model/findings.js";
import { Icon } from "web/parts/icon.js";

/** @param {{counts: Record<string, number>}} props without an entry: nothing was found */
export function SeverityCounts({ counts }) {
  const names = Object.keys(SEVERITIES).filter((name) => counts[name] > 0);
  if (!names.length) return html`<span class="severity none"><${Icon} name="shield-check" />Nothing found</span>`;
  const there = Object.fromEntries(names.map((name) => [name, counts[name]]));
  return html`<span class="severities" title=${countWords(there)}>
    ${names.map((name) => html`<span key=${name} class="severity ${name}"><${Icon} name=${SEVERITIES[name].icon} /><b class="num">${counts[name]}</b><span class="hidden"> ${SEVERITIES[name].label.toLowerCase()}</span></span>`)}
  </span>`;
}
