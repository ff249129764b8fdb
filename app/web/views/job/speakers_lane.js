/** Who speaks when: a row for each speaker, with the name, which a press renames in all lines. */
import { useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { speakersOf } from "web/model/lanes.js";
import { mayWrite } from "web/model/rights.js";
import { plural } from "web/format/number.js";
import { span as duration } from "web/format/time.js";
import { SpeakerName } from "web/views/job/speaker_name.js";

/** Turns are drawn at least that wide, of a thousand. */
const LEAST = 1.5;

/** `corrections` is null where speakers cannot be renamed. */
export function SpeakersLane({ segments, view, playback, corrections }) {
  const lines = segments.value;
  const speakers = useMemo(() => speakersOf(lines), [lines]);
  const seek = (event) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    playback.seek(view.from + ((event.clientX - left) / width) * view.span, { play: true });
  };
  return html`<div class="lane-named" role="group" aria-label="Who speaks when"><span class="lane-caption" aria-hidden="true">Speakers</span>
    <div class="speaker-rows">${speakers.map(
      ({ name, turns, seconds }, n) => html`<div key=${n} class="speaker-row">
        <svg class="tone-${n % 6}" viewBox="0 0 1000 1" preserveAspectRatio="none" role="img" aria-label="${name}: ${duration(seconds)} in ${plural(turns.length, "turn")}" onClick=${seek}><path d=${outline(turns, view)} /></svg>
        <span class="speaker-label"><${SpeakerName} name=${name} corrections=${mayWrite.value ? corrections : null} reached=${true} /></span>
      </div>`,
    )}</div>
  </div>`;
}

/** The turns in view as one path. */
function outline(turns, { from, to, span }) {
  const seen = turns.filter(({ start, end }) => end > from && start < to);
  return seen.map(({ start, end }) => `M${((1000 * (start - from)) / span).toFixed(1)} 0h${Math.max(LEAST, (1000 * (end - start)) / span).toFixed(1)}v1h-${Math.max(LEAST, (1000 * (end - start)) / span).toFixed(1)}z`).join("");
}

/** Whether it is known who speaks. */
export const hasSpeakers = (lines) => lines.some(({ speaker }) => speaker);
