import { html } from "web/html.js";
import { Icon } from "web/parts/icon.js";

/** What stands where nothing is, and what to do about it. */
export function Empty({ icon, title, children }) {
  return html`<div class="empty"><${Icon} name=${icon} /><h2>${title}</h2><div>${children}</div></div>`;
}
