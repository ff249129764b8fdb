/** The page of an edit, laid out: source above, what is chosen from it below. */
import { useEffect, useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { Edit } from "web/model/edit.js";
import { EditPlayback } from "web/model/edit_playback.js";
import { Exports } from "web/model/exports.js";
import { Playback } from "web/model/playback.js";
import { rateOf } from "web/model/timeline_document.js";
import { Player } from "web/views/job/player.js";
import { EditHead } from "web/views/edit/head.js";
import { ExportList } from "web/views/edit/export_list.js";
import { useEditKeys } from "web/views/edit/keys.js";
import { Marks, Marking } from "web/views/edit/marks.js";
import { PartForm } from "web/views/edit/part_form.js";
import { Stock } from "web/views/edit/stock.js";
import { Track } from "web/views/edit/track.js";

export function EditPage({ feed, source }) {
  const job = feed.job.value;
  const playback = useMemo(() => new Playback(), []);
  const edit = useMemo(() => new Edit(job.id, { fps: rateOf(job.media), duration: job.video_duration }), []);
  const preview = useMemo(() => new EditPlayback(edit, playback), []);
  const marks = useMemo(() => new Marks(edit), []);
  const exports = useMemo(() => new Exports(job.id), []);
  useEffect(() => preview.start(), []);
  useEditKeys({ edit, playback, preview, marks });
  const parts = { job, source, edit, playback, preview, marks, exports };
  return html`<article class="page edit">
    <${EditHead} ...${parts} />
    <div class="edit-grid">
      <div class="edit-watch"><${Player} job=${job} segments=${feed.segments} playback=${playback} /><${Marking} ...${parts} /></div>
      <${Stock} ...${parts} segments=${feed.segments} clips=${feed.clips} />
    </div>
    <${Track} ...${parts} />
    <${PartForm} ...${parts} />
    <${ExportList} exports=${exports} />
  </article>`;
}
