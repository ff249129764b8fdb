/** Light, dark, or the system's choice. */
import { signal } from "@preact/signals";
import { store, stored } from "web/model/storage.js";

/** "" for the system's. @type {import("@preact/signals").Signal<""|"light"|"dark">} */
export const theme = signal(stored("theme", ""));

theme.subscribe((chosen) => {
  if (chosen) document.documentElement.dataset.theme = chosen;
  else delete document.documentElement.dataset.theme;
});

export function setTheme(chosen) {
  theme.value = chosen;
  store("theme", chosen);
}
