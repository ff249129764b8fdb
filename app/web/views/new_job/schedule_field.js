/** Not before: a time of this browser's clock and time zone; empty starts as soon as there is room. */
import { html } from "web/html.js";
import { now } from "web/model/clock.js";
import { due } from "web/format/time.js";

export function ScheduleField({ value, problem, onChange }) {
  return html`<div class="field schedule">
    <label for="run-at">Start at</label>
    <input id="run-at" type="datetime-local" value=${value} onInput=${(event) => onChange(event.target.value)} aria-describedby="run-at-about run-at-problem" aria-invalid=${Boolean(problem)} />
    <p id="run-at-about" class="about">${value ? whenWords(value) : "Empty: as soon as there is room"}</p>
    <p id="run-at-problem" class="field-problem" role="alert">${problem ?? ""}</p>
  </div>`;
}

/** The time zone is named, because the server may be in another. */
function whenWords(value) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const when = due(new Date(value).toISOString(), now.value);
  return when === "now" ? "That has passed: it starts at once" : `${when[0].toUpperCase()}${when.slice(1)} (${zone})`;
}
