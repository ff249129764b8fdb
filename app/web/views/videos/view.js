/** The library: all videos, live, by name, tag, state and time; what they look like, how far they are, what was found in them. */
import { useEffect, useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { broadcast, epoch } from "web/model/broadcast.js";
import { mayWrite } from "web/model/rights.js";
import { route } from "web/model/route.js";
import { stored } from "web/model/storage.js";
import { VideoList } from "web/model/video_list.js";
import { useTitle } from "web/parts/title.js";
import { Chosen } from "web/views/videos/chosen.js";
import { Desk } from "web/views/videos/desk.js";
import { Filters, LAYOUT, libraryHref } from "web/views/videos/filters.js";
import { LinkField } from "web/views/videos/link_field.js";
import { SavedViews } from "web/views/videos/saved_views.js";
import { Videos } from "web/views/videos/videos.js";

export function VideosView() {
  const { query } = route.value;
  const [status, q, named, sort] = ["status", "q", "tags", "sort"].map((name) => query.get(name) ?? "");
  const filter = useMemo(() => ({ status, q, tags: named.split(",").filter(Boolean), sort }), [status, q, named, sort]);
  const list = useMemo(() => new VideoList(filter), [filter]);
  const desk = useMemo(() => new Desk(list, (tag) => libraryHref({ ...filter, tags: [...new Set([...filter.tags, tag])] })), [list]);
  const layout = (query.get("layout") || stored(LAYOUT, "")) === "list" ? "list" : "grid";
  const filtered = Boolean(status || q || named);
  useTitle("Library");
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
    <div class="page-head"><h1>Library</h1>${mayWrite.value && html`<${LinkField} />`}</div>
    <${SavedViews} filter=${filter} layout=${layout} />
    <${Filters} filter=${filter} layout=${layout} />
    ${mayWrite.value && html`<${Chosen} desk=${desk} filtered=${filtered} />`}
    <${Videos} desk=${desk} layout=${layout} filtered=${filtered} />
  </div>`;
}
