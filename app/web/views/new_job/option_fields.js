/** The options that matter for this job type, with their meaning. */
import { html } from "web/html.js";
import { optionsOf } from "web/model/options.js";
import { Icon } from "web/parts/icon.js";
import { Button } from "web/parts/button.js";
import { refocusing } from "web/parts/refocus.js";
import { LanguageSelect } from "web/views/new_job/language_select.js";
import { ModelSelect } from "web/views/new_job/model_select.js";
import { SpeakersSelect } from "web/views/new_job/speakers_select.js";
import { plural } from "web/format/number.js";

export function OptionFields({ jobType, values, problems, onChange, onReset }) {
  const options = optionsOf(jobType, values);
  const groups = [...new Set(options.map(({ group }) => group))];
  const changed = options.filter(({ name, standard }) => (values[name] ?? standard) !== standard).length;
  const wrong = options.some(({ name }) => problems[`options.${name}`]);
  return html`<details class="options" open=${wrong || changed > 0 || options.some(({ required }) => required)}>
    <summary><${Icon} name="chevron-right" />Options<span class="muted">${changed ? `${changed} changed` : "as the server has them"}</span></summary>
    ${groups.map(
      (group) => html`<fieldset key=${group} class="option-group"><legend>${group}</legend>
        ${options
          .filter((option) => option.group === group)
          .map((option) => html`<${OptionField} key=${option.name} option=${option} value=${values[option.name] ?? option.standard} problem=${problems[`options.${option.name}`]} onChange=${onChange} />`)}
      </fieldset>`,
    )}
    ${changed > 0 && html`<${Button} kind="quiet" icon="rotate-cw" onClick=${() => refocusing(onReset, () => document.querySelector(".options summary"))}>Reset ${plural(changed, "option")}<//>`}
  </details>`;
}

function OptionField({ option, value, problem, onChange }) {
  const { name, label, about, kind, unit } = option;
  const id = `option-${name.replace(".", "-")}`;
  const rest = { id, "aria-describedby": `${id}-about`, "aria-invalid": Boolean(problem) };
  return html`<div class="option ${kind}">
    <label for=${id}>${label}${unit && html` <span class="muted">(${unit})</span>`}</label>
    <${Control} option=${option} value=${value} rest=${rest} onValue=${(next) => onChange(name, next)} />
    <p id="${id}-about" class="about">${about}</p>
    ${problem && html`<p class="field-problem" role="alert">${problem}</p>`}
  </div>`;
}

const SELECTS = { model: ModelSelect, language: LanguageSelect, speakers: SpeakersSelect };

function Control({ option, value, rest, onValue }) {
  const { kind, choices, names = {}, none = "automatic", min, max, step } = option;
  if (kind === "switch") return html`<input type="checkbox" class="switch" role="switch" checked=${value} onChange=${(event) => onValue(event.target.checked)} ...${rest} />`;
  if (kind === "choice")
    return html`<select value=${value} onChange=${(event) => onValue(event.target.value)} ...${rest}>
      ${choices.map((choice) => html`<option key=${choice} value=${choice}>${names[choice] ?? (choice || none)}</option>`)}
    </select>`;
  if (kind === "number")
    return html`<input type="number" inputmode="decimal" value=${value} min=${min} max=${max} step=${step} onInput=${(event) => onValue(event.target.value === "" ? option.standard : Number(event.target.value))} ...${rest} />`;
  if (kind === "text" || kind === "words") return html`<input type="text" value=${value} onChange=${(event) => onValue(event.target.value)} ...${rest} />`;
  return html`<${SELECTS[kind]} value=${value} rest=${rest} onValue=${onValue} />`;
}
