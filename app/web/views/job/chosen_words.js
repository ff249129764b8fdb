/** What can be done with the words that are chosen in the transcript. */
import { html } from "web/html.js";
import { studioHref } from "web/model/route.js";
import { mayWrite } from "web/model/rights.js";
import { Button, ButtonLink } from "web/parts/button.js";
import { artifactOf } from "web/views/job/artifact.js";
import { turnChosen } from "web/views/job/cutting.js";
import { plural } from "web/format/number.js";
import { span } from "web/format/time.js";

/** Whether a recording can be cut: its file is here, and people may. */
export const isCuttable = (job) => Boolean(mayWrite.value && job.video_duration && artifactOf(job, "source"));

/** @param {{cuts: import("web/model/word_cuts.js").WordCuts|null}} props null while nothing is cut */
export function ChosenWords({ job, choice, cuts }) {
  const chosen = choice.chosen.value;
  if (!chosen || !isCuttable(job)) return null;
  const struck = cuts && cuts.struck.value.has(cuts.numberOf(choice.range.value.from)) && cuts.struck.value.has(cuts.numberOf(choice.range.value.to));
  const { start, end, title, count } = chosen;
  const keep = (event) => event.preventDefault(); // a press would end the selection
  return html`<div class="chosen-words" role="status" onMouseDown=${keep}>
    <span class="num">${plural(count, "word")}, ${span(end - start)}</span>
    ${cuts && html`<${Button} icon=${struck ? "undo-2" : "x"} title="Delete" onClick=${() => turnChosen(cuts, choice)}>${struck ? "Take back" : "Cut out"}<//>`}
    <${ButtonLink} kind=${cuts ? "quiet" : "main"} icon="scissors" href=${studioHref(job.id, { start, end, title })}>Make a clip<//>
  </div>`;
}
