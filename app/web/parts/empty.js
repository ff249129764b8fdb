import { html } from "web/html.js";
import { Icon } from "web/parts/icon.js";

/** The placeholder of an empty part, with a hint what to do. `whole`: it is all that the view has. */
export function Empty({ icon, title, whole = false, children }) {
  return html`<div class="empty"><${Icon} name=${icon} /><${whole ? "h1" : "h2"}>${title}<//><div>${children}</div></div>`;
}
