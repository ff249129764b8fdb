/** Copies text. On pages without a secure connection browsers offer no clipboard; an older way still works there. */
import { say } from "web/model/toast.js";

/** Copy a text; what was copied, or that the browser does not allow it, is shown. @param {string} text @param {string} done */
export async function copy(text, done = "") {
  const is = await copied(text);
  if (!is) say("The browser does not let this page copy. Select the text and copy it by hand.", "bad");
  else if (done) say(done);
  return is;
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
  const place = before?.closest?.("dialog") ?? document.body; // outside of an open dialog nothing can be selected
  const field = place.appendChild(Object.assign(document.createElement("textarea"), { value: text, className: "hidden" }));
  field.select();
  try {
    return document.execCommand("copy");
  } finally {
    field.remove();
    before?.focus?.();
  }
}
