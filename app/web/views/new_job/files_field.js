/** Files, chosen or dropped; each upload starts at once. */
import { useState } from "preact/hooks";
import { html } from "web/html.js";
import { Icon } from "web/parts/icon.js";
import { IconButton } from "web/parts/button.js";
import { refocusing } from "web/parts/refocus.js";
import { bytes, percent } from "web/format/number.js";
import { clock } from "web/format/time.js";

export function FilesField({ uploads }) {
  const [over, setOver] = useState(false);
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    uploads.add(event.dataTransfer.files);
  };
  const choose = (event) => {
    uploads.add(event.target.files);
    event.target.value = "";
  };
  const drag = (event) => {
    event.preventDefault();
    setOver(true);
  };
  return html`<div class="field">
    <span class="label" id="files-label">Files</span>
    <label class="drop-zone ${over ? "over" : ""}" onDragOver=${drag} onDragLeave=${() => setOver(false)} onDrop=${drop}>
      <input type="file" id="files" class="hidden" multiple accept="video/*,audio/*,.mkv,.m4a,.flac,.ogg,.opus" onChange=${choose} aria-labelledby="files-label drop-words" />
      <${Icon} name="upload" /><span id="drop-words">Drop video or audio files here, or <u>choose them</u></span>
    </label>
    <ul class="files" aria-label="Chosen files">${uploads.items.value.map((item) => html`<${FileRow} key=${item.key} item=${item} uploads=${uploads} />`)}</ul>
  </div>`;
}

function FileRow({ item, uploads }) {
  const { file, key, phase, reached, problem } = item;
  const run = (act) => () => refocusing(act, () => document.getElementById("files"));
  return html`<li class="file ${phase}">
    <${Icon} name="file-video" />
    <span class="file-name">${file.name}</span>
    <span class="file-words muted num" role=${problem ? "alert" : null}>${wordsOf(item)}</span>
    ${phase === "failed" && html`<${IconButton} icon="rotate-cw" label="Send ${file.name} again" onClick=${run(() => uploads.again(key))} />`}
    <${IconButton} icon="x" label="Remove ${file.name}" onClick=${run(() => uploads.remove(key))} />
    ${phase === "sending" && html`<progress max="1" value=${reached} aria-label="Upload of ${file.name}"></progress>`}
  </li>`;
}

function wordsOf({ phase, reached, problem, file, video }) {
  if (phase === "failed") return problem;
  if (phase === "waiting") return `${bytes(file.size)}, waits`;
  if (phase === "ready") return video.duration ? `${clock(video.duration)}, ready` : `${bytes(file.size)}, ready`;
  return reached < 1 ? `${percent(reached)} of ${bytes(file.size)}` : "being looked at…";
}
