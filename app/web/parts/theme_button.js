/** Chooses the colours: as the system, light, dark. */
import { html } from "web/html.js";
import { setTheme, theme } from "web/model/theme.js";
import { IconButton } from "web/parts/button.js";

const NEXT = { "": "light", light: "dark", dark: "" };
const ICONS = { "": "sun-moon", light: "sun", dark: "moon" };
const WORDS = { "": "as the system", light: "light", dark: "dark" };

export function ThemeButton() {
  const { value: chosen } = theme;
  return html`<${IconButton} icon=${ICONS[chosen]} class="theme-button" label="Colours: ${WORDS[chosen]}" onClick=${() => setTheme(NEXT[chosen])} />`;
}
