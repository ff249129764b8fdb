/** The page of a loaded job: source, state and results. */
import { useEffect } from "preact/hooks";
import { html } from "web/html.js";
import { correctionsOf } from "web/model/shared_corrections.js";
import { isFinished } from "web/model/job_state.js";
import { mayWrite } from "web/model/rights.js";
import { isAudio, playedOf } from "web/views/job/artifact.js";
import { JobHead } from "web/views/job/head.js";
import { Details } from "web/views/job/details.js";
import { Jumps } from "web/parts/jumps.js";
import { Standing } from "web/views/job/standing.js";
import { Trouble } from "web/views/job/trouble.js";
import { Player } from "web/views/job/player.js";
import { Lanes } from "web/views/job/lanes.js";
import { Transcript } from "web/views/job/transcript.js";
import { Film } from "web/views/job/film.js";
import { FILM } from "web/model/films.js";
import { Findings } from "web/views/job/findings.js";
import { Vision } from "web/views/job/vision.js";
import { MediaFile } from "web/views/job/media_file.js";
import { useChapterAdding } from "web/views/job/chapter_keys.js";
import { ChapterList } from "web/views/job/chapter_list.js";
import { Chapters } from "web/views/job/chapters.js";
import { Clips } from "web/views/job/clips.js";
import { MadeList } from "web/views/clip/made_list.js";
import { Result, hasResult } from "web/views/job/result.js";
import { Meaning, hasMeaning } from "web/views/job/meaning.js";
import { Timeline } from "web/views/job/timeline.js";
import { Log } from "web/views/job/log.js";
import { Artifacts } from "web/views/job/artifacts.js";
import { JobCommands } from "web/views/job/job_commands.js";
import { ShareDialog } from "web/views/job/share_dialog.js";

export function JobPage({ feed, playback, find, made, chapters }) {
  const job = feed.job.value;
  const { phase } = feed.link.value;
  const stale = !isFinished(job) && (phase === "waiting" || phase === "connecting");
  const spoken = feed.segments.value.length > 0;
  const speech = hasSpeech(job);
  const shows = !isFinished(job) || Boolean(playedOf(job)) || spoken;
  const edits = useChapterEdits(job, chapters);
  const adding = useChapterAdding(edits, feed.segments, playback);
  const parts = { feed, job, playback, find, made, edits, adding, chapters: edits?.items.value ?? job.chapters };
  const beside = shows && speech && isAudio(job);
  return html`<article class="page job ${stale ? "stale" : ""}">
    <${JobHead} job=${job} spoken=${spoken} />
    <${Details} job=${job} />
    <${Standing} job=${job} stale=${stale} />
    <${Trouble} job=${job} />
    ${!shows && html`<${Film} job=${job} />`}
    <${Jumps} sections=${sectionsOf(job, { shows, speech, chapters: parts.chapters, clips: feed.clips.value.length + made.list.value.length > 0 })} />
    ${shows && html`<${beside ? SoundGrid : PictureGrid} ...${parts} speech=${speech} />`}
    ${!beside && html`<div class="job-foot"><${Foot} ...${parts} /></div>`}
    <${JobCommands} job=${job} spoken=${spoken} playback=${playback} />
    <${ShareDialog} job=${job} clips=${feed.clips} playback=${playback} />
  </article>`;
}

/** Pictures and results on the left, text on the right; without speech, one column is enough. */
function PictureGrid({ speech, ...parts }) {
  const { feed, job, playback, find, adding } = parts;
  const words = speech && html`<${Transcript} feed=${feed} job=${job} segments=${feed.segments} playback=${playback} find=${find} adding=${adding} />`;
  const beside = speech && (feed.segments.value.length > 0 || !isFinished(job));
  return html`<div class="job-grid ${beside ? "" : "single"}">
    <div class="job-main">
      <${Player} job=${job} segments=${feed.segments} playback=${playback} />
      <${ChaptersCard} ...${parts} />
      <${Film} job=${job} />
      <${JobLanes} ...${parts} />
      <${Findings} job=${job} playback=${playback} />
      ${!beside && words}
      <${Results} ...${parts} />
    </div>
    ${beside && words}
  </div>`;
}

/** Sound needs little height, so it has the whole width; the text is below, with everything else beside it. */
function SoundGrid(parts) {
  const { feed, job, playback, find, adding } = parts;
  return html`<div class="job-grid sound">
    <div class="job-top">
      <${Player} job=${job} segments=${feed.segments} playback=${playback} />
      <${ChaptersCard} ...${parts} />
      <${JobLanes} ...${parts} />
    </div>
    <${Transcript} feed=${feed} job=${job} segments=${feed.segments} playback=${playback} find=${find} adding=${adding} />
    <div class="job-main">
      <${Findings} job=${job} playback=${playback} />
      <${Results} ...${parts} />
      <${Foot} ...${parts} />
    </div>
  </div>`;
}

function ChaptersCard({ edits, adding, chapters, playback }) {
  if (!edits) return html`<${Chapters} chapters=${chapters} playback=${playback} />`;
  return html`<${ChapterList} chapters=${chapters ?? []} edits=${edits} add=${adding.here} playback=${playback} />`;
}

function JobLanes({ feed, job, playback, made, edits, adding, chapters }) {
  return html`<${Lanes} job=${job} segments=${feed.segments} clips=${feed.clips} made=${made} playback=${playback} corrections=${namingOf(feed, job)} chapters=${chapters} edits=${edits} add=${adding?.here} />`;
}

/** What changes chapters; null where they are only read. */
function useChapterEdits(job, edits) {
  const may = mayWrite.value && isFinished(job) && Boolean(job.video_duration);
  useEffect(() => void (may && edits.seen(job.chapters, job.video_duration)), [may, edits, job.chapters]);
  return may ? edits : null;
}

function Results({ feed, job, playback, find, made }) {
  return html`<${Result} job=${job} playback=${playback} /><${Clips} job=${job} clips=${feed.clips} playback=${playback} /><${MadeList} job=${job} made=${made} playback=${playback} id=${feed.clips.value.length ? null : "clips"} /><${Vision} job=${job} playback=${playback} /><${Meaning} job=${job} find=${find} /><${MediaFile} job=${job} playback=${playback} />`;
}

function Foot({ feed, job }) {
  return html`<${Artifacts} job=${job} /><${Timeline} job=${job} /><${Log} log=${feed.log} />`;
}

/** What renames speakers; null while their lines may still come. */
const namingOf = (feed, job) => (isFinished(job) ? correctionsOf(job.id, feed.segments) : null);

/** Whether what is said is a part of the job. */
function hasSpeech({ job_type: type, options }) {
  return type === "media_operation" ? options.operation === "burn_captions" : type !== "audio_extraction" && type !== FILM;
}

function sectionsOf(job, { shows, speech, chapters, clips }) {
  const there = [
    [shows && (playedOf(job) || !isFinished(job)), "player", "Player"],
    [shows && chapters?.length > 0, "chapters", "Chapters"],
    [job.prompt, "film", "Film"],
    [shows && job.findings, "findings", "Findings"],
    [shows && hasResult(job), "result", "Result"],
    [shows && speech, "transcript", "Transcript"],
    [shows && clips, "clips", "Clips"],
    [shows && job.vision_results, "vision", "Picture"],
    [shows && hasMeaning(job), "meaning", "Meaning"],
    [shows && job.media_metadata, "media-file", "Media file"],
    [job.artifacts?.length > 0, "files", "Files"],
    [job.started_at, "stages", "Stages"],
    [true, "log", "Log"],
  ];
  return there.filter(([is]) => is).map(([, id, label]) => ({ id, label }));
}
