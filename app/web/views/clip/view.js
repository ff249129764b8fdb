/** A clip of a job's film or sound, made by people: which part, in which shape, with captions, by what name. */
import { useEffect, useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { broadcast, epoch } from "web/model/broadcast.js";
import { JobFeed } from "web/model/job_feed.js";
import { MadeClips } from "web/model/made_clips.js";
import { jobHref, route } from "web/model/route.js";
import { needsKey } from "web/net/api.js";
import { Empty } from "web/parts/empty.js";
import { useTitle } from "web/parts/title.js";
import { artifactOf } from "web/views/job/artifact.js";
import { ClipPage } from "web/views/clip/page.js";
import { titleOf } from "web/format/source.js";

const UNKNOWN = 4404;

export function ClipView({ id }) {
  const feed = useMemo(() => new JobFeed(id), [id]);
  const made = useMemo(() => new MadeClips(id), [id]);
  const job = feed.job.value;
  const { phase, code } = feed.link.value;
  const of = route.value.query.get("of");
  useTitle(job ? `Clip of ${titleOf(job)}` : "Clip");
  useEffect(() => {
    feed.start();
    const heard = (message) => {
      feed.heard(message);
      made.heard(message);
    };
    const ends = [broadcast.listen(heard), epoch.subscribe(feed.retryNow)];
    return () => {
      for (const end of ends) end();
      feed.stop();
    };
  }, [feed]);
  const there = Boolean(job);
  useEffect(() => (there ? epoch.subscribe(() => void made.refresh()) : undefined), [made, there]); // of no job that is not there
  useEffect(() => {
    if (code === 4401) needsKey.value = true;
  }, [code]);
  if (code === UNKNOWN || feed.deleted.value) return html`<${Missing} title="There is no such job" text="It was deleted, or never was." href="#/" to="To the queue" />`;
  if (!job || (of && !made.known.value)) return html`<p class="muted loading" role="status">${phase === "refused" ? "The server refuses this page." : "Loading the job…"}</p>`;
  const source = artifactOf(job, "source");
  if (!source || !job.video_duration) return html`<${Missing} title="There is nothing to cut yet" text="The source of this job is not here. It appears when it is fetched; files of old jobs go with the retention." href=${jobHref(id)} to="To the job" />`;
  const clip = made.list.value.find((one) => one.id === of) ?? null;
  return html`<${ClipPage} key=${`${source.id} ${of ?? location.hash}`} feed=${feed} source=${source} made=${made} clip=${clip} />`;
}

function Missing({ title, text, href, to }) {
  return html`<${Empty} whole icon="scissors" title=${title}><p>${text}</p><p><a href=${href}>${to}</a></p><//>`;
}
