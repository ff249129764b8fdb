/** Live connections by channel, and their messages. */
import { html } from "web/html.js";
import { count } from "web/format/number.js";

const WORDS = {
  jobs: "Pages that follow one job",
  followed_jobs: "Jobs that are followed",
  broadcast: "Pages that follow all jobs",
  health: "Health checks",
  sent: "Messages sent",
  dropped: "Overtaken by newer ones",
  spilled: "Told from the log, to slow clients",
  replayed: "Told again after a cut",
  resumed: "Connections that came back",
};

export function Connections({ status }) {
  if (!status) return null;
  const rows = Object.entries({ ...status.connections, ...status.messages });
  return html`<section class="card" id="connections" tabindex="-1" aria-labelledby="connections-title">
    <header class="card-head"><h2 id="connections-title">Connections</h2></header>
    <ul class="rows">${rows.map(([name, value]) => html`<li key=${name}><span>${WORDS[name] ?? name.replaceAll("_", " ")}</span><span class="muted num">${count(value)}</span></li>`)}</ul>
  </section>`;
}
