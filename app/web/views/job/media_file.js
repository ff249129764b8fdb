/** What the file states about itself: container, streams, chapters, tags. */
import { html } from "web/html.js";
import { fileRows, kindWords, streamLanguage, streamWords } from "web/format/metadata.js";
import { clock } from "web/format/time.js";

export function MediaFile({ job, playback }) {
  const stated = job.media_metadata;
  if (!stated) return null;
  const tags = Object.entries(stated.tags ?? {});
  return html`<section id="media-file" class="card media-file" aria-labelledby="media-file-title" tabindex="-1">
    <header class="card-head"><h2 id="media-file-title">Media file</h2></header>
    <dl class="file-rows">${fileRows(stated).map(([label, words]) => html`<div key=${label}><dt>${label}</dt><dd>${words}</dd></div>`)}</dl>
    ${stated.streams.length > 0 && html`<${Streams} streams=${stated.streams} />`}
    ${stated.chapters.length > 0 && html`<h3>Chapters</h3><${Chapters} chapters=${stated.chapters} playback=${playback} />`}
    ${tags.length > 0 && html`<h3>Tags</h3><dl class="file-tags">${tags.map(([name, text]) => html`<div key=${name}><dt dir="auto">${name.replaceAll("_", " ")}</dt><dd dir="auto">${text}</dd></div>`)}</dl>`}
  </section>`;
}

function Streams({ streams }) {
  return html`<div class="streams" role="region" aria-label="Streams" tabindex="0"><table>
    <thead><tr><th scope="col">Stream</th><th scope="col">Codec</th><th scope="col">Properties</th><th scope="col">Language</th></tr></thead>
    <tbody>${streams.map(
      (stream) => html`<tr key=${stream.index}>
        <th scope="row"><span class="muted num">${stream.index}</span> ${kindWords(stream)}${stream.default && html` <small class="muted">default</small>`}</th>
        <td>${stream.codec}${stream.profile && html` <small class="muted">${stream.profile}</small>`}</td><td>${streamWords(stream) || "–"}</td><td>${streamLanguage(stream) || "–"}</td>
      </tr>`,
    )}</tbody>
  </table></div>`;
}

function Chapters({ chapters, playback }) {
  return html`<ol class="chapters">${chapters.map(
    ({ start, title }, n) => html`<li key=${n}><button type="button" class="line-time num" aria-label="Play the chapter from ${clock(start)}" onClick=${() => playback.seek(start, { play: true })}>${clock(start)}</button><span dir="auto">${title || `Chapter ${n + 1}`}</span></li>`,
  )}</ol>`;
}
