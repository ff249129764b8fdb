/** The priority in the queue: 0 to 10. */
import { html } from "web/html.js";

const words = (priority) => (priority >= 8 ? "before most" : priority <= 2 ? "when nothing else waits" : "as usual");

export function PriorityField({ value, problem, onChange }) {
  return html`<div class="field priority">
    <label for="priority">Priority</label>
    <input id="priority" type="range" min="0" max="10" step="1" value=${value} onInput=${(event) => onChange(Number(event.target.value))} aria-describedby="priority-about" />
    <output for="priority" class="num">${value}</output>
    <p id="priority-about" class="about">${words(value)}; who waits long moves up by itself</p>
    ${problem && html`<p class="field-problem" role="alert">${problem}</p>`}
  </div>`;
}
