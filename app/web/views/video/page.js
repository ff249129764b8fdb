/** The page of a loaded video: what all its jobs found, at one player, and the jobs. */
import { useComputed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { Find } from "web/model/find.js";
import { clippedJob, gathered, spokenJob } from "web/model/gathered.js";
import { clipOf, segmentOf } from "web/model/pieces.js";
import { Playback } from "web/model/playback.js";
import { Jumps } from "web/parts/jumps.js";
import { Artifacts } from "web/views/job/artifacts.js";
import { artifactOf } from "web/views/job/artifact.js";
import { Clips } from "web/views/job/clips.js";
import { Findings } from "web/views/job/findings.js";
import { Lanes } from "web/views/job/lanes.js";
import { Meaning, hasMeaning } from "web/views/job/meaning.js";
import { MediaFile } from "web/views/job/media_file.js";
import { Player } from "web/views/job/player.js";
import { ShareDialog } from "web/views/job/share_dialog.js";
import { Transcript } from "web/views/job/transcript.js";
import { Vision } from "web/views/job/vision.js";
import { VideoHead } from "web/views/video/head.js";
import { VideoJobs } from "web/views/video/jobs.js";

export function VideoPage({ feed }) {
  const video = feed.video.value;
  const jobs = feed.jobs.value;
  const [spoken, clipped] = [spokenJob(jobs), clippedJob(jobs)];
  const segments = useComputed(() => linesOf(spokenJob(feed.jobs.value)));
  const clips = useComputed(() => (clippedJob(feed.jobs.value)?.generated_clips ?? []).map(clipOf));
  const playback = useMemo(() => new Playback(), [feed]);
  const find = useMemo(() => new Find(segments), [feed]);
  const whole = useMemo(() => gathered(video, jobs), [video, jobs]);
  const parts = { job: whole, segments, clips, playback, find };
  return html`<article class="page job video">
    <${VideoHead} video=${video} change=${feed.change} />
    <${Jumps} sections=${sectionsOf(whole, { spoken, clipped })} />
    <div class="job-grid ${spoken ? "" : "single"}">
      <div class="job-main">
        ${artifactOf(whole, "source") && html`<${Player} ...${parts} captionsOf=${spoken} />`}
        <${Lanes} ...${parts} />
        <${Findings} ...${parts} />
        <${VideoJobs} video=${video} jobs=${jobs} />
        ${clipped && html`<${Clips} job=${clipped} clips=${clips} playback=${playback} /><${ShareDialog} job=${clipped} clips=${clips} playback=${playback} />`}
        <${Vision} ...${parts} /><${Meaning} ...${parts} /><${MediaFile} ...${parts} />
      </div>
      ${spoken && html`<${Transcript} job=${spoken} segments=${segments} playback=${playback} find=${find} />`}
    </div>
    <div class="job-foot"><${Artifacts} job=${whole} /></div>
  </article>`;
}

const known = new WeakMap();

/** The lines of a job, the same ones as long as it is the same object. */
function linesOf(job) {
  if (!job) return [];
  if (!known.has(job.segments)) known.set(job.segments, job.segments.map(segmentOf));
  return known.get(job.segments);
}

function sectionsOf(whole, { spoken, clipped }) {
  const there = [
    [artifactOf(whole, "source"), "player", "Player"],
    [whole.findings, "findings", "Findings"],
    [true, "jobs", "Jobs"],
    [spoken, "transcript", "Transcript"],
    [clipped, "clips", "Clips"],
    [whole.vision_results, "vision", "Picture"],
    [hasMeaning(whole), "meaning", "Meaning"],
    [whole.media_metadata, "media-file", "Media file"],
    [whole.artifacts.length > 0, "files", "Files"],
  ];
  return there.filter(([is]) => is).map(([, id, label]) => ({ id, label }));
}
