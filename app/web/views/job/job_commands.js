/** The commands of the job that is shown. */
import { canRunAgain, runAgainWith } from "web/model/again.js";
import { cancelJob, deleteJob, moveToTop, retryJob } from "web/model/job_actions.js";
import { canCancel, canDelete, canMove, canRetry, isFinished } from "web/model/job_state.js";
import { mayWrite } from "web/model/rights.js";
import { addressOf, editHref, go, momentHref, studioHref } from "web/model/route.js";
import { sharing } from "web/model/shares.js";
import { copy } from "web/parts/clipboard.js";
import { save, useCommands } from "web/parts/commands.js";
import { artifactOf, playedOf } from "web/views/job/artifact.js";
import { clock } from "web/format/time.js";
import { address } from "web/net/address.js";

/** Files of the transcript: what they are called, and other words for it. */
const FORMATS = { srt: ["SRT", "subtitles captions"], vtt: ["WebVTT", "subtitles captions vtt"], txt: ["text", "transcript txt"], docx: ["a Word document", "transcript docx"], md: ["Markdown", "transcript md"] };

/** How long a clip is at first, seconds. */
const CLIP_S = 20;

export function JobCommands({ job, spoken, playback }) {
  const [writes, played] = [mayWrite.value, Boolean(playedOf(job))];
  const file = (format) => address(`/api/v1/jobs/${job.id}/transcript?format=${format}`);
  const link = () => {
    const at = Math.floor(playback.time.peek());
    return copy(addressOf(momentHref(job.id, at)), `Copied the link to ${clock(at)}.`);
  };
  const clip = () => {
    const start = Math.min(Math.floor(playback.time.peek()), Math.max(0, job.video_duration - 1));
    go(studioHref(job.id, { start, end: start + CLIP_S }).slice(1));
  };
  useCommands(
    "This job",
    [
      canRetry(job) && { id: "retry", label: "Retry", icon: "rotate-cw", words: "again run", run: () => retryJob(job) },
      isFinished(job) && canRunAgain(job) && { id: "again", label: "Run again with…", icon: "settings-2", words: "options other change", run: () => runAgainWith(job) },
      canMove(job) && { id: "first", label: "Put first", icon: "arrow-up-to-line", words: "top priority", run: () => moveToTop(job) },
      canCancel(job) && { id: "cancel", label: "Cancel the job", icon: "circle-stop", words: "stop", run: () => cancelJob(job) },
      played && { id: "play", label: "Play or pause", icon: "play", run: () => playback.turn() },
      played && { id: "link", label: "Copy the link to this moment", icon: "link", words: "share url address", run: link },
      writes && job.started_at && { id: "share", label: "Share…", icon: "share-2", words: "link public", run: () => (sharing.value = {}) },
      writes && job.video_duration && artifactOf(job, "source") && { id: "edit", label: "Edit the recording", icon: "scissors", words: "cut timeline", run: () => go(editHref(job.id).slice(1)) },
      writes && job.video_duration && artifactOf(job, "source") && { id: "clip", label: "Make a clip from here", icon: "scissors", words: "cut share audio", run: clip },
      ...Object.entries(FORMATS).map(([format, [name, words]]) => spoken && { id: format, label: `Download ${name}`, icon: "download", words, run: () => save(file(format), `transcript.${format}`) }),
      job.artifacts?.length > 0 && { id: "zip", label: "Download all as zip", icon: "archive", words: "files", run: () => save(address(`/api/v1/jobs/${job.id}/artifacts.zip`)) },
      canDelete(job) && { id: "delete", label: "Delete the job", icon: "trash-2", words: "remove", run: async () => (await deleteJob(job)) && go("/") },
    ],
    [job, spoken, writes],
  );
  return null;
}
