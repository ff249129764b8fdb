/** Links to the API's description, for authors of clients. */
import { html } from "web/html.js";
import { address } from "web/net/address.js";
import { Icon } from "web/parts/icon.js";

const PAGES = [
  ["/docs", "Try it", "every request, to be sent from the page"],
  ["/redoc", "Read it", "the same as one document"],
  ["/openapi.json", "OpenAPI", "for programs that make clients"],
  ["/metrics", "Metrics", "for Prometheus"],
];

export function ApiCard() {
  return html`<section class="card" id="api" tabindex="-1" aria-labelledby="api-title">
    <header class="card-head"><h2 id="api-title">API</h2></header>
    <ul class="rows">${PAGES.map(
      ([path, name, about]) => html`<li key=${path}><a href=${address(path)}><${Icon} name="file-text" /> ${name}</a><span class="muted">${about}</span></li>`,
    )}</ul>
  </section>`;
}
