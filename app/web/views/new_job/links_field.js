/** One or many links. */
import { html } from "web/html.js";
import { PlaylistNote } from "web/views/new_job/playlist_note.js";
import { plural } from "web/format/number.js";

export function LinksField({ text, links, problem, onText }) {
  const wrong = links.filter((link) => link.problem);
  const good = links.length - wrong.length;
  const lists = links.filter((link) => link.playlist);
  return html`<div class="field">
    <label for="links">Links</label>
    <textarea id="links" rows=${Math.min(8, Math.max(3, links.length + 1))} value=${text} onInput=${(event) => onText(event.target.value)} placeholder="https://…" spellcheck=${false}
      autocapitalize="off" aria-describedby="links-about links-problem" aria-invalid=${Boolean(problem)}></textarea>
    <p id="links-about" class="about">
      ${good > 1 ? plural(good, "link") : "One a line. Sites that yt-dlp knows, or a link to a media file."}
      ${wrong.length > 0 && html`<span class="warned"> · ${plural(wrong.length, "line")} ${wrong.length === 1 ? "is" : "are"} no http(s) link: ${wrong[0].url}</span>`}
    </p>
    ${lists.map((link) => html`<${PlaylistNote} key=${link.url} link=${link} onList=${(urls) => onText(text.replace(link.url, urls.join("\n")))} />`)}
    <p id="links-problem" class="field-problem" role="alert">${problem ?? ""}</p>
  </div>`;
}
