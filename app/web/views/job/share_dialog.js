/** Share links of a job: make one and copy it, see which there are, revoke one or all. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { html } from "web/html.js";
import { clipOf, ENDS, maySharePublicly, shareAddress, Shares, sharing } from "web/model/shares.js";
import { addressOf, jobHref } from "web/model/route.js";
import { Button, IconButton } from "web/parts/button.js";
import { copy } from "web/parts/clipboard.js";
import { CopyButton } from "web/parts/copy_button.js";
import { Dialog } from "web/parts/dialog.js";
import { Icon } from "web/parts/icon.js";
import { momentText } from "web/format/moment.js";
import { slowNow } from "web/model/clock.js";
import { ago, clock, due } from "web/format/time.js";

/** Names under which no other computer finds this one. */
const HERE = ["localhost", "127.0.0.1", "[::1]"];
const SPANS = { 1: "in a day", 7: "in a week", "": "never" };

export function ShareDialog({ job, clips, playback }) {
  useEffect(() => () => (sharing.value = null), [job.id]);
  return sharing.value && html`<${Opened} job=${job} clips=${clips.value} playback=${playback} asked=${sharing.value} />`;
}

function Opened({ job, clips, playback, asked }) {
  const { made } = asked;
  const of = made?.id ?? job.id; // a clip that people made is a job of its own
  const shares = useMemo(() => new Shares(of), [of]);
  useEffect(() => void shares.refresh(), [shares]);
  const close = () => (sharing.value = null);
  const list = shares.list.value;
  return html`<${Dialog} title=${made ? `Share the clip “${made.title}”` : "Share"} class="share-dialog" onClose=${close}>
    ${maySharePublicly.value ? html`<${Form} shares=${shares} clips=${made ? [] : clips} playback=${playback} asked=${asked} />` : html`<${Closed} job=${job} />`}
    ${list?.length > 0 && html`<header class="share-links-head"><h3 id="share-links-title">Links to this ${made ? "clip" : "job"}</h3>${list.length > 1 && html`<${Button} kind="quiet" icon="trash-2" busy=${shares.busy.value} onClick=${() => shares.revokeAll()}>Revoke all<//>`}</header><ul class="share-links" aria-labelledby="share-links-title">${list.map((share) => html`<${Row} key=${share.id} share=${share} clips=${clips} made=${made} shares=${shares} />`)}</ul>`}
    <div class="dialog-actions"><${Button} onClick=${close}>Close<//></div>
  <//>`;
}

/** A new link; what is chosen is said in the words of who gets it. */
function Form({ shares, clips, playback, asked }) {
  const at = asked.made ? 0 : Math.floor(playback.time.peek());
  const [clip, setClip] = useState(asked.clip === undefined ? "" : String(asked.clip));
  const [note, setNote] = useState("");
  const send = async (event) => {
    event.preventDefault();
    const data = new FormData(event.target);
    const made = await shares.make({ clip: clip === "" ? null : Number(clip), days: Number(data.get("days")) });
    if (!made) return;
    const copied = await copy(shareAddress(made, data.get("at") ? momentText(at) : ""));
    setNote(copied ? "The link is made and copied." : "The link is made; copy it below.");
  };
  return html`<form class="share-form" onSubmit=${send}>
    <p class="muted">Who has the link plays ${asked.made ? "this clip" : "the recording"} and reads what is said in it, without a key. Nothing else of this server is shown.</p>
    ${clips.length > 0 && html`<label>Shows<select name="clip" onChange=${(event) => setClip(event.target.value)}>
      <option value="" selected=${clip === ""}>the whole recording</option>${clips.map(({ index, title }) => html`<option key=${index} value=${index} selected=${clip === String(index)}>clip ${index + 1}: ${title}</option>`)}
    </select></label>`}
    <label>Expires<select name="days" autofocus>${Object.entries(SPANS).map(([days, words]) => html`<option key=${days} value=${days} selected=${days === "7"}>${words}</option>`)}</select></label>
    ${at > 0 && clip === "" && html`<label class="share-at"><input type="checkbox" name="at" value="1" />begins at ${clock(at)}</label>`}
    <${Button} kind="main" icon="link" type="submit" busy=${shares.busy.value}>Make and copy<//>
    <p class="share-note-line muted" role="status">${note || (HERE.includes(location.hostname) ? "This page is open under an address of this computer alone, and so would be the link." : "")}</p>
  </form>`;
}

function Closed({ job }) {
  const address = addressOf(jobHref(job.id));
  return html`<p>Links that need no key are off on this server. Its operator allows them with <code>SHARE_LINKS=true</code>.</p>
    <p class="share-own"><span class="muted">Who has a key can use the link to this page.</span> <${CopyButton} icon="link" text=${address} label="Copy the link to this page" /></p>`;
}

function Row({ share, clips, made, shares }) {
  const open = share.state === "open";
  const clip = share.clip === null ? null : clipOf(share, clips);
  const what = made ? made.title : share.clip === null ? "The whole recording" : clip ? `Clip ${clip.index + 1}: ${clip.title}` : `A clip from ${clock(share.clip_start ?? 0)}`;
  const until = !open ? ENDS[share.state] : share.expires_at ? `expires ${due(share.expires_at, slowNow.value)}` : "does not expire";
  return html`<li class=${open ? "" : "ended"}>
    <div><p dir="auto">${what}</p><p class="muted">made ${ago(share.created_at, slowNow.value)}, ${until}</p></div>
    ${share.url && open && html`<a class="button only-icon quiet" href=${addressOf(share.url)} target="_blank" rel="noreferrer" aria-label="Open the link" title="Open"><${Icon} name="external-link" /></a><${CopyButton} icon="link" text=${shareAddress(share)} label="Copy the link" />`}
    <${IconButton} icon="trash-2" label=${open ? "Revoke the link" : "Remove"} onClick=${() => shares.revoke(share)} />
  </li>`;
}
