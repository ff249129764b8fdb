/** Which keys do what, and the keys that work everywhere. */
import { signal } from "@preact/signals";
import { html } from "web/html.js";
import { mayWrite } from "web/model/rights.js";
import { go } from "web/model/route.js";
import { palette } from "web/model/palette.js";
import { needsKey } from "web/net/api.js";
import { Button } from "web/parts/button.js";
import { Dialog } from "web/parts/dialog.js";

export const keysShown = signal(false);

const KEYS = [
  ["n", "New job"],
  ["Ctrl K", "Everything: actions, titles, and what is said in all transcripts"],
  ["/", "The same, for what is said"],
  ["f", "Search the queue; find in the transcript"],
  ["?", "This list"],
  ["↑ ↓", "Queue: from row to row; transcript: from line to line"],
  ["Enter", "Open the job"],
  ["Space", "Select the row"],
  ["Shift ↑ ↓", "Select several rows"],
  ["Alt ↑ ↓", "Raise or lower the priority of a waiting job"],
  ["Alt Shift ↑ ↓", "Queued: move a job to another place"],
  ["Alt Home", "Put a waiting job first"],
  ["← →", "Timeline: 5 s back or on; transcript: from word to word"],
  ["F2", "Transcript: correct the line, as a double click does; Enter keeps it, Esc leaves it"],
  ["Shift F2", "Transcript: rename who says the line, in all lines, as a click on the name does"],
  ["d y", "Transcript: the next line that may be wrong, with Shift the one before; this line is right"],
  ["Ctrl H", "Transcript: replace what is found; Enter replaces one, Ctrl Enter all"],
  ["Ctrl Enter", "Correcting: divide the line here; ⌫ at its start or Del at its end joins lines; outside Ctrl Z undoes, Ctrl Shift Z does it again"],
  ["Shift ← →", "Transcript: choose words, with ↑ ↓ whole lines, for a clip or to cut; Esc chooses none"],
  ["Del", "Transcript, cutting: strike the chosen words out, or take them back; Ctrl Z undoes"],
  ["F2 t", "Library: rename the video, change its tags; Space selects, with Shift ↑ ↓ several"],
  ["← →", "Library: look through the video's pictures"],
  ["k", "Play or pause"],
  ["b", "Begin a chapter at the playhead, or at the line that has the focus"],
  ["F2 Del", "Chapters: rename; join with the one before; ↑ ↓ go from one to the next, Ctrl Z undoes, Ctrl Shift Z does it again"],
  ["← →", "Timeline, where a chapter begins: to the line before or after; with Shift 0.1 s"],
  ["c", "Copy the link to this moment, or to the line that has the focus"],
  ["+ −", "Timeline: zoom in or out"],
  ["Enter", "Find: the next hit; with Shift the one before"],
  ["j k l", "Edit: back, pause, play and faster; Space plays or pauses, p the edit itself"],
  ["i o Enter", "Edit: mark a stretch, and put it into the edit"],
  ["← →", "Edit: a frame; with Shift a second, with Alt the chosen part to another place"],
  ["p i o", "Clip: play it; it begins or ends where the player stands"],
  ["← →", "Clip, at an end: to the next word, pause or cut; with Shift a frame"],
  ["s Del", "Edit: divide or remove the chosen part; Ctrl Z undoes"],
];

addEventListener("keydown", (event) => {
  if (event.key === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && !needsKey.peek()) return everything(event);
  if (palette.shown.peek() && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.target.closest?.("dialog")) {
    event.preventDefault(); // typed before the field is drawn
    return palette.typeAhead(event.key);
  }
  const typing = event.target.closest?.("input:not([type=checkbox], [type=radio], [type=range]), textarea, select, dialog");
  if (typing || needsKey.peek() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "n" && mayWrite.peek()) go("/new");
  else if (event.key === "?") keysShown.value = true;
  else if (event.key === "/") palette.open({ seeks: true });
  else if (event.key === "f" && searchField()) searchField().focus();
  else return;
  event.preventDefault();
});

/** The palette, from any field; over another dialog it does not open. */
function everything(event) {
  event.preventDefault();
  if (palette.shown.peek()) palette.close();
  else if (!document.querySelector("dialog[open]")) palette.open();
}

const searchField = () => document.getElementById("queue-search") ?? document.getElementById("transcript-find");

export function KeysDialog() {
  if (!keysShown.value) return null;
  const close = () => (keysShown.value = false);
  return html`<${Dialog} title="Keyboard" onClose=${close}>
    <dl class="keys">${KEYS.map(([key, what]) => html`<div key=${key}><dt><kbd>${key}</kbd></dt><dd>${what}</dd></div>`)}</dl>
    <div class="dialog-actions"><${Button} kind="main" autofocus onClick=${close}>Close<//></div>
  <//>`;
}
