/** The caption at the playhead, as it will be drawn. */
import { computed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { indexAt } from "web/model/pieces.js";

/** As long as a frame of most films, seconds. */
const FRAME_S = 0.04;

export function Burned({ draft, preview, playback }) {
  const plan = preview.plan.value;
  const { captions } = draft.look.value;
  const cue = useMemo(() => computed(() => (captions && plan ? cueAt(plan.captions, playback.time.value) : null)), [captions, plan]).value;
  return cue && html`<p class="burned" style=${{ "--size": String(cue.size), "--bottom": String(plan.bottom) }} dir=${cue.rtl ? "rtl" : "ltr"} aria-hidden="true">${cue.lines.map((line, n) => html`<span key=${n}>${line}</span>`)}</p>`;
}

/** A clip begins on a frame, up to one before the first of its words. */
function cueAt(cues, time) {
  const cue = cues[indexAt(cues, time + FRAME_S)];
  return cue && time < cue.end ? cue : null;
}
