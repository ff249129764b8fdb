/** Copies a text, and shows that it has. */
import { useState } from "preact/hooks";
import { html } from "web/html.js";
import { IconButton } from "web/parts/button.js";
import { copy } from "web/parts/clipboard.js";

const SHOWN_MS = 2000;

/** @param {{text: string, label: string, icon?: string}} props `label`: "Copy the link" */
export function CopyButton({ text, label, icon = "copy", class: more = "" }) {
  const [done, setDone] = useState(false);
  const press = async () => {
    if (!(await copy(text))) return;
    setDone(true);
    setTimeout(() => setDone(false), SHOWN_MS);
  };
  return html`<${IconButton} icon=${done ? "check" : icon} label=${done ? "Copied" : label} class="copy ${more}" onClick=${press} />`;
}
