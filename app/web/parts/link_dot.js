/** Shows whether the page is connected to the server. */
import { html } from "web/html.js";
import { broadcast } from "web/model/broadcast.js";

const WORDS = { live: "Live", connecting: "Connecting", waiting: "Offline", refused: "Refused", finished: "Offline", idle: "Offline" };

export function LinkDot() {
  const { phase } = broadcast.link.value;
  return html`<span class="link-dot ${phase}" title="Live updates: ${WORDS[phase]}"><i></i><span>${WORDS[phase]}</span></span>`;
}
