/** Cut lists for other editors, as files: one button a format. */
import { useState } from "preact/hooks";
import { html } from "web/html.js";
import { handOver } from "web/model/exports.js";
import { mayWrite } from "web/model/rights.js";
import { saying } from "web/model/toast.js";
import { Button } from "web/parts/button.js";

const FORMATS = [
  ["otio", "OTIO", "OpenTimelineIO: Resolve, Premiere, Kdenlive"],
  ["fcpxml", "FCPXML", "Final Cut Pro, Resolve"],
  ["edl", "EDL", "CMX 3600: nearly every editor"],
];

/**
 * @param {{of: () => object, what?: string, kind?: string, empty?: boolean}} props `of` returns a timeline, an analysis or
 * a job when a button is pressed; `what` is what of it is handed over, for the buttons' names
 */
export function HandOver({ of, what = "", kind = "plain", empty = false }) {
  const [writing, setWriting] = useState("");
  if (!mayWrite.value) return null; // the server writes the file
  const hand = async (format) => {
    setWriting(format);
    await saying(() => handOver(of(), format), "Handed over as a file.");
    setWriting("");
  };
  return html`<span class="hand-over" role="group" aria-label=${what ? `Hand over ${what} to another editor` : "Hand over to another editor"}>${FORMATS.map(
    ([format, label, title]) => html`<${Button} key=${format} kind=${kind} title=${title} busy=${empty || Boolean(writing)} onClick=${() => hand(format)}>${label}<//>`,
  )}</span>`;
}
