/** Title, shape, captions, and the cutting of the clip. */
import { useState } from "preact/hooks";
import { html } from "web/html.js";
import { isSound } from "web/model/clip_draft.js";
import { isFinished } from "web/model/job_state.js";
import { studioHref, go } from "web/model/route.js";
import { say } from "web/model/toast.js";
import { Button } from "web/parts/button.js";
import { cropOf } from "web/model/clip_preview.js";
import { isAudio } from "web/views/job/artifact.js";

const SHAPES = [
  ["source", "As it is"],
  ["16:9", "16:9"],
  ["1:1", "1:1"],
  ["9:16", "9:16"],
];
const HEIGHTS = ["source", "360p", "480p", "720p", "1080p"];
const FILMS = ["mp4", "mov", "mkv", "webm"];
const SOUNDS = ["m4a", "mp3"];

export function ClipForm({ job, draft, preview, playback, range, made, clip, spoken }) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState("");
  const look = draft.look.value;
  const same = made.list.value.find((one) => draft.isCutAs(one) && (!clip || one.id === clip.id));
  const renames = Boolean(clip && same?.id === clip.id && isUsable(same));
  const send = async (act, done) => {
    if (busy) return;
    setBusy(true);
    try {
      setRefused("");
      await act();
      say(done);
    } catch (problem) {
      setRefused(problem.message);
    }
    setBusy(false);
  };
  const cut = (replaces) => async () => {
    const fresh = await made.make({ ...draft.order(), ...(replaces && { replaces }) });
    if (replaces) go(studioHref(job.id, { of: fresh.id }).slice(1));
  };
  const submit = (event) => {
    event.preventDefault();
    if (renames) send(() => made.rename(clip.id, look.title.trim()), "Saved. Nothing had to be cut again.");
    else send(cut(clip?.id), clip ? "The clip is cut anew." : "The clip is being cut.");
  };
  const plays = range.on.value;
  return html`<form class="card clip-form" aria-label="Clip" onSubmit=${submit}>
    <label>Title<input type="text" name="title" maxlength="200" required=${renames} value=${look.title} placeholder="From what is said" onInput=${({ target }) => draft.set({ title: target.value }, "title")} dir="auto" /></label>
    ${job.media?.audio_codec && html`<${Kind} job=${job} draft=${draft} />`}
    ${!isSound(look) && html`<${Picture} ...${{ job, draft, preview, playback, spoken }} />`}
    <div class="part-fields">${!isSound(look) && html`<${Choice} name="resolution" label="Height" values=${HEIGHTS} unset=${isAudio(job) ? "as usual" : "as the source"} draft=${draft} />`}<${Choice} name="output_format" label="Format" values=${isSound(look) ? SOUNDS : FILMS} draft=${draft} /></div>
    ${(preview.plan.value?.warning || preview.problem.value) && html`<p class="muted" role="status">${preview.plan.value?.warning || preview.problem.value}</p>`}
    ${refused && html`<p class="bad" role="alert">${refused}</p>`}
    <div class="clip-actions">
      <${Button} icon=${plays ? "circle-stop" : "play"} onClick=${range.turn} title="P">${plays ? "Stop" : "Play the clip"}<//>
      ${clip && !renames && html`<${Button} icon="plus" busy=${busy} onClick=${() => send(cut(null), "Another clip is being cut.")}>As another clip<//>`}
      <${Button} kind="main" type="submit" icon=${renames ? "check" : "scissors"} busy=${busy || (renames && look.title.trim() === clip.title)}>${renames ? "Save the title" : clip ? "Cut it anew" : "Cut the clip"}<//>
    </div>
    ${!clip && same && isUsable(same) && html`<p class="muted">A clip is cut like this already; another one costs nothing.</p>`}
  </form>`;
}

const isUsable = ({ status }) => !isFinished({ status }) || status === "completed";

/** Whether there is a picture: the film's, or the waveform where there is none. */
function Kind({ job, draft }) {
  const look = draft.look.value;
  const film = isAudio(job) ? { output_format: "mp4", aspect: look.aspect === "source" ? "16:9" : look.aspect } : { output_format: "mp4" };
  const kinds = [
    ["Sound alone", isSound(look), { output_format: "m4a" }],
    [isAudio(job) ? "Film of its waveform" : "Film", !isSound(look), film],
  ];
  return html`<fieldset class="clip-kind"><legend>As</legend>${(isAudio(job) ? kinds : kinds.toReversed()).map(([label, on, changes]) => html`<label key=${label} class="check"><input type="radio" name="kind" checked=${on} onChange=${() => draft.set(changes)} />${label}</label>`)}</fieldset>`;
}

function Picture({ job, draft, preview, playback, spoken }) {
  const look = draft.look.value;
  const shapes = isAudio(job) ? SHAPES.slice(1) : SHAPES;
  return html`<fieldset class="shapes"><legend>Shape</legend>${shapes.map(([value, label]) => html`<label key=${value} class=${value === look.aspect ? "chosen" : ""}><input type="radio" name="aspect" value=${value} checked=${value === look.aspect} onChange=${() => draft.set({ aspect: value })} /><i class="shape-${value.replace(":", "-")}" aria-hidden="true"></i>${label}</label>`)}</fieldset>
    <${Placing} draft=${draft} preview=${preview} playback=${playback} />
    ${spoken && html`<label class="check"><input type="checkbox" checked=${look.captions} onChange=${({ target }) => draft.set({ captions: target.checked })} />Captions in the picture, as they are corrected</label>`}`;
}

/** Whether the crop follows what moves, or stands where it is put. */
function Placing({ draft, preview, playback }) {
  const { aspect, position } = draft.look.value;
  const { share } = cropOf(aspect, playback.shape.value);
  if (aspect === "source" || share >= 1) return null;
  const plan = preview.plan.value;
  const middle = position ?? plan?.moves[0]?.at ?? 0.5;
  const follows = position === null;
  return html`<div class="placing">
    <label class="check"><input type="checkbox" checked=${follows} onChange=${({ target }) => draft.set({ position: target.checked ? null : middle })} />The frame follows what moves</label>
    ${follows && plan && !plan.follows && html`<p class="muted">Where that is becomes known when the clip is cut.</p>`}
    <label>Where it stands<input type="range" min="0" max="1" step="0.01" value=${middle} aria-valuetext="${Math.round(100 * middle)} %" onInput=${({ target }) => draft.set({ position: Number(target.value) }, "position")} /></label>
  </div>`;
}

function Choice({ name, label, values, draft, unset = "as the source" }) {
  const chosen = draft.look.value[name];
  return html`<label>${label}<select name=${name} onChange=${({ target }) => draft.set({ [name]: target.value })}>${values.map((value) => html`<option key=${value} value=${value} selected=${value === chosen}>${value === "source" ? unset : value}</option>`)}</select></label>`;
}
