/** The edit of a job's source: parts chosen from its scenes and sentences, put in order, trimmed, rendered or handed over. */
import { useEffect, useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { broadcast, epoch } from "web/model/broadcast.js";
import { JobFeed } from "web/model/job_feed.js";
import { jobHref } from "web/model/route.js";
import { needsKey } from "web/net/api.js";
import { Empty } from "web/parts/empty.js";
import { useTitle } from "web/parts/title.js";
import { artifactOf } from "web/views/job/artifact.js";
import { EditPage } from "web/views/edit/page.js";
import { titleOf } from "web/format/source.js";

const UNKNOWN = 4404;

export function EditView({ id }) {
  const feed = useMemo(() => new JobFeed(id), [id]);
  const job = feed.job.value;
  const { phase, code } = feed.link.value;
  useTitle(job ? `Edit ${titleOf(job)}` : "Edit");
  useEffect(() => {
    feed.start();
    const ends = [broadcast.listen((message) => feed.heard(message)), epoch.subscribe(feed.retryNow)];
    return () => {
      for (const end of ends) end();
      feed.stop();
    };
  }, [feed]);
  useEffect(() => {
    if (code === 4401) needsKey.value = true;
  }, [code]);
  if (code === UNKNOWN || feed.deleted.value) return html`<${Missing} title="There is no such job" text="It was deleted, or never was." href="#/" to="To the queue" />`;
  if (!job) return html`<p class="muted loading" role="status">${phase === "refused" ? "The server refuses this page." : "Loading the job…"}</p>`;
  const source = artifactOf(job, "source");
  if (!source || !job.video_duration) return html`<${Missing} title="There is nothing to edit yet" text="The source of this job is not here. It appears when it is fetched; files of old jobs go with the retention." href=${jobHref(id)} to="To the job" />`;
  return html`<${EditPage} key=${source.id} feed=${feed} source=${source} />`;
}

function Missing({ title, text, href, to }) {
  return html`<${Empty} whole icon="scissors" title=${title}><p>${text}</p><p><a href=${href}>${to}</a></p><//>`;
}
