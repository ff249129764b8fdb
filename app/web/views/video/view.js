/** One video, live. */
import { useEffect, useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { broadcast, epoch } from "web/model/broadcast.js";
import { VideoFeed } from "web/model/video_feed.js";
import { Button } from "web/parts/button.js";
import { Empty } from "web/parts/empty.js";
import { useTitle } from "web/parts/title.js";
import { VideoPage } from "web/views/video/page.js";
import { titleOfVideo } from "web/format/source.js";

export function VideoView({ id }) {
  const feed = useMemo(() => new VideoFeed(id), [id]);
  const video = feed.video.value;
  const problem = feed.problem.value;
  useTitle(video ? titleOfVideo(video) : "Video");
  useEffect(() => {
    const endListening = broadcast.listen((message) => feed.take(message));
    const endEpochs = epoch.subscribe((n) => n > 1 && feed.refresh());
    return () => {
      endListening();
      endEpochs();
      feed.close();
    };
  }, [feed]);
  if (problem?.status === 404 || problem?.status === 422) return html`<${Unknown} id=${id} gone=${Boolean(video)} />`;
  if (!video && problem) return html`<${Empty} whole icon="triangle-alert" title="The video cannot be shown"><p>${problem.message}</p><${Button} icon="rotate-cw" onClick=${() => feed.refresh()}>Try again<//><//>`;
  if (!video) return html`<p class="muted loading" role="status">Loading the video…</p>`;
  return html`<${VideoPage} feed=${feed} />`;
}

function Unknown({ id, gone }) {
  return html`<${Empty} whole icon="search" title=${gone ? "This video was deleted" : "There is no such video"}>
    <p><code>${id}</code></p><p><a href="#/videos">To the videos</a></p>
  <//>`;
}
