/** One icon of the sprite; decoration, so its parent needs a name of its own. */
import { html } from "web/html.js";
import { address } from "web/net/address.js";

export function Icon({ name, class: more = "" }) {
  return html`<svg class="icon ${more}" aria-hidden="true" focusable="false"><use href="#icon-${name}" /></svg>`;
}

/** Put the sprite into the page, so that every icon is available also without the server. */
export async function loadIcons() {
  const answer = await fetch(address("/static/icons.svg"));
  const sprite = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
  sprite.setAttribute("class", "hidden");
  sprite.setAttribute("aria-hidden", "true");
  document.body.prepend(document.importNode(sprite, true));
}
