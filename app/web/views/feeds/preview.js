/** What a feed would find now: the newest entries, and which of them would become jobs. */
import { html } from "web/html.js";
import { slowNow } from "web/model/clock.js";
import { Icon } from "web/parts/icon.js";
import { ago, clock } from "web/format/time.js";
import { count, plural } from "web/format/number.js";
import { KINDS } from "web/views/feeds/card.js";

const SHOWN = 12;

export function FeedPreview({ form }) {
  const { found, problem, loading } = form.preview.value;
  return html`<section class="feed-preview" aria-label="What is there" aria-busy=${loading} aria-live="polite">
    ${loading && html`<p class="muted"><${Icon} name="loader-circle" class="spin" /> Looking what is there…</p>`}
    ${problem && html`<p class="bad" role="alert">${problem}</p>`}
    ${found && !loading && html`<${Found} found=${found} form=${form} />`}
  </section>`;
}

function Found({ found, form }) {
  const items = form.items.value;
  const taken = form.taken.value;
  const { icon, label } = KINDS[found.kind];
  return html`<p class="feed-found"><${Icon} name=${icon} /> <b dir="auto">${found.title ?? label}</b> <span class="muted">${label}, ${count(found.count)} ${found.count === 1 ? "entry" : "entries"};${" "}</span><span>${taken ? `${plural(taken, "job")} at once` : "no job yet"}</span></p>
    <ul>${items.slice(0, SHOWN).map(
      (item) => html`<li key=${item.url ?? item.path} class=${item.taken ? "taken" : ""}><${Icon} name=${item.taken ? "circle-check" : "circle-dashed"} /><span class="feed-entry" dir="auto" title=${item.url ?? item.path}>${item.title ?? item.path ?? item.url}<span class="hidden">${item.taken ? ", becomes a job" : ", is left out"}</span></span><span class="muted num">${item.duration ? clock(item.duration) : ""} ${item.published_at ? ago(item.published_at, slowNow.value) : ""}</span></li>`,
    )}</ul>
    ${found.count > SHOWN && html`<p class="muted">and ${count(found.count - SHOWN)} more</p>`}`;
}
