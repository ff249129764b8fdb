/** Webhooks: who is told of what, what was delivered, a try, and once more. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { html } from "web/html.js";
import { slowNow } from "web/model/clock.js";
import { mayWrite } from "web/model/rights.js";
import { EVENTS, Webhooks } from "web/model/webhooks.js";
import { Button, IconButton } from "web/parts/button.js";
import { CopyButton } from "web/parts/copy_button.js";
import { ago, moment } from "web/format/time.js";

const CHECK_MS = 5000;
const MARKS = { delivered: "good", failed: "bad", pending: "muted" };

export function WebhooksCard() {
  const hooks = useMemo(() => new Webhooks(), []);
  const [adds, setAdds] = useState(false);
  useEffect(() => void hooks.refresh(), [hooks]);
  const all = hooks.list.value;
  if (!all) return null;
  return html`<section class="card webhooks" id="webhooks" tabindex="-1" aria-labelledby="webhooks-title">
    <header class="card-head"><h2 id="webhooks-title">Webhooks <span class="muted num">${all.length || ""}</span></h2>${!adds && mayWrite.value && html`<${Button} kind="quiet" icon="plus" onClick=${() => setAdds(true)}>Add<//>`}</header>
    ${adds && html`<${Form} hooks=${hooks} onEnd=${() => setAdds(false)} />`}
    ${hooks.made.value && html`<${Secret} made=${hooks.made.value} onClose=${() => (hooks.made.value = null)} />`}
    ${all.length ? html`<ul class="rows">${all.map((hook) => html`<${Hook} key=${hook.id} hook=${hook} hooks=${hooks} />`)}</ul>` : !adds && html`<p class="muted">Programs can be sent a signed message when a job ends or a clip is ready.</p>`}
  </section>`;
}

function Hook({ hook, hooks }) {
  const open = hooks.open.value?.id === hook.id;
  return html`<li class="webhook">
    <div class="webhook-head"><span class="webhook-url" title=${hook.events.join(", ")}>${hook.url}</span>${!hook.enabled && html`<span class="bad">disabled: its receiver is gone</span>`}
      <span class="webhook-actions"><${Button} kind="quiet" aria-expanded=${open} onClick=${() => (open ? hooks.close() : hooks.show(hook))}>${open ? "Close" : "Log"}<//>
        ${mayWrite.value && html`<${Button} kind="quiet" onClick=${() => hooks.ping(hook)}>Ping<//><${IconButton} icon="trash-2" label="Delete ${hook.url}" onClick=${() => hooks.remove(hook)} />`}</span>
    </div>
    ${open && html`<${Log} hook=${hook} hooks=${hooks} />`}
  </li>`;
}

function Log({ hook, hooks }) {
  const log = hooks.log.value;
  const waits = log?.some(({ status }) => status === "pending");
  useEffect(() => {
    const timer = waits && setInterval(() => hooks.show(hook), CHECK_MS);
    return () => clearInterval(timer);
  }, [waits]);
  if (!log) return html`<p class="muted" role="status">Loading…</p>`;
  if (!log.length) return html`<p class="muted">Nothing was delivered yet.</p>`;
  return html`<ul class="deliveries">${log.map(
    (one) => html`<li key=${one.id}><span class=${MARKS[one.status]}>${one.status}</span> <span>${one.event}</span> <time class="muted" datetime=${one.created_at} title=${moment(one.created_at)}>${ago(one.created_at, slowNow.value)}</time>
      <span class="muted">${outcome(one)}</span>${one.status !== "pending" && mayWrite.value && html`<${Button} kind="quiet" icon="rotate-cw" onClick=${() => hooks.redeliver(hook, one)}>Once more<//>`}</li>`,
  )}</ul>`;
}

function outcome({ status, attempts, response_status: answer, response_ms: ms, error }) {
  if (status === "delivered") return `${answer} in ${ms} ms${attempts > 1 ? `, attempt ${attempts}` : ""}`;
  return attempts ? `${error ?? ""} (attempt ${attempts} of 5)` : "";
}

function Form({ hooks, onEnd }) {
  const [refused, setRefused] = useState("");
  const send = async (event) => {
    event.preventDefault();
    const data = new FormData(event.target);
    try {
      await hooks.create(data.get("url"), data.getAll("events"));
      onEnd();
    } catch (problem) {
      setRefused(problem.errors?.[0]?.msg ?? problem.message);
    }
  };
  return html`<form class="webhook-form" onSubmit=${send}>
    <label>Address<input name="url" type="url" required placeholder="https://" autocomplete="off" spellcheck=${false} /></label>
    <fieldset><legend>It is sent a message when</legend>${Object.entries(EVENTS).map(([name, words]) => html`<label key=${name}><input type="checkbox" name="events" value=${name} checked=${name === "job.completed" || name === "job.failed"} />${words}</label>`)}</fieldset>
    ${refused && html`<p class="bad" role="alert">${refused}</p>`}
    <div class="dialog-actions"><${Button} onClick=${onEnd}>Cancel<//><${Button} kind="main" type="submit">Add<//></div>
  </form>`;
}

/** The secret, which no request can read again. */
function Secret({ made, onClose }) {
  return html`<div class="webhook-secret" role="status"><p>Its messages are signed with this secret, which is shown only now:</p>
    <p><code>${made.secret}</code> <${CopyButton} text=${made.secret} label="Copy the secret" /></p><${Button} onClick=${onClose}>I have stored it<//></div>`;
}
