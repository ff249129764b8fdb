/** Cutting by words: how long it becomes, fillers and pauses at once, undoing, and what comes of it. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { html } from "web/html.js";
import { confirmed } from "web/model/confirm.js";
import { Edit } from "web/model/edit.js";
import { Exports } from "web/model/exports.js";
import { editHref, go } from "web/model/route.js";
import { rateOf, timelineOf } from "web/model/timeline_document.js";
import { Button, IconButton } from "web/parts/button.js";
import { HandOver } from "web/parts/hand_over.js";
import { ExportDialog } from "web/views/edit/export_dialog.js";
import { ExportList } from "web/views/edit/export_list.js";
import { artifactOf } from "web/views/job/artifact.js";
import { useWave } from "web/views/job/waveform_lane.js";
import { plural } from "web/format/number.js";
import { exact, span } from "web/format/time.js";

const PAUSE_S = 0.8;
const LONGEST_S = 60;
/** As many parts as a timeline can have. */
const MOST_PARTS = 2000;

export function CutBar({ job, cuts, playback }) {
  const wave = useWave(job);
  const exports = useMemo(() => new Exports(job.id), [job.id]);
  const [asks, setAsks] = useState(false);
  const [longest, setLongest] = useState(cuts.cuts.peek().pauses ?? PAUSE_S);
  useEffect(() => void (cuts.wave.value = wave), [wave]);
  const source = artifactOf(job, "source");
  const { pauses } = cuts.cuts.value;
  const parts = cuts.parts.value;
  const fillers = cuts.fillers.value.length;
  const [undoes, redoes] = cuts.depth.value;
  const whole = parts.map((part) => ({ ...PLAIN, ...part }));
  const asEdit = { parts: { value: whole, peek: () => whole }, length: cuts.length.value, chosen: { value: null, peek: () => null } };
  const many = parts.length > MOST_PARTS;
  const empty = !cuts.any || !parts.length || many;
  const change = ({ target }) => {
    const seconds = Math.min(LONGEST_S, Math.max(0.2, Number(target.value) || PAUSE_S));
    setLongest(seconds);
    if (pauses !== null) cuts.shorten(seconds);
  };
  const open = () => {
    playback.pause();
    setAsks(true);
  };
  return html`<div class="cut-bar" role="group" aria-label="Cut by words">
    <p class="cut-length num" role="status">${exact(cuts.duration)} → <b>${exact(cuts.length.value)}</b>${cuts.any && html` <span class="muted">${span(cuts.duration - cuts.length.value)} shorter, ${plural(parts.length, "part")}</span>`}</p>
    <p class="muted cut-hint">Choose words and press Delete: they are struck out, and playing skips them. Delete takes them back.</p>
    <div class="cut-tools">
      <${Button} icon="x" busy=${!fillers} onClick=${cuts.removeFillers} title="uh, um, … as the language has them">${fillers ? `Remove ${plural(fillers, "filler")}` : "No fillers"}<//>
      <label class="check"><input type="checkbox" checked=${pauses !== null} onChange=${({ target }) => cuts.shorten(target.checked ? longest : null)} />Shorten pauses longer than</label>
      <label class="cut-pause"><input type="number" min="0.2" max=${LONGEST_S} step="0.1" value=${longest} aria-label="Longest pause, seconds" onChange=${change} /> s</label>
      <${IconButton} icon="undo-2" label="Undo (Ctrl Z)" aria-disabled=${!undoes || null} onClick=${cuts.undo} />
      <${IconButton} icon="redo-2" label="Redo (Ctrl Shift Z)" aria-disabled=${!redoes || null} onClick=${cuts.redo} />
      <${Button} kind="quiet" busy=${!cuts.any} onClick=${cuts.clear}>Take all back<//>
    </div>
    <div class="cut-tools">
      <${Button} kind="quiet" icon="clapperboard" busy=${empty} onClick=${() => openInEdit(job, parts)}>Go on in the edit<//>
      <${HandOver} of=${() => ({ timeline: timelineOf(job, source, whole) })} what="the cut" empty=${empty} />
      <${Button} kind="main" icon="clapperboard" busy=${empty} onClick=${open}>Export<//>
    </div>
    ${many && html`<p class="bad" role="alert">These are ${parts.length} parts; a film can have ${MOST_PARTS}.</p>`}
    ${asks && html`<${ExportDialog} ...${{ job, source, exports }} edit=${asEdit} onClose=${() => setAsks(false)} />`}
    <${ExportList} exports=${exports} />
  </div>`;
}

const PLAIN = { label: "", speed: 1, volume: 0, muted: false, fadeIn: 0, fadeOut: 0, transition: null };

/** The parts become the edit of this source, where each can be moved and trimmed. */
async function openInEdit(job, parts) {
  const edit = new Edit(job.id, { fps: rateOf(job.media), duration: job.video_duration });
  if (edit.parts.peek().length) {
    const sure = await confirmed({ title: "Replace the edit?", text: "The edit of this source has parts already. They leave it.", action: "Replace" });
    if (!sure) return;
    edit.clear();
  }
  edit.add(parts);
  go(editHref(job.id).slice(1));
}
