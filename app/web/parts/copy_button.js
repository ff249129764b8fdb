/** Copies a text. On pages without a secure connection browsers offer no clipboard; an older way still works there. */
import { useState } from "preact/hooks";
import { html } from "web/html.js";
import { say } from "web/model/toast.js";
import { IconButton } from "web/parts/button.js";

const SHOWN_MS = 2000;

/** @param {{text: string, label: string}} props `label`: "Copy the link" */
export function CopyButton({ text, label }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    if (!(await copied(text))) return say("The browser does not let this page copy. Select the text and copy it by hand.", "bad");
    setDone(true);
    setTimeout(() => setDone(false), SHOWN_MS);
  };
  return html`<${IconButton} icon=${done ? "check" : "copy"} label=${done ? "Copied" : label} class="copy" onClick=${copy} />`;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedBySelection(text);
  }
}

function copiedBySelection(text) {
  const before = document.activeElement;
  const field = document.body.appendChild(Object.assign(document.createElement("textarea"), { value: text, className: "hidden" }));
  field.select();
  try {
    return document.execCommand("copy");
  } finally {
    field.remove();
    before?.focus?.();
  }
}
