/** One line of the transcript; rendered once, however many follow. */
import { html } from "web/html.js";
import { memo } from "web/parts/memo.js";
import { clock } from "web/format/time.js";

const DOUBTS = { repetition: "repeats itself", near_silence: "near silence", low_confidence: "low confidence" };

export const Line = memo(function Line({ segment, weak }) {
  const { index, start, text, words, flags, confidence } = segment;
  const why = weak ? `May be wrong: ${flags.map((flag) => DOUBTS[flag] ?? flag).join(", ") || `confidence ${confidence?.toFixed(2)}`}` : null;
  return html`<li class="line ${weak ? "weak" : ""}" data-line=${index} title=${why}>
    <button type="button" class="line-time num" tabindex="-1" data-start=${start} aria-label="Play from ${clock(start)}">${clock(start)}</button>
    <p dir="auto">${words.length ? words.map((word, n) => html`${word.gap && " "}<span key=${n} class="word" data-start=${word.start}>${word.text}</span>`) : html`<span class="word" data-start=${start}>${text}</span>`}</p>
  </li>`;
});
