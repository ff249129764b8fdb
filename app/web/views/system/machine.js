/** Disk, memory and loaded models. */
import { html } from "web/html.js";
import { Icon } from "web/parts/icon.js";
import { bytes } from "web/format/number.js";

export function Machine({ system }) {
  if (!system) return null;
  const { disk, memory, models = [], version } = system;
  return html`<section class="card" id="machine" tabindex="-1" aria-labelledby="machine-title">
    <header class="card-head"><h2 id="machine-title">Machine</h2>${version && html`<span class="muted num">${version}</span>`}</header>
    ${disk && html`<${Meter} icon="hard-drive" name="Disk" used=${disk.total_bytes - disk.free_bytes} total=${disk.total_bytes} more=${disk.data_bytes == null ? "" : `${bytes(disk.data_bytes)} are ours`} />`}
    ${memory?.total_bytes && html`<${Meter} icon="memory-stick" name="Memory" used=${memory.total_bytes - (memory.available_bytes ?? memory.free_bytes ?? 0)} total=${memory.total_bytes} more=${memory.process_bytes == null ? "" : `${bytes(memory.process_bytes)} are ours`} />`}
    <h3>Loaded models</h3>
    ${models.length ? html`<ul class="rows">${models.map((model) => html`<li key=${model.name ?? model}><span><${Icon} name="brain" /> ${model.name ?? model}</span><span class="muted num">${model.memory_bytes ? bytes(model.memory_bytes) : (model.host ?? model.state ?? "")}</span></li>`)}</ul>` : html`<p class="about">None right now; they are loaded with the first job that needs them.</p>`}
  </section>`;
}

function Meter({ icon, name, used, total, more }) {
  return html`<div class="meter"><span><${Icon} name=${icon} />${name}</span>
    <meter min="0" max=${total} high=${total * 0.9} optimum="0" value=${used} aria-label="${name} used"></meter>
    <span class="muted num">${bytes(used)} of ${bytes(total)} used${more ? `; ${more}` : ""}</span></div>`;
}
