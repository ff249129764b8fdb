/** The transcript, line by line; a click on a word seeks, and playing marks line and word. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import { html } from "web/html.js";
import { correctionsOf } from "web/model/shared_corrections.js";
import { isFinished } from "web/model/job_state.js";
import { mayWrite } from "web/model/rights.js";
import { addressOf, momentHref } from "web/model/route.js";
import { WordChoice } from "web/model/word_choice.js";
import { stageOf } from "web/model/job_update.js";
import { Doubts } from "web/model/doubts.js";
import { Icon } from "web/parts/icon.js";
import { Button, ButtonLink, IconButton } from "web/parts/button.js";
import { useCommands } from "web/parts/commands.js";
import { LineLink, LinePlace } from "web/parts/moment_link.js";
import { AlikeNote } from "web/views/job/alike_note.js";
import { DoubtBar } from "web/views/job/doubt_bar.js";
import { FindBar } from "web/views/job/find_bar.js";
import { FoundMarks } from "web/views/job/found_marks.js";
import { bringIntoView, isInView } from "web/views/job/in_view.js";
import { ChosenWords, isCuttable } from "web/views/job/chosen_words.js";
import { CutBar } from "web/views/job/cut_bar.js";
import { useCutting } from "web/views/job/cutting.js";
import { Lines } from "web/views/job/lines.js";
import { useSelectedWords } from "web/views/job/selected_words.js";
import { Follows } from "web/views/job/follows.js";
import { ReplaceRow } from "web/views/job/replace_row.js";
import { useFollowLive } from "web/views/job/follow_live.js";
import { PlaybackFollower } from "web/views/job/follow_playback.js";
import { transcriptKeys, usePageKeys } from "web/views/job/transcript_keys.js";
import { plural } from "web/format/number.js";
import { clock } from "web/format/time.js";
import { address } from "web/net/address.js";

const FORMATS = ["txt", "srt", "vtt", "md", "docx", "json"];

export function Transcript({ feed, job, segments, playback, find, adding = null }) {
  const box = useRef(null);
  const corrections = correctionsOf(job.id, segments);
  useEffect(() => corrections.attach(), [corrections]);
  const all = segments.value;
  const live = !isFinished(job);
  const hears = live && stageOf(job, "transcribe")?.status !== "completed";
  const follower = useMemo(() => new PlaybackFollower(segments, playback), [segments, playback]);
  useEffect(() => follower.attach(box.current), [follower]);
  const place = useMemo(() => new LinePlace(), []);
  useEffect(() => place.attach(box.current), [place]);
  useFollowLive(box, all.length, live && !(playback.playing.value && follower.following.value));
  const choice = useMemo(() => new WordChoice(segments), [segments]);
  const choosingKey = useSelectedWords(box, choice);
  const cutting = useCutting({ job, segments, playback, box, choice });
  const { cuts } = cutting;
  const least = job.options?.min_confidence ?? 0;
  const doubts = useMemo(() => new Doubts(segments, least), [segments, least]);
  const writes = mayWrite.value && !hears;
  const step = (by) => {
    const index = doubts.at.peek() < 0 ? doubts.step(by, firstInView(box.current) - 1) : doubts.step(by);
    follower.leave();
    showLine(box.current, index);
  };
  usePageKeys({ step, find: writes ? find : null });
  const doubtful = doubts.lines.value.length > 0 && !hears;
  useCommands(
    "Transcript",
    [
      doubtful && { id: "doubt", label: "Next doubtful line", icon: "arrow-down", words: "wrong check", run: () => step(1) },
      all.length > 0 && { id: "find", label: "Find in the transcript", icon: "search", words: "search", run: () => document.getElementById("transcript-find").focus() },
    ],
    [doubts, doubtful, all.length > 0],
  );
  const edit = (event) => {
    const line = event.target.closest(".line:not(.open)");
    if (!line || !writes || event.target.closest("button")) return;
    playback.pause();
    const word = event.target.closest(".word");
    corrections.begin(Number(line.dataset.line), word ? [...line.querySelectorAll(".word")].indexOf(word) : -1);
  };
  const click = (event) => {
    const word = event.target.closest("[data-start]");
    if (!word) return;
    playback.seek(Number(word.dataset.start), { play: true });
    follower.back();
  };
  return html`<section id="transcript" class="card transcript" aria-labelledby="transcript-title" tabindex="-1">
    <header class="card-head"><h2 id="transcript-title">Transcript</h2>
      ${all.length > 0 && !hears && isCuttable(job) && html`<${Button} class="cut-turn" kind="quiet" icon="scissors" aria-pressed=${Boolean(cuts)} onClick=${cutting.turn}>Cut<//>`}
      ${all.length > 0 && html`<${FindBar} find=${find} replaces=${writes} onBegin=${() => find.from(firstInView(box.current))} />`}
    </header>
    ${writes && find.exactly.value && html`<${ReplaceRow} find=${find} segments=${segments} corrections=${corrections} />`}
    ${cuts && html`<${CutBar} job=${job} cuts=${cuts} playback=${playback} />`}
    ${!hears && !cuts && html`<${DoubtBar} doubts=${doubts} onStep=${step} />`}
    <div class="transcript-lines" ref=${box} lang=${job.language} role=${live ? "log" : "region"} aria-label="Lines; up and down go from line to line" tabindex="0" onClick=${click} onDblClick=${edit} onKeyDown=${(event) => choosingKey(event) || cutting.key(event) || transcriptKeys(event, playback, corrections)}>
      ${all.length ? html`<${Lines} lines=${all} least=${least} writes=${writes} corrections=${corrections} />` : html`<${NoWords} job=${job} />`}
      <${FoundMarks} box=${box} find=${find} follower=${follower} lines=${all} />
      <${LineLink} place=${place} addressOf=${(seconds) => addressOf(momentHref(job.id, seconds))} more=${adding && ((start) => html`<${IconButton} icon="bookmark" label="Begin a chapter with the line at ${clock(start)}" title="Begin a chapter here (b)" onClick=${() => adding.at(start)} />`)} />
      ${hears && all.length > 0 && job.stage && html`<p class="listening"><i></i><i></i><i></i><span class="hidden">more to come</span></p>`}
    </div>
    <${ToPlayhead} follower=${follower} />
    <${ChosenWords} job=${job} choice=${choice} cuts=${cuts} />
    <${AlikeNote} corrections=${corrections} />
    ${feed && html`<${Follows} feed=${feed} job=${job} segments=${all} />`}
    ${all.length > 0 &&
    html`<footer class="card-foot"><span class="muted num">${plural(all.length, "line")}${hears ? " so far" : ""}</span>
      ${corrections.depth.value > 0 && html`<${Button} kind="quiet" icon="undo-2" busy=${corrections.busy.value} onClick=${corrections.undo}>Undo<//>`}
      ${corrections.undone.value > 0 && html`<${Button} kind="quiet" icon="redo-2" busy=${corrections.busy.value} onClick=${corrections.redo}>Redo<//>`}
      ${FORMATS.map((format) => html`<${ButtonLink} key=${format} kind="quiet" href=${address(`/api/v1/jobs/${job.id}/transcript?format=${format}`)} download="transcript.${format}">${format}<//>`)}
    </footer>`}
  </section>`;
}

/** A way back, once somebody has scrolled away from what plays. */
function ToPlayhead({ follower }) {
  if (follower.following.value || !follower.heard.value) return null;
  return html`<div class="to-playhead"><${Button} icon="locate" onClick=${follower.back}>Back to the playhead<//></div>`;
}

/** Index of the first line that is in view. */
function firstInView(box) {
  const line = [...box.querySelectorAll(".line")].find((one) => isInView(box, one));
  return line ? Number(line.dataset.line) : 0;
}

/** Bring a line into view, with the focus on it. */
function showLine(box, index) {
  const line = box.querySelector(`[data-line="${index}"]`);
  if (!line) return;
  bringIntoView(box, line);
  line.querySelector(".line-time")?.focus({ preventScroll: true });
}

function NoWords({ job }) {
  if (job.status === "completed" || stageOf(job, "transcribe")?.status === "completed") return html`<p class="muted no-words">No speech was heard.</p>`;
  if (isFinished(job) && !job.started_at) return html`<p class="muted no-words">It ended before it began.</p>`;
  if (isFinished(job)) return html`<p class="muted no-words">It ended before a word was heard.</p>`;
  return html`<p class="muted no-words"><${Icon} name="captions" />Words appear here as they are heard.</p>`;
}
