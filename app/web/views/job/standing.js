/** The progress of an unfinished job. */
import { html } from "web/html.js";
import { isFinished } from "web/model/job_state.js";
import { StageStrip } from "web/parts/stage_strip.js";
import { LeftText, StandingText } from "web/parts/job_progress.js";
import { percent } from "web/format/number.js";

export function Standing({ job, stale }) {
  if (isFinished(job)) return null;
  return html`<section class="card standing" aria-label="Progress">
    <b class="standing-percent num">${job.status === "processing" ? percent(Math.min(job.progress, 99.9) / 100) : "–"}</b>
    <div class="standing-strip">
      <p class="standing-line"><${StandingText} job=${job} /><span class="muted num">${stale ? "as of the last message" : html`<${LeftText} job=${job} />`}</span></p>
      <${StageStrip} job=${job} />
    </div>
  </section>`;
}
