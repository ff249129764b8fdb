/** The rows, with their keys and with dragging of waiting jobs. */
import { useCallback, useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { mayWrite } from "web/model/rights.js";
import { Empty } from "web/parts/empty.js";
import { Button, ButtonLink } from "web/parts/button.js";
import { WindowedList } from "web/parts/windowed_list.js";
import { JobRow } from "web/views/queue/job_row.js";
import { rowKeys } from "web/views/queue/row_keys.js";
import { dragging } from "web/views/queue/dragging.js";
import { PasteField } from "web/views/queue/paste_field.js";

export function Jobs({ list, selection, filtered, ordered }) {
  const ids = list.ids.value;
  const look = useCallback((first, last) => list.look(first, last), [list]);
  const drag = useMemo(() => (ordered ? dragging(list) : {}), [list, ordered]);
  if (list.phase.value === "failed") return html`<${Failed} list=${list} />`;
  if (list.phase.value === "loading") return html`<p class="muted loading" role="status">Loading jobs…</p>`;
  if (!ids.length) return filtered ? html`<${NoMatch} />` : html`<${NoJobs} />`;
  const row = (index) => html`<${JobRow} job=${list.jobs.get(ids[index])} list=${list} selection=${selection} ordered=${ordered} />`;
  return html`${ordered && html`<${OrderHint} />`}<${WindowedList}
    label="Jobs"
    count=${ids.length}
    keyOf=${(index) => ids[index] ?? `hole-${index}`}
    row=${row}
    onLook=${look}
    onKeyDown=${(event) => rowKeys(event, list, selection, ordered)}
    ...${drag}
  />`;
}

function OrderHint() {
  return html`<p class="order-hint">In the order in which they will run. Drag a job by its handle to another place<span class="keys-hint">, or press <kbd>Alt Shift ↑ ↓</kbd>; <kbd>Alt Home</kbd> puts it first, <kbd>Alt ↑ ↓</kbd> changes its priority</span>.</p>`;
}

function Failed({ list }) {
  return html`<${Empty} icon="triangle-alert" title="The jobs cannot be shown">
    <p>${list.problem.value?.message}</p><${Button} icon="rotate-cw" onClick=${() => list.refresh()}>Try again<//>
  <//>`;
}

function NoMatch() {
  return html`<${Empty} icon="search" title="No job matches"><p><a href="#/">Show all jobs</a></p><//>`;
}

function NoJobs() {
  if (!mayWrite.value) return html`<${Empty} icon="clapperboard" title="No jobs yet"><p>Your key allows to see those of others, and to create none.</p><//>`;
  return html`<${Empty} icon="clapperboard" title="No jobs yet">
    <p>Drop a file anywhere, or paste a link, and watch the words appear.</p>
    <${PasteField} />
    <${ButtonLink} kind="main" icon="plus" href="#/new">New job<//>
  <//>`;
}
