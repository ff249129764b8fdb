/** What is said, word by word, where there is room for it: a press moves the nearer end of the clip to the word. */
import { html } from "web/html.js";
import { indexAt } from "web/model/pieces.js";

/** A second needs so many pixels, so that its words can be read. */
const SECOND_PX = 70;

export function WordsLane({ segments, view, width, draft, playback }) {
  const lines = segments.value;
  if (!lines.length || !width) return null;
  if (width / view.span < SECOND_PX) return html`<p class="words-lane muted">Zoom in to see the words.</p>`;
  const { start, end } = draft.look.value;
  const take = (word) => {
    const middle = (word.start + word.end) / 2;
    if (middle < (start + end) / 2) draft.set({ start: word.start });
    else draft.set({ end: word.end });
    playback.seek(word.start);
  };
  return html`<div class="words-lane" aria-hidden="true">${wordsIn(lines, view).map(
    (word) => html`<button key=${word.start} type="button" tabindex="-1" class=${word.start >= start - 0.01 && word.end <= end + 0.01 ? "inside" : ""} style=${{ left: `${(100 * (word.start - view.from)) / view.span}%`, width: `${(100 * (word.end - word.start)) / view.span}%` }}
      title="${word.text}: the clip begins or ends here" onClick=${() => take(word)}>${word.text}</button>`,
  )}</div>`;
}

function wordsIn(lines, { from, to }) {
  const found = [];
  for (let n = Math.max(0, indexAt(lines, from)); n < lines.length && lines[n].start < to; n++) {
    found.push(...lines[n].words.filter((word) => word.end > from && word.start < to));
  }
  return found;
}
