/** Telemetry: the last hours of what the server measures of itself, as lines. */
import { useMemo, useState } from "preact/hooks";
import { html } from "web/html.js";
import { usePolled } from "web/model/poll.js";
import { Plot } from "web/parts/plot.js";
import { bytes } from "web/format/number.js";

const CHECK_MS = 30_000;
const MOST = 1000;
const SERIES = ["p50", "p95"]; // the colours of lines
const hour = (time) => new Date(time).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", hour12: false });
const plain = (value) => String(Number(value.toPrecision(3)));
const milliseconds = (value) => `${plain(value * 1000)} ms`;
const METRICS = {
  process_resident_memory_bytes: { label: "Memory of the server", format: bytes },
  database_read_seconds: { label: "Reads of the database", format: milliseconds },
  job_workers: { label: "Workers", format: plain },
};

export function TelemetryCard() {
  const [metric, setMetric] = useState(Object.keys(METRICS)[0]);
  const { value } = usePolled(`/api/v1/telemetry?metric=${metric}&limit=${MOST}`, CHECK_MS);
  const { times, series } = useMemo(() => linesOf(value?.items ?? []), [value]);
  return html`<section class="card" id="telemetry" tabindex="-1" aria-labelledby="telemetry-title">
    <header class="card-head"><h2 id="telemetry-title">Telemetry</h2>
      <select aria-label="Figure" value=${metric} onChange=${(event) => setMetric(event.target.value)}>${Object.entries(METRICS).map(([name, { label }]) => html`<option key=${name} value=${name}>${label}</option>`)}</select>
    </header>
    ${times.length ? html`<${Plot} title=${METRICS[metric].label} times=${times} timeWords=${hour} format=${METRICS[metric].format} least=${0.001} series=${series} />` : html`<p class="muted" role="status">${value ? "Nothing was measured yet; the first figures come within a minute." : "Loading…"}</p>`}
  </section>`;
}

/** One line for each set of tags, at most two. @param {{value: number, tags: object, ts: string}[]} items newest first */
function linesOf(items) {
  const times = [...new Set(items.map(({ ts }) => Date.parse(ts)))].sort((a, b) => a - b);
  const byLabel = Map.groupBy(items, ({ tags }) => Object.values(tags).join(" ") || "value");
  const series = [...byLabel].slice(0, SERIES.length).map(([label, own], n) => {
    const at = new Map(own.map(({ ts, value }) => [Date.parse(ts), value]));
    return { name: SERIES[n], label, values: times.map((time) => at.get(time) ?? null) };
  });
  return { times, series };
}
