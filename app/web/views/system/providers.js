/** The services that make films: how each fares, what it cost today, and a test that costs nothing. */
import { useState } from "preact/hooks";
import { html } from "web/html.js";
import { slowNow } from "web/model/clock.js";
import { dollars, serviceTitle } from "web/model/films.js";
import { mayRule } from "web/model/rights.js";
import { usePolled } from "web/model/poll.js";
import { post } from "web/net/api.js";
import { Button } from "web/parts/button.js";
import { ago, timeOfDay } from "web/format/time.js";

const CHECK_MS = 15_000;
const TEST_S = 10;
const STATES = { healthy: ["good", "works"], degraded: ["warned", "fails at times"], unhealthy: ["bad", "fails"], disabled: ["muted", "not set up"] };

export function ProvidersCard() {
  const { value } = usePolled("/api/v1/providers/status", CHECK_MS);
  if (!value) return null;
  return html`<section class="card" id="providers" tabindex="-1" aria-labelledby="providers-title">
    <header class="card-head"><h2 id="providers-title">Providers of films</h2></header>
    <ul class="rows">${value.providers.map((one) => html`<${Provider} key=${one.provider} one=${one} />`)}</ul>
  </section>`;
}

function Provider({ one }) {
  const [outcome, setOutcome] = useState(null);
  const [tone, words] = STATES[one.status] ?? ["muted", one.status];
  const test = async () => {
    setOutcome({ busy: true });
    const tested = await post("/api/v1/providers/test", { provider: one.provider, timeout: TEST_S }).catch(({ message }) => ({ ok: false, error: message }));
    setOutcome(tested);
  };
  return html`<li class="provider">
    <div class="webhook-head"><b title=${one.models.join(", ")}>${serviceTitle(one.provider)}</b><span class=${tone}>${words}</span><span class="muted num">${factsOf(one)}</span>
      ${mayRule.value && one.status !== "disabled" && html`<span class="webhook-actions"><${Button} kind="quiet" busy=${outcome?.busy} aria-label="Test ${serviceTitle(one.provider)}" onClick=${test}>Test<//></span>`}
    </div>
    <p class="provider-test ${outcome?.ok ? "good" : "bad"}" role="status">${testWords(outcome)}</p>
  </li>`;
}

function testWords(outcome) {
  if (!outcome || outcome.busy) return "";
  return outcome.ok ? `It answered in ${Math.round(outcome.response_time_ms)} ms.` : outcome.error;
}

/** "circuit open until 12:30, $0.40 a film, $1.20 spent today, answers in 340 ms" */
function factsOf({ circuit, open_until: until, consecutive_failures: failures, cost_per_request: cost, spent_today_usd: spent, avg_response_time_ms: ms, last_checked_at: checked }) {
  const parts = [
    circuit === "open" && `circuit open${until ? ` until ${timeOfDay(until)}` : ""}`,
    circuit === "half_open" && "circuit half open: the next order tries it",
    failures > 0 && `${failures} failed in a row`,
    cost ? `${dollars(cost)} a film` : "free",
    spent > 0 && `${dollars(spent)} spent today`,
    ms && `answers in ${Math.round(ms)} ms`,
    checked && `checked ${ago(checked, slowNow.value)}`,
  ];
  return parts.filter(Boolean).join(", ");
}
