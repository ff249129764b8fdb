/** A feed: what it is, how it stands, what can be done with it, and its log on request. */
import { html } from "web/html.js";
import { now, slowNow } from "web/model/clock.js";
import { INTERVALS } from "web/model/feed_form.js";
import { jobTypeLabel } from "web/model/plan.js";
import { mayWrite } from "web/model/rights.js";
import { Button, IconButton } from "web/parts/button.js";
import { Icon } from "web/parts/icon.js";
import { ago, due, moment, span } from "web/format/time.js";
import { count } from "web/format/number.js";
import { FeedLog } from "web/views/feeds/log.js";

export const KINDS = {
  podcast: { icon: "rss", label: "Podcast" },
  playlist: { icon: "list-video", label: "Channel or playlist" },
  folder: { icon: "folder", label: "Folder" },
  link: { icon: "link", label: "Link" },
};

export function FeedCard({ feed, feeds, onEdit }) {
  const open = feeds.open.value === feed.id;
  const { icon, label } = KINDS[feed.kind];
  return html`<article class="card feed" aria-label=${feed.name}>
    <header class="feed-head"><span class="feed-kind" title=${label}><${Icon} name=${icon} /></span>
      <div class="feed-names"><h2 dir="auto">${feed.name}</h2><p class="muted" dir="auto">${label}: ${feed.url ?? feed.folder}</p></div>
      <${Counts} feed=${feed} />
    </header>
    <p class="feed-state"><${State} feed=${feed} /><span class="muted">${scheduleWords(feed)}; at most ${feed.max_new} new a check; ${feed.preset_id ? "by a preset" : jobTypeLabel(feed.job_type)}</span></p>
    ${feed.error && html`<p class="feed-error bad">${feed.error}${feed.failures > 1 ? ` (${feed.failures} times in a row)` : ""}</p>`}
    <p class="feed-actions">
      <${Button} kind="quiet" icon=${open ? "chevron-down" : "chevron-right"} aria-expanded=${open} onClick=${() => (open ? feeds.close() : feeds.show(feed))}>Log<//>
      ${mayWrite.value && html`<${Button} kind="quiet" icon="rotate-cw" busy=${feed.checking} onClick=${() => feeds.check(feed)}>Check now<//>
        <${Button} kind="quiet" icon=${feed.paused ? "play" : "pause"} onClick=${() => feeds.pause(feed, !feed.paused)}>${feed.paused ? "Resume" : "Pause"}<//>
        <${IconButton} icon="settings-2" label="Change ${feed.name}" onClick=${onEdit} />
        <${IconButton} icon="trash-2" label="Delete ${feed.name}" onClick=${() => feeds.remove(feed)} />`}
    </p>
    ${open && html`<${FeedLog} feed=${feed} feeds=${feeds} />`}
  </article>`;
}

function Counts({ feed: { entries } }) {
  const shown = [
    ["taken", "jobs made", ""],
    ["waiting", "waiting", "accent"],
    ["refused", "refused", "bad"],
    ["failed", "failed", "bad"],
  ].filter(([name], n) => n === 0 || entries[name]);
  return html`<dl class="feed-counts">${shown.map(([name, words, tone]) => html`<div key=${name}><dd class="num ${tone}">${count(entries[name])}</dd><dt>${words}</dt></div>`)}</dl>`;
}

function State({ feed }) {
  if (feed.checking) return html`<span class="feed-now"><${Icon} name="loader-circle" class="spin" />being checked</span>`;
  const last = feed.last_check_at ? html`checked <time datetime=${feed.last_check_at} title=${moment(feed.last_check_at)}>${ago(feed.last_check_at, slowNow.value)}</time>` : "not checked yet";
  if (feed.paused) return html`<span class="feed-now"><${Icon} name="pause" /><span>paused, ${last}</span></span>`;
  return html`<span class="feed-now"><${Icon} name="clock" /><span>${last}, next <time datetime=${feed.next_check_at} title=${moment(feed.next_check_at)}>${due(feed.next_check_at, now.value)}</time></span></span>`;
}

function scheduleWords({ every, at, time_zone: zone }) {
  if (at) return `every day at ${at} (${zone})`;
  return INTERVALS[every] ?? `every ${span(every)}`;
}
