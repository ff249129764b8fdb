/** Not before: a time of this browser's clock and time zone; empty starts as soon as there is room. */
import { html } from "web/html.js";
import { now } from "web/model/clock.js";
import { due } from "web/format/time.js";

/** Times that are often meant. */
const TIMES = [
  { words: "tonight, 01:00", hour: 1, tomorrow: false },
  { words: "tomorrow, 08:00", hour: 8, tomorrow: true },
];

export function ScheduleField({ value, problem, onChange }) {
  return html`<div class="field schedule">
    <label for="run-at">Start at</label>
    <input id="run-at" type="datetime-local" value=${value} onInput=${(event) => onChange(event.target.value)} aria-describedby="run-at-about run-at-problem" aria-invalid=${Boolean(problem)} />
    <p class="times">${TIMES.map(({ words, hour, tomorrow }) => html`<button key=${words} type="button" class="chip" aria-pressed=${value === atTime(hour, tomorrow)} onClick=${() => onChange(atTime(hour, tomorrow))}>${words}</button>`)}${value && html`<button type="button" class="chip" onClick=${() => onChange("")}>at once</button>`}</p>
    <p id="run-at-about" class="about">${value ? whenWords(value) : "Empty: as soon as there is room"}</p>
    <p id="run-at-problem" class="field-problem" role="alert">${problem ?? ""}</p>
  </div>`;
}

/** The next time that it is this hour, or that of tomorrow, as the field has it. */
function atTime(hour, tomorrow) {
  const today = new Date(now.value);
  const days = Number(tomorrow || today.getHours() >= hour);
  const then = new Date(today.getFullYear(), today.getMonth(), today.getDate() + days, hour);
  const two = (n) => String(n).padStart(2, "0");
  return `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}T${two(hour)}:00`;
}

/** The time zone is named, because the server may be in another. */
function whenWords(value) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const when = due(new Date(value).toISOString(), now.value);
  return when === "now" ? "That has passed: it starts at once" : `${when[0].toUpperCase()}${when.slice(1)} (${zone})`;
}
