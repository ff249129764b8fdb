/** Select all that match, and act on the selected ones. */
import { useState } from "preact/hooks";
import { html } from "web/html.js";
import { bulk } from "web/model/job_actions.js";
import { Button } from "web/parts/button.js";
import { refocusing } from "web/parts/refocus.js";
import { count, plural } from "web/format/number.js";

const ACTIONS = [
  { name: "cancel", label: "Cancel", icon: "circle-stop", kind: "plain" },
  { name: "retry", label: "Retry", icon: "rotate-cw", kind: "plain" },
  { name: "delete", label: "Delete", icon: "trash-2", kind: "danger-quiet" },
];

export function BulkActions({ list, selection, filter }) {
  const total = list.ids.value.length;
  const all = selection.allMatching.value;
  const chosen = all ? total : selection.ids.value.size;
  const [busy, setBusy] = useState(false);
  const act = (name) =>
    refocusing(async () => {
      setBusy(true);
      await actOn(name);
      setBusy(false);
    }, near);
  const actOn = async (name) => {
    const target = all ? { filter: filterOf(filter) } : { ids: [...selection.ids.value] };
    if (!(await bulk(name, target, chosen))) return;
    selection.clear();
    list.refresh();
  };
  const turn = () => (all ? selection.clear() : selection.all());
  return html`<div class="bulk">
    <label class="check"><input type="checkbox" checked=${all} disabled=${!total} onChange=${turn} />
      <span>${filter.status || filter.q || filter.type ? "All matches" : "All"} <span class="muted num">${count(total)}</span></span>
    </label>
    ${chosen > 0 &&
    html`<div class="bulk-actions" role="group" aria-label="Selected jobs">
      <span class="chosen-count" role="status">${plural(chosen, "job")} selected</span>
      ${ACTIONS.map(({ name, label, icon, kind }) => html`<${Button} key=${name} icon=${icon} kind=${kind} busy=${busy} onClick=${() => act(name)}>${label}<//>`)}
      <${Button} kind="quiet" onClick=${() => refocusing(() => selection.clear(), near)}>Clear<//>
    </div>`}
  </div>`;
}

/** The actions are gone with the selection; before them is what selects all. */
const near = () => document.querySelector(".bulk input:enabled") ?? document.getElementById("main");

/** The filter of the list in the words of the API. */
function filterOf({ status, type, q }) {
  return { ...(status && { status_filter: status }), ...(type && { job_type: type }), ...(q && { q }) };
}
