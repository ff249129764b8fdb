/** Speech models: those on the server's disk, then those that would be fetched first, with their size. */
import { useEffect } from "preact/hooks";
import { html } from "web/html.js";
import { choices, loadModels, whisperModels } from "web/model/whisper_models.js";
import { downloadBytes } from "web/format/number.js";

export function ModelSelect({ value, rest, onValue }) {
  useEffect(() => void loadModels(), []);
  const models = whisperModels.value ?? [];
  const { here, away } = choices(models);
  const known = [...here, ...away].some(({ name }) => name === value);
  return html`<select value=${value} onChange=${(event) => onValue(event.target.value)} ...${rest}>
    <option value="">${automatic(models)}</option>
    ${value && !known && html`<option value=${value}>${value}</option>`}
    ${here.length > 0 && html`<optgroup label="On the server">${here.map(({ name }) => html`<option key=${name} value=${name}>${name}</option>`)}</optgroup>`}
    ${away.length > 0 && html`<optgroup label=${away.some(({ fetchable }) => fetchable) ? "Fetched first" : "Not on the server, which is offline"}>
      ${away.map((model) => html`<option key=${model.name} value=${model.name} disabled=${!model.fetchable}>${model.name}${sizeOf(model)}</option>`)}
    </optgroup>`}
  </select>`;
}

function automatic(models) {
  const own = models.find(({ configured }) => configured);
  if (!own) return "automatic";
  return own.on_disk ? `automatic: ${own.name}` : `automatic: ${own.name}${own.fetchable ? sizeOf(own) : ", not on the server"}`;
}

const sizeOf = ({ size_bytes: size }) => (size ? `, ${downloadBytes(size)} to fetch` : ", to fetch");
