/** One icon of the sprite; decoration, so whatever carries it needs a name of its own. */
import { html } from "web/html.js";

const SPRITE = "/static/icons.svg";

export function Icon({ name, class: more = "" }) {
  return html`<svg class="icon ${more}" aria-hidden="true" focusable="false"><use href="${SPRITE}#${name}" /></svg>`;
}
