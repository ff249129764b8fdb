/** The log of a feed: every entry that it has had, with its job, or the reason why there is none. */
import { html } from "web/html.js";
import { slowNow } from "web/model/clock.js";
import { mayWrite } from "web/model/rights.js";
import { jobHref } from "web/model/route.js";
import { Button } from "web/parts/button.js";
import { Icon } from "web/parts/icon.js";
import { StateBadge } from "web/parts/state_badge.js";
import { ago, clock, moment } from "web/format/time.js";
import { count } from "web/format/number.js";

const WORDS = {
  arriving: { icon: "hourglass", words: "still arriving" },
  skipped: { icon: "minus", words: "left out" },
  waiting: { icon: "clock", words: "waits for a check" },
  refused: { icon: "circle-x", words: "refused" },
};

/** The server's reason for what a new feed leaves out. */
const OF_THE_PAST = "It was there before the feed.";
const PAST = { icon: "minus", words: "from before" };

export function FeedLog({ feed, feeds }) {
  const log = feeds.log.value;
  if (!log) return html`<p class="muted" role="status">Loading…</p>`;
  if (!log.length) return html`<p class="muted feed-log-empty">Nothing was found yet.</p>`;
  return html`<ul class="feed-log" aria-label="Log of ${feed.name}">${log.map((entry) => html`<${Entry} key=${entry.entry} feed=${feed} feeds=${feeds} entry=${entry} />`)}</ul>
    ${log.length < feeds.total.value && html`<p class="more-videos"><span class="muted num">${count(log.length)} of ${count(feeds.total.value)}</span>${log.length < 200 && html`<${Button} icon="chevron-down" onClick=${() => feeds.showMore()}>Show more<//>`}</p>`}`;
}

function Entry({ feed, feeds, entry }) {
  const { title, url, path, status, reason, job_id: jobId, job_status: jobStatus, job_error: error } = entry;
  const name = title ?? path ?? url;
  const when = entry.published_at ?? entry.found_at;
  return html`<li class=${status}>
    <span class="feed-entry" title=${url ?? path} dir="auto">${jobId && jobStatus ? html`<a href=${jobHref(jobId)}>${name}</a>` : name}</span>
    <span class="feed-entry-end">${entry.duration && html`<span class="muted num">${clock(entry.duration)}</span>`}<time class="muted" datetime=${when} title=${moment(when)}>${ago(when, slowNow.value)}</time><${Became} entry=${entry} />
      ${mayWrite.value && (status === "skipped" || status === "refused") && html`<${Button} kind="quiet" onClick=${() => feeds.take(feed, entry)} aria-label="Take ${name}">Take<//>`}</span>
    ${(error || (reason && reason !== OF_THE_PAST)) && html`<p class=${status === "refused" || error ? "bad" : "muted"}>${reason ?? error}</p>`}
  </li>`;
}

function Became({ entry: { status, reason, job_id: jobId, job_status: jobStatus } }) {
  if (jobStatus) return html`<${StateBadge} status=${jobStatus} />`;
  if (jobId) return html`<span class="muted">its job was deleted</span>`;
  const { icon, words } = reason === OF_THE_PAST ? PAST : WORDS[status];
  return html`<span class=${status === "refused" ? "bad" : "muted"}><${Icon} name=${icon} /> ${words}</span>`;
}
