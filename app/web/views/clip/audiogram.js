/** The film that a clip of sound becomes: its waveform, of which what was played is bright, and its captions. */
import { effect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { html } from "web/html.js";
import { isSound } from "web/model/clip_draft.js";
import { Burned } from "web/views/clip/burned.js";
import { BARS, outline, useWave } from "web/views/job/waveform_lane.js";

/** Width divided by height. */
const SHAPES = { source: 16 / 9, "16:9": 16 / 9, "1:1": 1, "9:16": 9 / 16 };

export function Audiogram({ job, draft, preview, playback }) {
  const wave = useWave(job);
  const box = useRef(null);
  const look = draft.look.value;
  const { start, end, aspect } = look;
  const path = useMemo(() => (wave ? outline(wave, { from: start, to: end, span: end - start }) : ""), [wave, start, end]);
  const shown = !isSound(look);
  useEffect(() => (shown ? effect(() => place(box.current, playback.time.value, draft.look.value)) : undefined), [shown]);
  if (!shown) return null;
  return html`<div class="audiogram" ref=${box} style=${{ "--shape": String(SHAPES[aspect]) }} role="img" aria-label="The film: the waveform${look.captions ? " with captions" : ""}, ${aspect === "source" ? "16:9" : aspect}">
    ${["", "played"].map((part) => html`<svg key=${part} class=${part} viewBox="0 0 ${BARS} 2" preserveAspectRatio="none" aria-hidden="true"><path d=${path} /></svg>`)}
    <${Burned} draft=${draft} preview=${preview} playback=${playback} />
  </div>`;
}

/** Straight in the page: it moves with every frame while it plays. */
function place(box, time, { start, end }) {
  box?.style.setProperty("--at", String(Math.min(1, Math.max(0, (time - start) / (end - start)))));
}
