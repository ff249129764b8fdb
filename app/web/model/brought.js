/**
 * Files and links dropped or pasted anywhere on the page: they are added to the draft, and the form for new jobs opens. By
 * default the browser would replace the page by a dropped file, and ignore pasted text.
 */
import { filesIn, send } from "web/model/chosen_files.js";
import { draft } from "web/model/draft.js";
import { linksIn } from "web/model/links.js";
import { mayWrite } from "web/model/rights.js";
import { go } from "web/model/route.js";
import { say } from "web/model/toast.js";
import { needsKey } from "web/net/api.js";

/** Fields handle their own drops and pastes, and an open dialog comes first. */
const takesItself = (target) => target?.closest?.("input:not([type=checkbox], [type=radio], [type=range]), textarea, select, dialog, [contenteditable]");

const brings = (event) => ["Files", "text/uri-list"].some((kind) => event.dataTransfer?.types.includes(kind));

addEventListener("dragover", (event) => {
  if (brings(event) && !takesItself(event.target)) event.preventDefault();
});

addEventListener("drop", (event) => {
  if (!brings(event) || takesItself(event.target) || event.defaultPrevented) return; // the form's own zone handles its files
  event.preventDefault();
  take(event.dataTransfer);
});

addEventListener("paste", (event) => {
  if (takesItself(event.target) || !event.clipboardData) return;
  event.preventDefault();
  take(event.clipboardData);
});

/** @param {DataTransfer} brought */
function take(brought) {
  if (needsKey.peek()) return;
  if (!mayWrite.peek()) return say("Your key allows to see, and to change nothing.", "bad");
  if (brought.files.length) {
    draft.useSources();
    filesIn(brought).then((files) => send(draft.uploads, files), () => say("The folder cannot be read.", "bad"));
  } else if (!takeText(brought.getData("text/uri-list") || brought.getData("text/plain"))) return;
  go("/new");
}

/** Add the links of a text to the draft. @returns {boolean} whether there was one; if not, a message is shown */
export function takeText(text) {
  const links = linksIn(text.replace(/^#.*$/gm, "")).filter(({ problem }) => !problem);
  if (links.length) draft.addLinks(links.map(({ url }) => url));
  else if (text.trim()) say("There is no http(s) link in that.", "bad");
  return links.length > 0;
}
