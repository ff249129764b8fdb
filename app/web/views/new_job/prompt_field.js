/** What a film shall show, in words. */
import { html } from "web/html.js";
import { LONGEST_PROMPT, modelsFor } from "web/model/films.js";
import { count, plural } from "web/format/number.js";

/** @param {{film: import("web/model/films.js").Film, others: number}} props `others`: sources that the form keeps for other kinds of jobs */
export function PromptField({ text, film, problem, others, onText }) {
  const most = modelsFor(film, [])[0]?.longest_prompt ?? LONGEST_PROMPT;
  const length = [...text.trim()].length;
  return html`<div class="field">
    <label for="prompt">Prompt</label>
    <textarea id="prompt" rows="7" dir="auto" value=${text} onInput=${(event) => onText(event.target.value)} placeholder="A lighthouse at dusk, waves roll in below a warm light"
      aria-describedby="prompt-about prompt-problem" aria-invalid=${Boolean(problem) || length > most}></textarea>
    <p id="prompt-about" class="about">What the film shall show. <span class="num ${length > most ? "warned" : ""}">${count(length)} of ${count(most)} characters</span>${others > 0 && html` · ${plural(others, "source")} of this form ${others === 1 ? "stays" : "stay"} for another kind of job`}</p>
    <p id="prompt-problem" class="field-problem" role="alert">${problem ?? ""}</p>
  </div>`;
}
