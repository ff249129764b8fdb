/** Feeds: what is checked for new recordings, when, and what became of them. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { html } from "web/html.js";
import { Feeds } from "web/model/feeds.js";
import { mayWrite } from "web/model/rights.js";
import { Button } from "web/parts/button.js";
import { Empty } from "web/parts/empty.js";
import { refocusing } from "web/parts/refocus.js";
import { useTitle } from "web/parts/title.js";
import { FeedCard } from "web/views/feeds/card.js";
import { FeedEditor } from "web/views/feeds/editor.js";

export function FeedsView() {
  const feeds = useMemo(() => new Feeds(), []);
  const [edited, setEdited] = useState(null); // "new", or the feed that is changed
  useTitle("Feeds");
  useEffect(() => {
    feeds.start();
    return () => feeds.stop();
  }, [feeds]);
  const add = () => document.getElementById("new-feed");
  const end = () => refocusing(() => (setEdited(null), feeds.refresh()), add);
  const all = feeds.list.value;
  return html`<div class="page feeds">
    <div class="page-head"><h1>Feeds</h1>${!edited && mayWrite.value && html`<${Button} id="new-feed" kind="main" icon="plus" onClick=${() => setEdited("new")}>New feed<//>`}</div>
    ${edited && html`<${FeedEditor} key=${edited.id ?? "new"} feed=${edited === "new" ? null : edited} onEnd=${end} />`}
    ${feeds.problem.value && html`<p class="bad" role="alert">${feeds.problem.value}</p>`}
    ${all ? html`<${List} all=${all} feeds=${feeds} edited=${edited} onEdit=${setEdited} />` : !feeds.problem.value && html`<p class="muted loading" role="status">Loading feeds…</p>`}
  </div>`;
}

function List({ all, feeds, edited, onEdit }) {
  if (all.length) return html`<ul class="feed-cards" aria-label="Feeds">${all.map((feed) => html`<li key=${feed.id}><${FeedCard} feed=${feed} feeds=${feeds} onEdit=${() => onEdit(feed)} /></li>`)}</ul>`;
  if (edited) return null;
  return html`<${Empty} icon="rss" title="No feeds yet">
    <p>A podcast, a channel, a playlist${" "}or a folder of the server is checked on a schedule, and each new recording becomes a job.</p>
  <//>`;
}
