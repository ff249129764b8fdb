/** The spoken language, by name; the reader's own first. */
import { html } from "web/html.js";
import { LANGUAGES, languageName } from "web/format/language.js";

export function LanguageSelect({ value, rest, onValue }) {
  const mine = [...new Set(navigator.languages.map((tag) => tag.split("-")[0]))].filter((code) => LANGUAGES.some((one) => one.code === code));
  const known = LANGUAGES.some(({ code }) => code === value);
  const option = ({ code, name }) => html`<option key=${code} value=${code}>${name}</option>`;
  return html`<select value=${value} onChange=${(event) => onValue(event.target.value)} ...${rest}>
    <option value="">find out</option>
    ${value && !known && option({ code: value, name: languageName(value) })}
    <optgroup label="Yours">${mine.map((code) => option({ code, name: languageName(code) }))}</optgroup>
    <optgroup label="All others">${LANGUAGES.filter(({ code }) => !mine.includes(code)).map(option)}</optgroup>
  </select>`;
}
