/** Name of the source, undoing, handing over to other editors, export. */
import { useState } from "preact/hooks";
import { html } from "web/html.js";
import { confirmed } from "web/model/confirm.js";
import { jobHref } from "web/model/route.js";
import { timelineOf } from "web/model/timeline_document.js";
import { Button, IconButton } from "web/parts/button.js";
import { HandOver } from "web/parts/hand_over.js";
import { ExportDialog } from "web/views/edit/export_dialog.js";
import { titleOf } from "web/format/source.js";

export function EditHead({ job, source, edit, exports, preview }) {
  const [asks, setAsks] = useState(false);
  const empty = !edit.parts.value.length;
  const [undoes, redoes] = edit.depth.value;
  const clear = async () => (await confirmed({ title: "Begin anew?", text: "All parts leave the edit. It can be undone.", action: "Begin anew" })) && edit.clear();
  const open = () => {
    preview.stop();
    setAsks(true);
  };
  return html`<header class="job-head edit-head">
    <div class="job-heading"><h1 dir="auto">${titleOf(job)}</h1><p class="job-meta"><a href=${jobHref(job.id)}>Back to the job</a></p></div>
    <div class="job-head-actions">
      <${IconButton} icon="undo-2" label="Undo (Ctrl Z)" aria-disabled=${!undoes || null} onClick=${edit.undo} />
      <${IconButton} icon="redo-2" label="Redo (Ctrl Shift Z)" aria-disabled=${!redoes || null} onClick=${edit.redo} />
      <${Button} kind="quiet" busy=${empty} onClick=${clear}>Begin anew<//>
      <${HandOver} of=${() => ({ timeline: timelineOf(job, source, edit.parts.peek()) })} empty=${empty} />
      <${Button} kind="main" icon="clapperboard" busy=${empty} onClick=${open}>Export<//>
    </div>
    ${asks && html`<${ExportDialog} ...${{ job, source, edit, exports }} onClose=${() => setAsks(false)} />`}
  </header>`;
}
