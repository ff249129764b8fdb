/** A clip, playing, with what is said in it. */
import { html } from "web/html.js";
import { isSound } from "web/model/clip_draft.js";
import { mayWrite } from "web/model/rights.js";
import { addressOf, clipHref } from "web/model/route.js";
import { sharing } from "web/model/shares.js";
import { Button, ButtonLink } from "web/parts/button.js";
import { CopyButton } from "web/parts/copy_button.js";
import { Dialog } from "web/parts/dialog.js";
import { clock, span } from "web/format/time.js";

/** @param {{job: object}} props the job whose clip it is; one that people made has no address on the page */
export function ClipDialog({ job, clip, playback, onClose }) {
  const own = clip.index !== undefined;
  const share = () => {
    onClose();
    sharing.value = own ? { clip: clip.index } : { made: clip };
  };
  const inContext = () => {
    onClose();
    playback.seek(clip.start, { play: true });
  };
  return html`<${Dialog} title=${clip.title} class="clip-dialog" onClose=${onClose}>
    <${isSound(clip) ? "audio" : "video"} src="${clip.url}${clip.url.includes("?") ? "&" : "?"}inline=1" aria-label=${clip.title} controls autoplay playsinline><//>
    ${clip.reason && html`<p dir="auto">${clip.reason}</p>`}
    ${clip.text && html`<p class="muted" dir="auto">${clip.text}</p>`}
    <div class="dialog-actions">
      <span class="muted num">${clock(clip.start)}–${clock(clip.end)}, ${span(clip.end - clip.start)}</span>
      ${own && html`<${CopyButton} icon="link" text=${addressOf(clipHref(job.id, clip.index))} label="Copy the link to this clip" />`}
      ${mayWrite.value && html`<${Button} icon="share-2" onClick=${share}>Share<//>`}
      <${Button} icon="film" onClick=${inContext}>In context<//>
      <${ButtonLink} icon="download" href=${clip.url} download>Download<//>
      <${Button} kind="main" onClick=${onClose}>Close<//>
    </div>
  <//>`;
}
