/** Presets of the form: choose one, save what is chosen as one. */
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "web/html.js";
import { choiceOf, deletePreset, loadPresets, presets, savePreset } from "web/model/presets.js";
import { Button, IconButton } from "web/parts/button.js";
import { refocusing } from "web/parts/refocus.js";

/** @param {{choice: {jobType: string, options: object, priority: number}, onChoose: (part: object) => void}} props */
export function PresetField({ choice, onChoose }) {
  const [chosen, setChosen] = useState("");
  const [before, setBefore] = useState(null);
  const [naming, setNaming] = useState(false);
  useEffect(() => void loadPresets(), []);
  const all = presets.value ?? [];
  const preset = all.find(({ id }) => id === chosen);
  const choose = (id) => {
    const part = choiceOf(all.find((one) => one.id === id) ?? {});
    if (part) {
      setBefore({ jobType: choice.jobType, options: choice.options, priority: choice.priority });
      onChoose(part);
    }
    setChosen(part ? id : "");
  };
  const undo = () => {
    onChoose(before);
    setBefore(null);
    setChosen("");
  };
  const back = () => document.getElementById("preset");
  const remove = () => refocusing(async () => (await deletePreset(preset)) && setChosen(""), back);
  if (naming) return html`<${Naming} first=${preset?.name ?? ""} onSave=${(name) => savePreset(name, choice)} onEnd=${(made) => refocusing(() => (setNaming(false), made && setChosen(made.id)), back)} />`;
  return html`<div class="field preset">
    <label for="preset">Preset</label>
    <div class="preset-row">
      <select id="preset" value=${preset ? chosen : ""} onChange=${(event) => choose(event.target.value)}>
        <option value="">${all.length ? "None" : "None yet"}</option>
        ${all.map(({ id, name }) => html`<option key=${id} value=${id}>${name}</option>`)}
      </select>
      ${before && html`<${IconButton} icon="undo-2" label="Undo: the options of before" onClick=${() => refocusing(undo, back)} />`}
      ${preset && html`<${IconButton} icon="trash-2" label="Delete the preset ${preset.name}" onClick=${remove} />`}
      <${Button} kind="quiet" icon="plus" onClick=${() => setNaming(true)}>Save these options as…<//>
    </div>
  </div>`;
}

function Naming({ first, onSave, onEnd }) {
  const input = useRef(null); // read when it is sent: the last key may not be rendered yet
  const [busy, setBusy] = useState(false);
  useEffect(() => input.current.select(), []);
  const save = async () => {
    const name = input.current.value.trim();
    if (busy || !name) return;
    setBusy(true);
    const made = await onSave(name);
    setBusy(false);
    if (made) onEnd(made);
  };
  const key = (event) => {
    if (event.key === "Escape") onEnd(null);
    else if (event.key === "Enter") save();
    else return;
    event.preventDefault();
  };
  return html`<div class="field preset">
    <label for="preset-name">Name of the preset</label>
    <div class="preset-row">
      <input id="preset-name" type="text" maxlength="200" ref=${input} defaultValue=${first} onKeyDown=${key} placeholder="Lectures" />
      <${Button} onClick=${() => onEnd(null)}>Cancel<//>
      <${Button} kind="main" busy=${busy} onClick=${save}>Save<//>
    </div>
  </div>`;
}
