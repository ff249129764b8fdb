/** Buttons: with words, or an icon alone with its words as name and tooltip. */
import { html } from "web/html.js";
import { Icon } from "web/parts/icon.js";

/**
 * A busy button does nothing, and keeps the focus, which a disabled one loses.
 * @param {{icon?: string, kind?: "plain"|"main"|"danger"|"quiet", busy?: boolean, onClick?: (event: Event) => void}} props the rest goes to the button
 */
export function Button({ icon, kind = "plain", busy = false, class: more = "", onClick, children, ...rest }) {
  const click = busy ? (event) => event.preventDefault() : onClick;
  return html`<button type="button" class="button ${kind} ${more}" aria-disabled=${busy || null} onClick=${click} ...${rest}>
    ${icon && html`<${Icon} name=${icon} />`}<span>${children}</span>
  </button>`;
}

export function IconButton({ icon, label, kind = "quiet", class: more = "", ...rest }) {
  return html`<button type="button" class="button only-icon ${kind} ${more}" aria-label=${label} title=${label} ...${rest}>
    <${Icon} name=${icon} />
  </button>`;
}

/** A link that looks like a button. */
export function ButtonLink({ icon, kind = "plain", class: more = "", children, ...rest }) {
  return html`<a class="button ${kind} ${more}" ...${rest}>${icon && html`<${Icon} name=${icon} />`}<span>${children}</span></a>`;
}
