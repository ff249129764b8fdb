/** Select all that match, and apply an action to the selected ones. */
import { computed } from "@preact/signals";
import { useMemo, useState } from "preact/hooks";
import { html } from "web/html.js";
import { bulk } from "web/model/job_actions.js";
import { STATES_FOR } from "web/model/job_state.js";
import { counts } from "web/model/queue.js";
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
  const able = useMemo(() => ableOf(list, selection, filter), [list, selection]).value;
  const [busy, setBusy] = useState(false);
  const act = (name) =>
    refocusing(async () => {
      setBusy(true);
      await actOn(name);
      setBusy(false);
    }, near);
  const actOn = async (name) => {
    const target = all ? { filter: filterOf(filter, name) } : { ids: idsFor(name, list, selection) };
    if (!(await bulk(name, target, able[name]))) return;
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
      ${ACTIONS.filter(({ name }) => able[name] !== 0).map(
        ({ name, label, icon, kind }) => html`<${Button} key=${name} icon=${icon} kind=${kind} busy=${busy} onClick=${() => act(name)}>${able[name] === null || able[name] === chosen ? label : `${label} ${count(able[name])}`}<//>`,
      )}
      <${Button} kind="quiet" onClick=${() => refocusing(() => selection.clear(), near)}>Clear<//>
    </div>`}
  </div>`;
}

/** The actions are gone with the selection; before them is what selects all. */
const near = () => document.querySelector(".bulk input:enabled") ?? document.getElementById("main");

/** Of the selected jobs, those in a state that allows the action. */
const idsFor = (name, list, selection) => [...selection.ids.value].filter((id) => STATES_FOR[name].includes(list.jobs.get(id)?.value.status));

/** How many of the selected jobs allow each action; null where only the server knows. One value, rendered again only when a number changes. */
function ableOf(list, selection, filter) {
  const numberOf = (name) => {
    if (!selection.allMatching.value) return idsFor(name, list, selection).length;
    if (filter.status) return STATES_FOR[name].includes(filter.status) ? list.ids.value.length : 0;
    if (filter.q || filter.type || !counts.value) return null;
    return STATES_FOR[name].reduce((sum, status) => sum + (counts.value[status] ?? 0), 0);
  };
  const numbers = computed(() => JSON.stringify(Object.fromEntries(ACTIONS.map(({ name }) => [name, numberOf(name)]))));
  return computed(() => JSON.parse(numbers.value));
}

/** The filter of the list in the words of the API, narrowed to the states that allow the action. */
function filterOf({ status, type, q }, action) {
  return { status_filter: status || STATES_FOR[action], ...(type && { job_type: type }), ...(q && { q }) };
}
