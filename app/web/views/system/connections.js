/** Who follows live, and what was told. */
import { html } from "web/html.js";
import { count } from "web/format/number.js";

export function Connections({ status }) {
  if (!status) return null;
  const rows = flat(status);
  return html`<section class="card" aria-labelledby="connections-title">
    <header class="card-head"><h2 id="connections-title">Connections</h2></header>
    <ul class="rows">${rows.map(([name, value]) => html`<li key=${name}><span>${name}</span><span class="muted num">${typeof value === "number" ? count(value) : String(value)}</span></li>`)}</ul>
  </section>`;
}

/** `{channels: {jobs: 2}}` → [["channels, jobs", 2]] */
function flat(value, above = "") {
  return Object.entries(value).flatMap(([name, inner]) => {
    const words = [above, name.replaceAll("_", " ")].filter(Boolean).join(", ");
    return inner && typeof inner === "object" ? flat(inner, words) : [[words, inner]];
  });
}
