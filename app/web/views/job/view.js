/** One job, live. */
import { useEffect, useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { broadcast, epoch } from "web/model/broadcast.js";
import { ChapterEdits } from "web/model/chapter_edits.js";
import { JobFeed } from "web/model/job_feed.js";
import { Playback } from "web/model/playback.js";
import { MadeClips } from "web/model/made_clips.js";
import { Find } from "web/model/find.js";
import { route } from "web/model/route.js";
import { needsKey } from "web/net/api.js";
import { useTitle } from "web/parts/title.js";
import { Empty } from "web/parts/empty.js";
import { JobPage } from "web/views/job/page.js";
import { momentOf } from "web/format/moment.js";
import { titleOf } from "web/format/source.js";

const UNKNOWN = 4404;

export function JobView({ id }) {
  const feed = useMemo(() => new JobFeed(id), [id]);
  const playback = useMemo(() => new Playback(), [id]);
  const find = useMemo(() => new Find(feed.segments), [feed]);
  const made = useMemo(() => new MadeClips(id), [id]);
  const chapters = useMemo(() => new ChapterEdits(id), [id]);
  const job = feed.job.value;
  const { phase, code } = feed.link.value;
  useTitle(job ? titleOf(job) : "Job");
  useEffect(() => {
    feed.start();
    const endListening = broadcast.listen((message) => (feed.heard(message), made.heard(message)));
    const endEpochs = epoch.subscribe(feed.retryNow);
    return () => {
      endListening();
      endEpochs();
      feed.stop();
    };
  }, [feed]);
  const there = Boolean(job);
  useEffect(() => (there ? epoch.subscribe(() => void made.refresh()) : undefined), [made, there]); // of no job that is not there
  const { query, visit } = route.value;
  useEffect(() => {
    const at = momentOf(query.get("t"));
    if (at !== null) playback.seek(at, { play: true }); // the browser may allow it only after a gesture
  }, [playback, visit]);
  useEffect(() => {
    if (code === 4401) needsKey.value = true;
  }, [code]);
  if (code === UNKNOWN || feed.deleted.value) return html`<${Unknown} id=${id} gone=${Boolean(job)} />`;
  if (!job) return html`<p class="muted loading" role="status">${phase === "refused" ? "The server refuses this page." : "Loading the job…"}</p>`;
  return html`<${JobPage} feed=${feed} playback=${playback} find=${find} made=${made} chapters=${chapters} />`;
}

function Unknown({ id, gone }) {
  return html`<${Empty} whole icon="search" title=${gone ? "This job was deleted" : "There is no such job"}>
    <p><code>${id}</code></p><p><a href="#/">To the queue</a></p>
  <//>`;
}
