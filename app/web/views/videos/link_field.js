/** Takes in a link and analyses it: paste, and press Enter. */
import { useMemo, useState } from "preact/hooks";
import { html } from "web/html.js";
import { analyseLink } from "web/model/video_actions.js";
import { go, videoHref } from "web/model/route.js";
import { Icon } from "web/parts/icon.js";
import { Button } from "web/parts/button.js";

export function LinkField() {
  const [busy, setBusy] = useState(false);
  const [url, setUrl] = useState("");
  const key = useMemo(() => crypto.getRandomValues(new Uint32Array(4)).join("-"), [url]); // sent again, the same link makes no second video
  const send = async (event) => {
    event.preventDefault();
    if (busy || !url.trim()) return;
    setBusy(true);
    const video = await analyseLink(url.trim(), key);
    setBusy(false);
    if (video) go(videoHref(video.video_id).slice(1));
  };
  return html`<form class="link-field" onSubmit=${send}>
    <label class="search"><${Icon} name="link" /><span class="hidden">Link of a video</span>
      <input type="search" inputmode="url" placeholder="Link of a video: https://…" value=${url} onInput=${(event) => setUrl(event.target.value)} autocomplete="off" spellcheck=${false} />
    </label>
    <${Button} type="submit" kind="main" icon="scan-text" busy=${busy}>Analyse<//>
  </form>`;
}
