/** Whether it is found who speaks, and how many do if that is known. */
import { html } from "web/html.js";

/** As many as a job may state. */
const MOST = 20;
const COUNTS = Array.from({ length: MOST }, (_, n) => n + 1);

/** @param {{value: boolean|number, onValue: (value: boolean|number) => void}} props */
export function SpeakersSelect({ value, rest, onValue }) {
  const choose = ({ target }) => onValue(target.value === "true" || (target.value === "false" ? false : Number(target.value)));
  return html`<select value=${String(value)} onChange=${choose} ...${rest}>
    <option value="false">is not found</option>
    <option value="true">is found, however many</option>
    ${COUNTS.map((count) => html`<option key=${count} value=${String(count)}>is found: ${count === 1 ? "one speaks" : `${count} speak`}</option>`)}
  </select>`;
}
