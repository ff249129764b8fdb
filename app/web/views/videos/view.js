/** All videos, live: what they look like, how far they are, and what was found in them. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import { html } from "web/html.js";
import { broadcast, epoch } from "web/model/broadcast.js";
import { mayWrite } from "web/model/rights.js";
import { route, setQuery } from "web/model/route.js";
import { VideoList } from "web/model/video_list.js";
import { VIDEO_STATES } from "web/model/video_state.js";
import { useTitle } from "web/parts/title.js";
import { Icon } from "web/parts/icon.js";
import { Videos } from "web/views/videos/videos.js";
import { LinkField } from "web/views/videos/link_field.js";

const TYPING_MS = 250;

export function VideosView() {
  const { query } = route.value;
  const [status, q] = ["status", "q"].map((name) => query.get(name) ?? "");
  const list = useMemo(() => new VideoList({ status, q }), [status, q]);
  useTitle("Videos");
  useEffect(() => {
    const endListening = broadcast.listen((message) => list.take(message));
    const endEpochs = epoch.subscribe((n) => n > 1 && list.refresh());
    return () => {
      endListening();
      endEpochs();
      list.close();
    };
  }, [list]);
  return html`<div class="page videos">
    <div class="page-head"><h1>Videos</h1>${mayWrite.value && html`<${LinkField} />`}</div>
    <${Filters} status=${status} q=${q} />
    <${Videos} list=${list} filtered=${Boolean(status || q)} />
  </div>`;
}

function Filters({ status, q }) {
  const timer = useRef(0);
  const search = (event) => {
    const text = event.target.value.trim();
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setQuery({ q: text }), TYPING_MS);
  };
  return html`<div class="video-filters" role="search">
    <label class="search"><${Icon} name="search" /><span class="hidden">Search title, link or id</span>
      <input id="queue-search" type="search" placeholder="Search title, link or id" defaultValue=${q} onInput=${search} autocomplete="off" spellcheck=${false} />
    </label>
    <label class="type-filter"><span class="hidden">State of the video</span>
      <select value=${status} onChange=${(event) => setQuery({ status: event.target.value })}>
        <option value="">All states</option>
        ${Object.entries(VIDEO_STATES).map(([name, { label }]) => html`<option key=${name} value=${name}>${label}</option>`)}
      </select>
    </label>
  </div>`;
}
