/** The state of the server: throughput, waiting, disk, memory, models, connections, settings. */
import { html } from "web/html.js";
import { usePolled } from "web/model/poll.js";
import { useTitle } from "web/parts/title.js";
import { Jumps } from "web/parts/jumps.js";
import { Figures } from "web/views/system/figures.js";
import { Plots } from "web/views/system/plots.js";
import { Health } from "web/views/system/health.js";
import { Connections } from "web/views/system/connections.js";
import { Machine } from "web/views/system/machine.js";
import { ApiCard } from "web/views/system/api_card.js";
import { WebhooksCard } from "web/views/system/webhooks.js";
import { SettingsTable } from "web/views/system/settings_table.js";

const SECTIONS = [
  { id: "figures", label: "Figures" },
  { id: "api", label: "API" },
  { id: "machine", label: "Machine" },
  { id: "connections", label: "Connections" },
  { id: "settings", label: "Settings" },
];

export function SystemView() {
  useTitle("System");
  const statistics = usePolled("/api/v1/statistics", 10_000);
  const health = usePolled("/health/ready", 15_000);
  const connections = usePolled("/ws/connections/status", 10_000);
  const system = usePolled("/api/v1/system", 15_000);
  return html`<div class="page system">
    <div class="page-head"><h1>System</h1></div>
    <${Jumps} sections=${SECTIONS} />
    <div id="figures" tabindex="-1">
      ${statistics.value ? html`<${Figures} statistics=${statistics.value} /><${Plots} statistics=${statistics.value} />` : html`<p class="muted loading" role="status">${statistics.problem || "Loading…"}</p>`}
    </div>
    <div class="system-grid">
      <div class="stack"><${Health} health=${health} /><${ApiCard} /></div>
      <${Machine} system=${system.value} />
      <${Connections} status=${connections.value} />
      <${WebhooksCard} />
      <${SettingsTable} settings=${system.value?.settings} />
    </div>
  </div>`;
}
