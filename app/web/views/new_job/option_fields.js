/** The options that matter for this job type, with their meaning. */
import { html } from "web/html.js";
import { optionsOf } from "web/model/options.js";
import { Icon } from "web/parts/icon.js";
import { Button } from "web/parts/button.js";
import { refocusing } from "web/parts/refocus.js";
import { LanguageSelect } from "web/views/new_job/language_select.js";
import { ModelSelect } from "web/views/new_job/model_select.js";
import { SpeakersSelect } from "web/views/new_job/speakers_select.js";
import { valueWords } from "web/views/job/option_rows.js";
import { plural } from "web/format/number.js";

/** @param {{jobType: string, values: object, problems: object, basis: object|null, onChange: Function, onReset: Function}} props `basis`: the values of the job that runs again */
export function OptionFields({ jobType, values, problems, basis, onChange, onReset }) {
  const options = optionsOf(jobType, values);
  const groups = [...new Set(options.map(({ group }) => group))];
  const before = ({ name, standard }) => basis?.[name] ?? standard;
  const changed = options.filter((option) => (values[option.name] ?? option.standard) !== before(option)).length;
  const wrong = options.some(({ name }) => problems[`options.${name}`]);
  return html`<details class="options" open=${wrong || changed > 0 || basis || options.some(({ required }) => required)}>
    <summary><${Icon} name="chevron-right" />Options<span class="muted">${changed ? `${changed} changed` : basis ? "as that job had them" : "as the server has them"}</span></summary>
    ${groups.map(
      (group) => html`<fieldset key=${group} class="option-group"><legend>${group}</legend>
        ${options
          .filter((option) => option.group === group)
          .map((option) => html`<${OptionField} key=${option.name} option=${option} value=${values[option.name] ?? option.standard} was=${basis && before(option)} problem=${problems[`options.${option.name}`]} onChange=${onChange} />`)}
      </fieldset>`,
    )}
    ${changed > 0 && html`<${Button} kind="quiet" icon="rotate-cw" onClick=${() => refocusing(onReset, () => document.querySelector(".options summary"))}>Reset ${plural(changed, "option")}<//>`}
  </details>`;
}

function OptionField({ option, value, was, problem, onChange }) {
  const { name, label, about, kind, unit } = option;
  const id = `option-${name.replace(".", "-")}`;
  const rest = { id, "aria-describedby": `${id}-about`, "aria-invalid": Boolean(problem) };
  const differs = was !== null && was !== undefined && was !== value;
  return html`<div class="option ${kind} ${differs ? "differs" : ""}">
    <label for=${id}>${label}${unit && html` <span class="muted">(${unit})</span>`}</label>
    <${Control} option=${option} value=${value} rest=${rest} onValue=${(next) => onChange(name, next)} />
    <p id="${id}-about" class="about">${differs && html`<b class="was">It was ${valueWords(option, was)}. </b>`}${about}</p>
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
