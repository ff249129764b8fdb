/** Search, type filter, and the actions on selected jobs. */
import { useRef } from "preact/hooks";
import { html } from "web/html.js";
import { mayWrite } from "web/model/rights.js";
import { setQuery } from "web/model/route.js";
import { JOB_TYPES } from "web/model/plan.js";
import { Icon } from "web/parts/icon.js";
import { BulkActions } from "web/views/queue/bulk_actions.js";

const TYPING_MS = 250;

export function Toolbar({ list, selection, filter }) {
  const timer = useRef(0);
  const search = (event) => {
    const text = event.target.value.trim();
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setQuery({ q: text }), TYPING_MS);
  };
  return html`<div class="toolbar" role="search">
    <label class="search"><${Icon} name="search" /><span class="hidden">Search title, link or id</span>
      <input id="queue-search" type="search" placeholder="Search title, link or id" defaultValue=${filter.q} onInput=${search} autocomplete="off" spellcheck=${false} />
    </label>
    <label class="type-filter"><span class="hidden">Type of job</span>
      <select value=${filter.type} onChange=${(event) => setQuery({ type: event.target.value })}>
        <option value="">All types</option>
        ${Object.entries(JOB_TYPES).map(([type, { label }]) => html`<option key=${type} value=${type}>${label}</option>`)}
      </select>
    </label>
    ${mayWrite.value && html`<${BulkActions} list=${list} selection=${selection} filter=${filter} />`}
  </div>`;
}
