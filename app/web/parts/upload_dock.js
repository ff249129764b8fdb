/** Progress of the files for the next job, while another view is shown; links back to the form. */
import { html } from "web/html.js";
import { shared } from "web/model/incoming_files.js";
import { unfinished } from "web/model/unfinished.js";
import { draft } from "web/model/draft.js";
import { mayWrite } from "web/model/rights.js";
import { Icon } from "web/parts/icon.js";
import { percent, plural } from "web/format/number.js";

export function UploadDock() {
  const items = draft.uploads.items.value;
  if (!items.length) return shared.value.length ? html`<${Waiting} />` : html`<${Stopped} />`;
  const total = items.reduce((sum, { file }) => sum + file.size, 0);
  const sent = items.reduce((sum, { file, reached }) => sum + file.size * reached, 0);
  const reached = total ? sent / total : 0;
  return html`<aside class="upload-dock" aria-label="Uploads">
    <a href="#/new"><${Icon} name="upload" /><span>${words(reached)}</span></a>
    ${draft.uploads.busy.value && html`<progress max="1" value=${reached} aria-label="Files that are on their way"></progress>`}
  </aside>`;
}

/** What other apps have shared, and nobody has sent yet. */
function Waiting() {
  if (!mayWrite.value) return null;
  return html`<aside class="upload-dock" aria-label="Uploads"><a href="#/new"><${Icon} name="upload" /><span>Shared from another app: not sent yet</span></a></aside>`;
}

/** What a closed or reloaded page has not finished: a page cannot open the file again by itself, so people choose it. */
function Stopped() {
  const number = unfinished.value.length;
  if (!number || !mayWrite.value) return null;
  return html`<aside class="upload-dock" aria-label="Uploads"><a href="#/new"><${Icon} name="upload" /><span>${plural(number, "upload")} stopped: choose the file again</span></a></aside>`;
}

function words(reached) {
  const { items, busy, arrived, refused } = draft.uploads;
  const failed = refused.value.length ? `, ${refused.value.length} refused` : "";
  if (busy.value) return `Sending ${plural(items.value.length - refused.value.length, "file")}: ${percent(Math.min(reached, 0.99))}${failed}`;
  return arrived.value.length ? `${plural(arrived.value.length, "file")} ready to start${failed}` : `${plural(refused.value.length, "file")} refused`;
}
