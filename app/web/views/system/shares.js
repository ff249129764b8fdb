/** Share links to all recordings: which there are, and the end of one or of all. */
import { useEffect, useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { slowNow } from "web/model/clock.js";
import { jobHref } from "web/model/route.js";
import { ENDS, Shares } from "web/model/shares.js";
import { Button, IconButton } from "web/parts/button.js";
import { due } from "web/format/time.js";

export function SharesCard() {
  const shares = useMemo(() => new Shares(), []);
  useEffect(() => void shares.refresh(), []);
  const list = shares.list.value;
  if (!list?.length) return null;
  const more = shares.total.value - list.length;
  return html`<section class="card shares" id="share-links" tabindex="-1" aria-labelledby="share-links-title">
    <header class="card-head"><h2 id="share-links-title">Share links <span class="muted num">${shares.total.value}</span></h2><${Button} kind="quiet" icon="trash-2" busy=${shares.busy.value} onClick=${() => shares.revokeAll()}>Revoke all<//></header>
    <ul class="rows">${list.map((share) => html`<${Link} key=${share.id} of=${share} shares=${shares} />`)}</ul>
    ${more > 0 && html`<p class="about">and ${more} older</p>`}
  </section>`;
}

function Link({ of: share, shares }) {
  const open = share.state === "open";
  const title = share.video_title ?? "Recording";
  const until = !open ? ENDS[share.state] : share.expires_at ? `expires ${due(share.expires_at, slowNow.value)}` : "does not expire";
  return html`<li class="api-key"><a class="api-key-name" dir="auto" href=${jobHref(share.job_id)}>${title}</a>
    <span class="muted">${share.clip === null ? "" : "a clip, "}${until}</span>
    <${IconButton} icon="trash-2" label="${open ? "Revoke the link to" : "Remove the link to"} ${title}" onClick=${() => shares.revoke(share)} />
  </li>`;
}
