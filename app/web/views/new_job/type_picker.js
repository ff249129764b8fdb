/** The choice of the job type. */
import { html } from "web/html.js";
import { FILM } from "web/model/films.js";
import { JOB_TYPES, stageLabel } from "web/model/plan.js";

/** @param {{value: string, without?: string, onChange: (type: string) => void}} props `without` is not offered */
export function TypePicker({ value, without, onChange }) {
  return html`<fieldset class="types"><legend>Make</legend>
    ${Object.entries(JOB_TYPES).filter(([type, { stages }]) => type !== without && (type === FILM || stages.includes("fetch"))).map(
      ([type, { label, about, stages }]) => html`<label key=${type} class="type" title=${stages.map(stageLabel).join(" → ")}>
        <input type="radio" name="job-type" value=${type} checked=${value === type} onChange=${() => onChange(type)} />
        <span><b>${label}</b><small>${about}</small></span>
      </label>`,
    )}
  </fieldset>`;
}
