/** Voices that are remembered, by the names that people gave them. */
import { useEffect } from "preact/hooks";
import { html } from "web/html.js";
import { slowNow } from "web/model/clock.js";
import { forget, refresh, voices } from "web/model/voices.js";
import { IconButton } from "web/parts/button.js";
import { ago } from "web/format/time.js";
import { plural } from "web/format/number.js";

export function VoicesCard() {
  useEffect(() => void refresh(), []);
  if (!voices.value.length) return null;
  return html`<section class="card" id="voices" tabindex="-1" aria-labelledby="voices-title">
    <header class="card-head"><h2 id="voices-title">Voices <span class="muted num">${voices.value.length}</span></h2></header>
    <ul class="rows">${voices.value.map((voice) => html`<${Voice} key=${voice.id} of=${voice} />`)}</ul>
  </section>`;
}

function Voice({ of: voice }) {
  const facts = [plural(voice.recordings, "recording"), voice.user !== null && `user ${voice.user}`, ago(voice.updated_at, slowNow.value)];
  return html`<li class="api-key"><span class="api-key-name"><b>${voice.name}</b></span>
    <span class="muted">${facts.filter(Boolean).join(", ")}</span>
    <${IconButton} icon="trash-2" label="Forget ${voice.name}" onClick=${() => forget(voice)} />
  </li>`;
}
