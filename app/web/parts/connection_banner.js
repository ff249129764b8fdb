/** Shows that the connection is lost, since when, and when the next attempt comes. */
import { html } from "web/html.js";
import { broadcast } from "web/model/broadcast.js";
import { now } from "web/model/clock.js";
import { Icon } from "web/parts/icon.js";
import { Button } from "web/parts/button.js";
import { timeOfDay } from "web/format/time.js";

const PATIENCE_MS = 1200; // a shorter cut is not shown

export function ConnectionBanner() {
  const { phase, lostAt, retryAt, code } = broadcast.link.value;
  const lost = lostAt && phase !== "live" && now.value - lostAt > PATIENCE_MS;
  return html`<div role="status" aria-live="polite">
    ${phase === "refused" && html`<p class="banner"><${Icon} name="ban" />The server refuses live updates to this page (${code}): another site's origin, or no access.</p>`}
    ${lost && html`<div class="banner"><${Icon} name="wifi-off" />
      <span><b>Connection lost.</b> This is how it stood at ${timeOfDay(lostAt)}; it goes on by itself when the server answers.</span>
      <span class="banner-retry" aria-hidden="true">${phase === "waiting" ? `next try in ${Math.max(1, Math.ceil((retryAt - now.value) / 1000))} s` : "trying…"}</span>
      <${Button} onClick=${broadcast.retryNow} busy=${phase !== "waiting"}>Try now<//>
    </div>`}
  </div>`;
}
