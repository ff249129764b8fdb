/** The settings in force, all of them; the server's response contains no secrets. */
import { useState } from "preact/hooks";
import { html } from "web/html.js";
import { Icon } from "web/parts/icon.js";
import { bytes } from "web/format/number.js";

export function SettingsTable({ settings }) {
  const [sought, setSought] = useState("");
  if (!settings) return null;
  const shown = Object.entries(settings).filter(([name]) => name.includes(sought.trim().toUpperCase().replaceAll(" ", "_")));
  return html`<section class="card settings" id="settings" tabindex="-1" aria-labelledby="settings-title">
    <header class="card-head"><h2 id="settings-title">Settings in force <span class="muted num">${shown.length}</span></h2>
      <label class="search"><${Icon} name="search" /><span class="hidden">Find a setting</span>
        <input type="search" placeholder="Find a setting" value=${sought} onInput=${(event) => setSought(event.target.value)} autocomplete="off" spellcheck=${false} />
      </label>
    </header>
    <dl class="settings-list">${shown.map(([name, value]) => html`<div key=${name}><dt><code>${breakable(name)}</code></dt><dd class="num">${words(name, value)}</dd></div>`)}</dl>
    ${!shown.length && html`<p class="muted">No setting has that in its name.</p>`}
  </section>`;
}

/** Long names break after an underscore, not within a word. */
const breakable = (name) => name.split("_").flatMap((part, n) => (n ? ["_", html`<wbr />`, part] : [part]));

function words(name, value) {
  if (name.endsWith("_BYTES") && value > 0) return `${value} (${bytes(value)})`;
  const written = Array.isArray(value) ? value.join(", ") : value;
  if (written === null || written === "") return "–";
  return typeof written === "object" ? JSON.stringify(written) : String(written);
}
