/** The key that this browser has signed in with: whose things it shows, and what it allows. */
import { html } from "web/html.js";
import { ALLOWS, mayRule, session } from "web/model/rights.js";

export function AccessCard() {
  const { signed_in: signedIn, name, user, scope } = session.value ?? {};
  if (!signedIn) return null;
  return html`<section class="card" id="access" aria-labelledby="access-title">
    <header class="card-head"><h2 id="access-title">Your access</h2></header>
    <ul class="rows">
      <li><span>Key</span><span class="muted">${name}</span></li>
      <li><span>Shows</span><span class="muted">${user === null ? "what belongs to all users" : `what belongs to ${user}`}</span></li>
      <li><span>Allows</span><span class="muted">${ALLOWS[scope]}</span></li>
    </ul>
    ${!mayRule.value && html`<p class="about">Settings, machine, connections and keys are shown to keys with the scope admin that have no user.</p>`}
  </section>`;
}
