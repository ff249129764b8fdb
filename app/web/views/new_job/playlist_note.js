/** Shows that a link is a playlist, and replaces it by its videos on request. */
import { useState } from "preact/hooks";
import { html } from "web/html.js";
import { post } from "web/net/api.js";
import { say } from "web/model/toast.js";
import { Icon } from "web/parts/icon.js";
import { Button } from "web/parts/button.js";
import { refocusing } from "web/parts/refocus.js";
import { plural } from "web/format/number.js";

const AT_MOST = 200;

export function PlaylistNote({ link, onList }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  if (link.playlist === "member") return html`<p class="playlist-note"><${Icon} name="info" /><span>One video of a playlist: only this one is taken. ${link.url}</span></p>`;
  const list = async () => {
    setBusy(true);
    try {
      const { items, count } = await post("/api/v1/playlist", { url: link.url, limit: AT_MOST });
      onList(items.map(({ url }) => url));
      say(`${plural(items.length, "video")}${count > items.length ? ` of ${count}` : ""} from the playlist.`);
    } catch (refused) {
      setProblem(refused.message);
      setBusy(false);
    }
  };
  return html`<div class="playlist-note whole"><${Icon} name="list-end" />
    <span><b>A playlist.</b> A job takes one video: list them, and choose.<span class="field-problem" role="alert">${problem}</span></span>
    <${Button} busy=${busy} onClick=${() => refocusing(list, () => document.getElementById("links"))}>${busy ? "Asking…" : "List its videos"}<//>
  </div>`;
}
