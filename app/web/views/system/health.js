/** Each part of the server: whether it responds, and how fast. */
import { html } from "web/html.js";
import { Icon } from "web/parts/icon.js";

export function Health({ health }) {
  const parts = Object.entries(health.value?.components ?? {});
  if (!parts.length) return null;
  return html`<section class="card" aria-labelledby="health-title">
    <header class="card-head"><h2 id="health-title">Parts</h2></header>
    <ul class="rows">${parts.map(([name, part]) => html`<${Part} key=${name} name=${name} part=${part} />`)}</ul>
  </section>`;
}

function Part({ name, part }) {
  const good = ["ok", "healthy", "up", true].includes(part.status ?? part);
  const latency = part.latency_ms ?? (part.latency_seconds == null ? null : part.latency_seconds * 1000);
  return html`<li><span class=${good ? "good" : "bad"}><${Icon} name=${good ? "circle-check" : "circle-x"} /></span><span>${name}</span>
    <span class="muted num">${good ? "" : (part.detail ?? part.status)}${latency == null ? "" : ` ${latency < 0.1 ? "< 0.1" : latency.toFixed(latency < 10 ? 1 : 0)} ms`}</span></li>`;
}
