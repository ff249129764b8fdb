/** Markup in template literals: html`<p>${text}</p>` makes Preact elements. */
import { h } from "preact";
import htm from "htm";

export const html = htm.bind(h);
