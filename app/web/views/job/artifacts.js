/** The files of a job. */
import { html } from "web/html.js";
import { isFinished } from "web/model/job_state.js";
import { mayWrite } from "web/model/rights.js";
import { HandOver } from "web/parts/hand_over.js";
import { Icon } from "web/parts/icon.js";
import { bytes } from "web/format/number.js";
import { urlOf } from "web/views/job/artifact.js";

const ICONS = { video: "film", audio: "music", image: "image", text: "file-text", application: "file-text" };

export function Artifacts({ job }) {
  const files = job.artifacts ?? [];
  if (!files.length) return null;
  return html`<section id="files" class="card artifacts" aria-labelledby="artifacts-title" tabindex="-1">
    <header class="card-head"><h2 id="artifacts-title">Files <span class="muted num">${files.length}</span></h2>
      ${mayWrite.value && job.job_type === "scene_analysis" && isFinished(job) && job.media?.video_codec && html`<span class="muted">Scenes as</span><${HandOver} of=${() => ({ job_id: job.id })} what="the scenes" kind="quiet" />`}
    </header>
    <ul>${files.map(
      (file) => html`<li key=${file.id}>
        <${Icon} name=${ICONS[file.media_type?.split("/")[0]] ?? "file-text"} />
        <a href=${urlOf(job, file)} title=${file.filename} dir="auto" download>${file.filename}</a><span class="muted">${file.kind.replaceAll("_", " ")}</span><span class="muted num">${bytes(file.size_bytes ?? 0)}</span>
      </li>`,
    )}</ul>
  </section>`;
}
