/** A field for a link while there are no jobs yet: paste, or type and Enter. (Pasting elsewhere on the page does the same.) */
import { html } from "web/html.js";
import { takeText } from "web/model/brought.js";
import { go } from "web/model/route.js";
import { Icon } from "web/parts/icon.js";

export function PasteField() {
  const take = (event, text) => {
    event.preventDefault();
    if (takeText(text)) go("/new");
  };
  const enter = (event) => event.key === "Enter" && take(event, event.target.value);
  return html`<label class="search paste-field"><${Icon} name="link" /><span class="hidden">Link</span>
    <input type="search" inputmode="url" placeholder="Paste a link: https://…" autocomplete="off" spellcheck=${false}
      onPaste=${(event) => take(event, event.clipboardData.getData("text/plain"))} onKeyDown=${enter} />
  </label>`;
}
