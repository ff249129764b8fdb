/** The job's log, in order, live. */
import { useRef } from "preact/hooks";
import { html } from "web/html.js";
import { useFollowLive } from "web/views/job/follow_live.js";
import { moment, timeOfDay } from "web/format/time.js";

export function Log({ log }) {
  const box = useRef(null);
  const lines = log.value;
  useFollowLive(box, lines.length, true);
  return html`<section id="log" class="card log" aria-labelledby="log-title" tabindex="-1">
    <header class="card-head"><h2 id="log-title">Log</h2></header>
    <div class="log-lines" ref=${box} tabindex="0" role="log" aria-label="Log lines">
      <ol>${lines.map(
        ({ seq, ts, tone, text }) => html`<li key=${seq} class=${tone} data-seq=${seq}><time class="num" datetime=${ts} title="${moment(ts)} · event ${seq}">${timeOfDay(ts)}</time><span dir="auto">${text}</span></li>`,
      )}</ol>
    </div>
  </section>`;
}
