/** States with their live counts; each narrows the list to it. */
import { html } from "web/html.js";
import { counts } from "web/model/queue.js";
import { route } from "web/model/route.js";
import { JOB_STATES } from "web/model/job_state.js";
import { Icon } from "web/parts/icon.js";
import { count } from "web/format/number.js";

export function StateTabs({ status }) {
  const all = counts.value ? Object.values(counts.value).reduce((sum, n) => sum + n, 0) : null;
  return html`<nav class="state-tabs" aria-label="Jobs by state">
    <${StateTab} label="All" icon="layers" name="" current=${!status} number=${all} />
    ${Object.entries(JOB_STATES).map(
      ([name, { label, icon }]) =>
        html`<${StateTab} key=${name} name=${name} label=${label} icon=${icon} current=${status === name} number=${counts.value?.[name] ?? (counts.value ? 0 : null)} />`,
    )}
  </nav>`;
}

function StateTab({ name, label, icon, current, number }) {
  const query = new URLSearchParams(route.value.query);
  if (name) query.set("status", name);
  else query.delete("status");
  return html`<a href="#/?${query}" class="state-tab ${name}" aria-current=${current ? "true" : null} data-state=${name || "all"}>
    <${Icon} name=${icon} /><span>${label}</span><b>${number === null ? "–" : count(number)}</b>
  </a>`;
}
