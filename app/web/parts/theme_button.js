/** Light, dark, or the system's choice. */
import { signal } from "@preact/signals";
import { html } from "web/html.js";
import { stored, store } from "web/model/storage.js";
import { IconButton } from "web/parts/button.js";

const NEXT = { "": "light", light: "dark", dark: "" };
const ICONS = { "": "sun-moon", light: "sun", dark: "moon" };
const WORDS = { "": "as the system", light: "light", dark: "dark" };

const theme = signal(stored("theme", ""));

theme.subscribe((chosen) => {
  if (chosen) document.documentElement.dataset.theme = chosen;
  else delete document.documentElement.dataset.theme;
});

export function ThemeButton() {
  const turn = () => {
    theme.value = NEXT[theme.value];
    store("theme", theme.value);
  };
  return html`<${IconButton} icon=${ICONS[theme.value]} class="theme-button" label="Colours: ${WORDS[theme.value]}" onClick=${turn} />`;
}
