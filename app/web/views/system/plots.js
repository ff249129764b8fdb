/** Throughput, waiting and running over time. */
import { html } from "web/html.js";
import { Plot } from "web/parts/plot.js";
import { span } from "web/format/time.js";

const hour = (time) => new Date(time).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", hour12: false });
const whole = (value) => String(Number.isInteger(value) ? value : value.toFixed(1));

export function Plots({ statistics }) {
  const buckets = statistics.series ?? [];
  if (!buckets.length) return null;
  const times = buckets.map((bucket) => Date.parse(bucket.start));
  const column = (name) => buckets.map((bucket) => bucket[name] ?? null);
  const spans = (title, what) => html`<${Plot} title=${title} times=${times} timeWords=${hour} format=${span}
    series=${[{ name: "p50", label: "median", values: column(`${what}_p50`) }, { name: "p95", label: "p95", values: column(`${what}_p95`) }]} />`;
  return html`<div class="plots">
    <section class="card wide"><${Plot} bars least=${4} title="Finished jobs" times=${times} timeWords=${hour} format=${whole}
      series=${["completed", "failed", "cancelled"].map((name) => ({ name, label: name, values: column(name) }))} /></section>
    <section class="card">${spans("Wait for a worker", "wait")}</section>
    <section class="card">${spans("Run", "run")}</section>
  </div>`;
}
