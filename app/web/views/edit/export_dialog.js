/** How the edit is rendered, and the start of it. What the server refuses is shown, and the part that it names chosen. */
import { useState } from "preact/hooks";
import { html } from "web/html.js";
import { timelineOf } from "web/model/timeline_document.js";
import { Button } from "web/parts/button.js";
import { Dialog } from "web/parts/dialog.js";
import { exact } from "web/format/time.js";
import { plural } from "web/format/number.js";
import { titleOf } from "web/format/source.js";

const QUALITIES = [
  ["low", "small"],
  ["medium", "good"],
  ["high", "best"],
];
const FORMATS = ["mp4", "mov", "mkv", "webm"];
const SIZES = ["source", "360p", "480p", "720p", "1080p"];

export function ExportDialog({ job, source, edit, exports, onClose }) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState("");
  const send = async (event) => {
    event.preventDefault();
    if (busy) return;
    const { name, quality, format, size, captions } = Object.fromEntries(new FormData(event.target));
    const timeline = timelineOf(job, source, edit.parts.peek(), { captions: captions === "on" });
    setBusy(true);
    try {
      await exports.render(timeline, { output_filename: name, quality_preset: quality, format, resolution: size });
      onClose();
    } catch (problem) {
      setRefused(problem.message);
      edit.chosen.value = partNamed(problem.errors ?? [], edit.parts.peek()) ?? edit.chosen.peek();
      setBusy(false);
    }
  };
  return html`<${Dialog} title="Export" class="export-dialog" onClose=${onClose}>
    <form onSubmit=${send}>
      <p class="muted num">${plural(edit.parts.value.length, "part")}, ${exact(edit.length)}</p>
      <label>Name<input name="name" type="text" required maxlength="200" value=${titleOf(job)} /></label>
      <div class="part-fields">
        <${Choice} name="quality" label="Quality" options=${QUALITIES} standard="medium" />
        <${Choice} name="format" label="Format" options=${FORMATS.map((format) => [format, format])} standard="mp4" />
        <${Choice} name="size" label="Size" options=${SIZES.map((size) => [size, size === "source" ? "as the source" : size])} standard="source" />
      </div>
      ${job.segments?.length > 0 && html`<label class="part-mute"><input name="captions" type="checkbox" />Captions in the picture, as they are corrected</label>`}
      ${refused && html`<p class="bad" role="alert">${refused}</p>`}
      <div class="dialog-actions"><${Button} onClick=${onClose}>Cancel<//><${Button} kind="main" type="submit" icon="clapperboard" busy=${busy}>${busy ? "Sending…" : "Export"}<//></div>
    </form>
  <//>`;
}

function Choice({ name, label, options, standard }) {
  return html`<label>${label}<select name=${name}>${options.map(([value, text]) => html`<option key=${value} value=${value} selected=${value === standard}>${text}</option>`)}</select></label>`;
}

/** Key of the part that a refusal names by its place, `["body", "timeline", "tracks", 0, "clips", 2]`. */
function partNamed(errors, parts) {
  const loc = errors.map(({ loc: place }) => place ?? []).find((place) => place.includes("clips"));
  return loc && parts[Number(loc[loc.indexOf("clips") + 1])]?.key;
}
