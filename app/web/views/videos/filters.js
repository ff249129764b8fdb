/** What the library shows: search, state, tags, order, and as what. */
import { useEffect, useRef } from "preact/hooks";
import { html } from "web/html.js";
import { setQuery } from "web/model/route.js";
import { VIDEO_STATES } from "web/model/video_state.js";
import { store } from "web/model/storage.js";
import { IconButton } from "web/parts/button.js";
import { Icon } from "web/parts/icon.js";

const TYPING_MS = 250;
export const LAYOUT = "library-layout";

/** Orders by their words; the first is that of the server. */
const SORTS = { "": "Newest first", created_at: "Oldest first", title: "Name", "-duration": "Longest first", duration: "Shortest first", "-updated_at": "Last used first" };

/** The address of the library with this filter. */
export function libraryHref({ status, q, tags, sort }) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ status, q, tags: tags.join(","), sort })) if (value) query.set(name, value);
  const text = query.toString();
  return `#/videos${text ? `?${text}` : ""}`;
}

export function Filters({ filter, layout }) {
  const { status, q, tags, sort } = filter;
  const timer = useRef(0);
  const field = useRef(null);
  useEffect(() => {
    if (document.activeElement !== field.current) field.current.value = q; // another list was chosen
  }, [q]);
  const search = (event) => {
    const text = event.target.value.trim();
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setQuery({ q: text }), TYPING_MS);
  };
  return html`<div class="video-filters" role="search">
    <label class="search"><${Icon} name="search" /><span class="hidden">Search title, tag, link or id</span>
      <input ref=${field} id="queue-search" type="search" placeholder="Search title, tag, link or id" defaultValue=${q} onInput=${search} autocomplete="off" spellcheck=${false} />
    </label>
    <label class="type-filter"><span class="hidden">State of the video</span>
      <select value=${status} onChange=${(event) => setQuery({ status: event.target.value })}>
        <option value="">All states</option>
        ${Object.entries(VIDEO_STATES).map(([name, { label }]) => html`<option key=${name} value=${name}>${label}</option>`)}
      </select>
    </label>
    <label class="type-filter"><span class="hidden">Order</span>
      <select value=${sort in SORTS ? sort : ""} onChange=${(event) => setQuery({ sort: event.target.value })}>
        ${Object.entries(SORTS).map(([name, label]) => html`<option key=${name} value=${name}>${label}</option>`)}
      </select>
    </label>
    ${tags.map((tag) => html`<a key=${tag} class="tag on" href=${libraryHref({ ...filter, tags: tags.filter((other) => other !== tag) })} aria-label="Tag ${tag}: show others too">${tag}<${Icon} name="x" /></a>`)}
    <${Layouts} layout=${layout} />
  </div>`;
}

function Layouts({ layout }) {
  const choose = (name) => {
    store(LAYOUT, name);
    setQuery({ layout: name });
  };
  return html`<div class="layouts" role="group" aria-label="Show as">
    ${[["grid", "layout-grid", "Cards"], ["list", "list", "Rows"]].map(([name, icon, label]) => html`<${IconButton} key=${name} icon=${icon} label=${label} aria-pressed=${layout === name ? "true" : "false"} onClick=${() => choose(name)} />`)}
  </div>`;
}
