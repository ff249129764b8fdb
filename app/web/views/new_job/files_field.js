/** Files and folders, chosen or dropped; each upload starts at once. Below them what an earlier page has not finished. */
import { useEffect, useState } from "preact/hooks";
import { html } from "web/html.js";
import { chosenIn, filesIn, send } from "web/model/chosen_files.js";
import { discardShared, sendShared, shared } from "web/model/incoming_files.js";
import { say } from "web/model/toast.js";
import { discard, refresh, unfinished } from "web/model/unfinished.js";
import { Icon } from "web/parts/icon.js";
import { Button, IconButton } from "web/parts/button.js";
import { refocusing } from "web/parts/refocus.js";
import { ACCEPTED } from "web/format/media_files.js";
import { bytes, percent } from "web/format/number.js";
import { clock } from "web/format/time.js";

export function FilesField({ uploads }) {
  const [over, setOver] = useState(false);
  useEffect(refresh, []);
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    filesIn(event.dataTransfer).then((files) => send(uploads, files), () => say("The folder cannot be read.", "bad"));
  };
  const choose = (event) => {
    send(uploads, chosenIn(event.target.files));
    event.target.value = "";
  };
  const drag = (event) => {
    event.preventDefault();
    setOver(true);
  };
  return html`<div class="field">
    <span class="label" id="files-label">Files</span>
    <label class="drop-zone ${over ? "over" : ""}" onDragOver=${drag} onDragLeave=${() => setOver(false)} onDrop=${drop}>
      <input type="file" id="files" class="hidden" multiple accept=${ACCEPTED} onChange=${choose} aria-labelledby="files-label drop-words" />
      <${Icon} name="upload" /><span id="drop-words">Drop video or audio files or folders here, or <u>choose files</u></span>
    </label>
    <label class="folder-choice"><input type="file" id="folder" class="hidden" webkitdirectory onChange=${choose} /><${Icon} name="folder" /><u>Choose a folder</u></label>
    <${Shared} />
    <ul class="files" aria-label="Chosen files">${uploads.items.value.map((item) => html`<${FileRow} key=${item.key} item=${item} uploads=${uploads} />`)}</ul>
    <${Unfinished} />
  </div>`;
}

/** What another app has shared: any site's page could have, so it is sent with a press. */
function Shared() {
  if (!shared.value.length) return null;
  const toFiles = () => document.getElementById("files");
  return html`<div class="shared-files">
    <p role="status" id="shared-words">Shared from another app. Nothing is sent before you press <em>Upload</em>.</p>
    <ul class="files" aria-labelledby="shared-words">${shared.value.map(
      ({ form, files }) => html`<li class="file" key=${form}>
        <${Icon} name="file-video" />
        <span class="file-name">${files.length ? files.map(({ name }) => name).join(", ") : "What was shared"}</span>
        <span class="file-words muted num">${files.length ? bytes(files.reduce((sum, { size }) => sum + size, 0)) : "is being read…"}</span>
        ${files.length > 0 && html`<${Button} icon="upload" onClick=${() => refocusing(() => sendShared(form), toFiles)}>Upload<//>`}
        <${IconButton} icon="x" label="Discard ${files[0]?.name ?? "what was shared"}" onClick=${() => refocusing(() => discardShared(form), toFiles)} />
      </li>`,
    )}</ul>
  </div>`;
}

/** What was being sent when a page was closed: the same file, chosen again, goes on. */
function Unfinished() {
  if (!unfinished.value.length) return null;
  return html`<div class="unfinished">
    <p class="muted" id="unfinished-words">Not finished: choose the same file again, and it goes on where it stopped.</p>
    <ul class="files" aria-labelledby="unfinished-words">${unfinished.value.map(
      ({ print, name, size, offset }) => html`<li class="file" key=${print}>
        <${Icon} name="file-video" />
        <span class="file-name">${name}</span>
        <span class="file-words muted num">${percent(offset / size)} of ${bytes(size)} is there</span>
        <${IconButton} icon="file-video" label="Choose ${name} again" onClick=${() => document.getElementById("files").click()} />
        <${IconButton} icon="x" label="Discard ${name}" onClick=${() => refocusing(() => discard(print), () => document.getElementById("files"))} />
      </li>`,
    )}</ul>
  </div>`;
}

function FileRow({ item, uploads }) {
  const { file, key, phase, reached, problem, held } = item;
  const run = (act) => () => refocusing(act, () => document.getElementById("files"));
  return html`<li class="file ${phase} ${held ? "held" : ""}">
    <${Icon} name="file-video" />
    <span class="file-name">${file.name}</span>
    <span class="file-words muted num" role=${problem ? "alert" : null}>${wordsOf(item)}</span>
    ${phase === "failed" && html`<${IconButton} icon="rotate-cw" label="Send ${file.name} again" onClick=${run(() => uploads.again(key))} />`}
    <${IconButton} icon="x" label="Remove ${file.name}" onClick=${run(() => uploads.remove(key))} />
    ${phase === "sending" && html`<progress max="1" value=${reached} aria-label="Upload of ${file.name}"></progress>`}
  </li>`;
}

function wordsOf({ phase, reached, problem, held, file, video }) {
  if (phase === "failed") return problem;
  if (phase === "waiting") return `${bytes(file.size)}, waits`;
  if (phase === "ready") return video.duration ? `${clock(video.duration)}, ready` : file.size ? `${bytes(file.size)}, ready` : "ready";
  if (held) return `${percent(reached)} of ${bytes(file.size)}. ${held}`;
  return reached < 1 ? `${percent(reached)} of ${bytes(file.size)}` : "being looked at…";
}
