/** The most important figures, large. */
import { html } from "web/html.js";
import { count, plural } from "web/format/number.js";
import { span } from "web/format/time.js";

const seconds = (value) => (value == null ? "–" : span(value));

/** A median is only meaningful with its number of samples. */
const spread = ({ p95, count: number }) => (number ? `p95 ${seconds(p95)}, of ${plural(number, "job")}` : "of no job yet");

export function Figures({ statistics }) {
  const { total, success_rate: rate, wait_seconds: wait = {}, run_seconds: run = {}, cached_jobs: cached = 0, throughput = {} } = statistics;
  const hour = throughput.last_hour ?? throughput.per_hour;
  return html`<dl class="figures">
    <${Figure} name="Jobs" value=${total == null ? "–" : count(total)} />
    <${Figure} name="Succeeded" value=${rate == null ? "–" : `${(rate * 100).toFixed(rate < 1 && rate > 0.99 ? 1 : 0)} %`} />
    <${Figure} name="Finished in the last hour" value=${hour == null ? "–" : count(hour)} />
    <${Figure} name="Wait, median" value=${seconds(wait.p50)} more=${spread(wait)} />
    <${Figure} name="Run, median" value=${seconds(run.p50)} more=${spread(run) + (cached ? `; ${plural(cached, "job")} from the record left out` : "")} />
  </dl>`;
}

function Figure({ name, value, more }) {
  return html`<div class="card figure"><dt>${name}</dt><dd class="num">${value}${more && html`<small>${more}</small>`}</dd></div>`;
}
