/** The settings in force; secrets are not told by the server. */
import { html } from "web/html.js";

export function SettingsTable({ settings }) {
  if (!settings) return null;
  return html`<section class="card settings" aria-labelledby="settings-title">
    <header class="card-head"><h2 id="settings-title">Settings in force</h2></header>
    <div class="settings-box" tabindex="0" role="region" aria-labelledby="settings-title">
      <table><tbody>${Object.entries(settings).map(([name, value]) => html`<tr key=${name}><th scope="row"><code>${name}</code></th><td class="num">${words(value)}</td></tr>`)}</tbody></table>
    </div>
  </section>`;
}

function words(value) {
  const written = Array.isArray(value) ? value.join(", ") : value;
  if (written === null || written === "") return "–";
  return typeof written === "object" ? JSON.stringify(written) : String(written);
}
