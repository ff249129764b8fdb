/** One line of the transcript; rendered once, however many follow. */
import { html } from "web/html.js";
import { memo } from "web/parts/memo.js";
import { clock } from "web/format/time.js";
import { Icon } from "web/parts/icon.js";
import { LineEditor } from "web/views/job/line_editor.js";
import { SpeakerName } from "web/views/job/speaker_name.js";

/** `goesOn`: who speaks is who spoke before. `doubt`: what may be wrong in it. `open` is the line's correction while people make it, `pending` the text of one that is being stored, `naming` renames speakers. */
export const Line = memo(function Line({ segment, goesOn, doubt, open, pending, corrections, naming }) {
  const { index, start, text, words, speaker, corrected, original } = segment;
  const why = corrected ? `Corrected; heard: ${original}` : doubt && `May be wrong: ${doubt.why}`;
  if (open) return html`<li class="line open" data-line=${index}><span class="line-time num">${clock(start)}</span><${LineEditor} open=${open} corrections=${corrections} /></li>`;
  if (pending !== undefined || !text) return html`<li class="line pending" data-line=${index} title=${why}><span class="line-time num">${clock(start)}</span><p dir="auto">${pending || html`<s class="word" data-start=${start}>${original}</s>`}</p></li>`;
  return html`<li class="line ${doubt ? "doubtful" : ""} ${doubt?.whole ? "weak" : ""} ${corrected ? "corrected" : ""} ${goesOn ? "goes-on" : ""}" data-line=${index} title=${why}>
    <button type="button" class="line-time num" tabindex="-1" data-start=${start} aria-label="Play from ${clock(start)}">${clock(start)}</button>
    ${speaker && html`<${SpeakerName} key=${speaker} name=${speaker} corrections=${naming} />`}
    <p dir="auto">${words.length ? words.map((word, n) => html`${word.gap && " "}<span key=${n} class=${doubt?.words.has(n) ? "word doubted" : "word"} data-start=${word.start}>${word.text}</span>`) : html`<span class="word" data-start=${start}>${text}</span>`}</p>
    ${doubt && naming && html`<button type="button" class="line-right" tabindex="-1" title="This is right (y)" aria-label="This line is right" onClick=${() => naming.confirm(index)}><${Icon} name="check" /></button>`}
  </li>`;
});
