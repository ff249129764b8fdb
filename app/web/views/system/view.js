/** The state of the server: throughput, waiting, disk, memory, models, connections, settings, keys; what the browser's key allows of it. */
import { html } from "web/html.js";
import { mayRule, mayWatch, mayWrite } from "web/model/rights.js";
import { usePolled } from "web/model/poll.js";
import { useTitle } from "web/parts/title.js";
import { Jumps } from "web/parts/jumps.js";
import { Figures } from "web/views/system/figures.js";
import { Plots } from "web/views/system/plots.js";
import { Health } from "web/views/system/health.js";
import { Connections } from "web/views/system/connections.js";
import { Machine } from "web/views/system/machine.js";
import { ApiCard } from "web/views/system/api_card.js";
import { AccessCard } from "web/views/system/access.js";
import { KeysCard } from "web/views/system/keys.js";
import { SharesCard } from "web/views/system/shares.js";
import { VoicesCard } from "web/views/system/voices.js";
import { WebhooksCard } from "web/views/system/webhooks.js";
import { ProvidersCard } from "web/views/system/providers.js";
import { TelemetryCard } from "web/views/system/telemetry.js";
import { SettingsTable } from "web/views/system/settings_table.js";

const SECTIONS = [
  { id: "figures", label: "Figures", needs: mayWatch },
  { id: "api", label: "API" },
  { id: "machine", label: "Machine", needs: mayRule },
  { id: "connections", label: "Connections", needs: mayRule },
  { id: "providers", label: "Providers" },
  { id: "telemetry", label: "Telemetry", needs: mayRule },
  { id: "keys", label: "Keys", needs: mayRule },
  { id: "settings", label: "Settings", needs: mayRule },
];

export function SystemView() {
  useTitle("System");
  const [watches, rules] = [mayWatch.value, mayRule.value];
  const statistics = usePolled(watches ? "/api/v1/statistics" : null, 10_000);
  const health = usePolled("/health/ready", 15_000);
  const connections = usePolled(rules ? "/ws/connections/status" : null, 10_000);
  const system = usePolled(rules ? "/api/v1/system" : null, 15_000);
  return html`<div class="page system">
    <div class="page-head"><h1>System</h1></div>
    <${Jumps} sections=${SECTIONS.filter(({ needs }) => !needs || needs.value)} />
    ${watches && html`<div id="figures" tabindex="-1">
      ${statistics.value ? html`<${Figures} statistics=${statistics.value} /><${Plots} statistics=${statistics.value} />` : html`<p class="muted loading" role="status">${statistics.problem || "Loading…"}</p>`}
    </div>`}
    <div class="system-grid">
      <div class="stack"><${AccessCard} /><${Health} health=${health} /><${ApiCard} /></div>
      <${Machine} system=${system.value} />
      <${Connections} status=${connections.value} />
      <${ProvidersCard} />
      ${rules && html`<${TelemetryCard} />`}
      ${watches && html`<${WebhooksCard} />`}
      ${rules && html`<${KeysCard} />`}
      ${mayWrite.value && html`<${SharesCard} />`}
      ${rules && html`<${VoicesCard} />`}
      <${SettingsTable} settings=${system.value?.settings} />
    </div>
  </div>`;
}
