/** API keys of persons and programs: list, create, revoke. */
import { useEffect, useState } from "preact/hooks";
import { html } from "web/html.js";
import { slowNow } from "web/model/clock.js";
import { create, isValid, keys, made, refresh, revoke } from "web/model/keys.js";
import { session } from "web/model/rights.js";
import { Button, IconButton } from "web/parts/button.js";
import { CopyButton } from "web/parts/copy_button.js";
import { ago, moment } from "web/format/time.js";

const DAY_MS = 86_400_000;
const SCOPES = { read: "read: see and download", write: "write: also create, change, delete", admin: "admin: also queue, settings, keys" };
const SPANS = { "": "never", 1: "in a day", 7: "in a week", 30: "in 30 days", 365: "in a year" };

export function KeysCard() {
  const [adds, setAdds] = useState(false);
  useEffect(() => void refresh(), []);
  if (!keys.value) return null;
  const [open, ended] = [true, false].map((valid) => keys.value.filter((key) => isValid(key, slowNow.value) === valid));
  return html`<section class="card api-keys" id="keys" tabindex="-1" aria-labelledby="keys-title">
    <header class="card-head"><h2 id="keys-title">Keys <span class="muted num">${open.length || ""}</span></h2>${!adds && html`<${Button} kind="quiet" icon="plus" onClick=${() => setAdds(true)}>Create<//>`}</header>
    ${adds && html`<${Form} onEnd=${() => setAdds(false)} />`}
    ${made.value && html`<${Made} />`}
    ${open.length > 0 && html`<ul class="rows">${open.map((key) => html`<${Key} key=${key.id} of=${key} />`)}</ul>`}
    ${!open.length && !adds && html`<p class="about">Each person and program can have a key of its own, which is taken back alone.${session.value.key_needed ? "" : " From the first one on, this server needs a key."}</p>`}
    ${ended.length > 0 && html`<details><summary class="muted">${ended.length} revoked or expired</summary><ul class="rows">${ended.map((key) => html`<${Key} key=${key.id} of=${key} />`)}</ul></details>`}
  </section>`;
}

function Key({ of: key }) {
  const valid = isValid(key, slowNow.value);
  const end = key.revoked_at ? `revoked ${ago(key.revoked_at, slowNow.value)}` : key.expires_at ? `${valid ? "until" : "expired"} ${moment(key.expires_at)}` : "";
  return html`<li class="api-key"><span class="api-key-name"><b>${key.name}</b> <code>${key.prefix}…</code></span>
    <span class="muted">${[key.scope, key.user === null ? "all users" : `user ${key.user}`, end].filter(Boolean).join(", ")}</span>
    ${valid && html`<${IconButton} icon="trash-2" label="Revoke ${key.name}" onClick=${() => revoke(key)} />`}
  </li>`;
}

function Form({ onEnd }) {
  const [refused, setRefused] = useState("");
  const [busy, setBusy] = useState(false);
  const first = !session.value.key_needed; // who makes it stays in charge
  const send = async (event) => {
    event.preventDefault();
    const data = new FormData(event.target);
    const days = Number(data.get("days"));
    setBusy(true);
    try {
      await create({ name: data.get("name"), scope: data.get("scope") ?? "admin", user: data.get("user") || null, expires_at: days ? new Date(Date.now() + days * DAY_MS).toISOString() : null });
      onEnd();
    } catch (problem) {
      setRefused(problem.errors?.[0]?.msg ?? problem.message);
      setBusy(false);
    }
  };
  return html`<form class="webhook-form" onSubmit=${send}>
    ${first && html`<p class="about">From the first key on, this server needs a key, so the first one may everything. This browser signs in with it at once.</p>`}
    <label>Name<input type="text" name="name" required maxlength="200" placeholder="whose it is, or of which program" autocomplete="off" spellcheck=${false} /></label>
    ${!first && html`<label>Allows<select name="scope">${Object.entries(SCOPES).map(([scope, words]) => html`<option key=${scope} value=${scope} selected=${scope === "write"}>${words}</option>`)}</select></label>
      <label>User<input type="text" name="user" maxlength="200" placeholder="all users" autocomplete="off" spellcheck=${false} /><span class="muted">With a user, the key shows what belongs to that user alone.</span></label>`}
    <label>Expires<select name="days">${Object.entries(SPANS).map(([days, words]) => html`<option key=${days} value=${days} selected=${!days}>${words}</option>`)}</select></label>
    ${refused && html`<p class="bad" role="alert">${refused}</p>`}
    <div class="dialog-actions"><${Button} onClick=${onEnd}>Cancel<//><${Button} kind="main" type="submit" busy=${busy}>Create<//></div>
  </form>`;
}

/** The key itself, which no request can read again. */
function Made() {
  const { name, key } = made.value;
  return html`<div class="webhook-secret" role="status"><p>The key “${name}”, which is shown only now:</p>
    <p><code>${key}</code> <${CopyButton} text=${key} label="Copy the key" /></p><${Button} onClick=${() => (made.value = null)}>I have stored it<//></div>`;
}
