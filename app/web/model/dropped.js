/**
 * Files dropped anywhere on the page, on their way to the form for new jobs. Left to itself, the browser would open such
 * a file in the page's place, and what was typed and sent so far would be gone.
 */
import { signal } from "@preact/signals";
import { go } from "web/model/route.js";
import { needsKey } from "web/net/api.js";

/** Dropped and not yet taken. @type {import("@preact/signals").Signal<File[]>} */
const waiting = signal([]);

/** Hand every dropped file to `take`, those that wait already too. @param {(files: File[]) => void} take @returns how to stop */
export function onDropped(take) {
  return waiting.subscribe((files) => {
    if (!files.length) return;
    waiting.value = [];
    take(files);
  });
}

const brings = (event) => event.dataTransfer?.types.includes("Files");

addEventListener("dragover", (event) => {
  if (brings(event)) event.preventDefault();
});

addEventListener("drop", (event) => {
  if (!brings(event) || event.defaultPrevented) return; // the form's own zone takes its files itself
  event.preventDefault();
  if (needsKey.peek()) return;
  waiting.value = [...waiting.peek(), ...event.dataTransfer.files];
  go("/new");
});
