/** After a correction of a name: that other lines have it as it was, and a press that corrects them, too. */
import { html } from "web/html.js";
import { plural } from "web/format/number.js";
import { Button, IconButton } from "web/parts/button.js";

/** @param {{corrections: import("web/model/corrections.js").Corrections}} props */
export function AlikeNote({ corrections }) {
  const alike = corrections.alike.value;
  const leave = () => (corrections.alike.value = null);
  return html`<div role="status">${alike &&
  html`<div class="transcript-note">
    <span><q dir="auto">${alike.find}</q> also stands in ${plural(alike.count, "other line")}.</span>
    <${Button} busy=${corrections.busy.value} onClick=${corrections.replaceAlike}>Make it “${alike.by}” there, too<//>
    <${IconButton} icon="x" label="Leave them" onClick=${leave} />
  </div>`}</div>`;
}
