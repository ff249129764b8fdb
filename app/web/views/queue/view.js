/** All jobs, live: counts by state, search, filters, bulk actions, workers. */
import { useEffect, useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { broadcast, epoch } from "web/model/broadcast.js";
import { JobList } from "web/model/job_list.js";
import { counts } from "web/model/queue.js";
import { Selection } from "web/model/selection.js";
import { mayWrite } from "web/model/rights.js";
import { route } from "web/model/route.js";
import { useTitle } from "web/parts/title.js";
import { ButtonLink } from "web/parts/button.js";
import { QueueControls } from "web/views/queue/controls.js";
import { StateTabs } from "web/views/queue/state_tabs.js";
import { Toolbar } from "web/views/queue/toolbar.js";
import { Workers } from "web/views/queue/workers.js";
import { Jobs } from "web/views/queue/jobs.js";

/** Waiting jobs are shown in the order in which they will run, all others newest first. */
const sortOf = (status) => (status === "queued" ? "queue" : "");

export function QueueView() {
  const { query } = route.value;
  const [status, type, q] = ["status", "type", "q"].map((name) => query.get(name) ?? "");
  const list = useMemo(() => new JobList({ status, type, q, sort: sortOf(status) }), [status, type, q]);
  const selection = useMemo(() => new Selection(), [list]);
  useTitle("Queue");
  useEffect(() => {
    const endListening = broadcast.listen((message) => list.take(message));
    const endEpochs = epoch.subscribe((n) => n > 1 && list.refresh());
    return () => {
      endListening();
      endEpochs();
      list.close();
    };
  }, [list]);
  useEffect(() => (type || q ? undefined : counts.subscribe((known) => known && list.expect(numberOf(known, status)))), [list]);
  return html`<div class="page queue">
    <div class="page-head">
      <h1>Queue</h1>
      <${QueueControls} />
      ${mayWrite.value && html`<${ButtonLink} kind="main" icon="plus" href="#/new">New job<//>`}
    </div>
    <${Workers} />
    <${StateTabs} status=${status} />
    <${Toolbar} list=${list} selection=${selection} filter=${{ status, type, q }} />
    <${Jobs} list=${list} selection=${selection} filtered=${Boolean(status || type || q)} ordered=${status === "queued" && mayWrite.value} />
  </div>`;
}

const numberOf = (known, status) => (status ? known[status] : Object.values(known).reduce((sum, n) => sum + n, 0));
