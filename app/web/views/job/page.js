/** The page of a job that is known: what it is, how it stands, and what has come of it. */
import { html } from "web/html.js";
import { isFinished } from "web/model/job_state.js";
import { artifactOf } from "web/views/job/artifact.js";
import { JobHead } from "web/views/job/head.js";
import { Standing } from "web/views/job/standing.js";
import { Trouble } from "web/views/job/trouble.js";
import { Player } from "web/views/job/player.js";
import { Lanes } from "web/views/job/lanes.js";
import { Transcript } from "web/views/job/transcript.js";
import { Clips } from "web/views/job/clips.js";
import { Meaning } from "web/views/job/meaning.js";
import { Timeline } from "web/views/job/timeline.js";
import { Log } from "web/views/job/log.js";
import { Artifacts } from "web/views/job/artifacts.js";

export function JobPage({ feed, playback, find }) {
  const job = feed.job.value;
  const { phase } = feed.link.value;
  const stale = !isFinished(job) && (phase === "waiting" || phase === "connecting");
  const speech = job.job_type !== "audio_extraction";
  const shows = !isFinished(job) || Boolean(artifactOf(job, "source")) || feed.segments.value.length > 0;
  return html`<article class="page job ${stale ? "stale" : ""}">
    <${JobHead} job=${job} />
    <${Standing} job=${job} stale=${stale} />
    <${Trouble} job=${job} />
    ${shows && html`<div class="job-grid ${speech ? "" : "single"}">
      <div class="job-main">
        <${Player} job=${job} segments=${feed.segments} playback=${playback} />
        <${Lanes} job=${job} segments=${feed.segments} clips=${feed.clips} playback=${playback} />
        <${Clips} job=${job} clips=${feed.clips} playback=${playback} />
        <${Meaning} job=${job} find=${find} />
      </div>
      ${speech && html`<${Transcript} job=${job} segments=${feed.segments} playback=${playback} find=${find} />`}
    </div>`}
    <div class="job-foot">
      <${Timeline} job=${job} />
      <${Log} log=${feed.log} />
      <${Artifacts} job=${job} />
    </div>
  </article>`;
}
