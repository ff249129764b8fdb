import { html } from "web/html.js";
import { Icon } from "web/parts/icon.js";

/** The placeholder of an empty part, with a hint what to do. */
export function Empty({ icon, title, children }) {
  return html`<div class="empty"><${Icon} name=${icon} /><h2>${title}</h2><div>${children}</div></div>`;
}
