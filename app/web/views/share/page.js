/** The page behind a share link: a player, its words, its chapters. */
import { useEffect, useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { Playback } from "web/model/playback.js";
import { Shared } from "web/model/shared.js";
import { momentOf, momentText } from "web/format/moment.js";
import { languageName } from "web/format/language.js";
import { clock } from "web/format/time.js";
import { Button } from "web/parts/button.js";
import { MomentLink } from "web/parts/moment_link.js";
import { ThemeButton } from "web/parts/theme_button.js";
import { Toasts } from "web/parts/toasts.js";
import { Chapters } from "web/views/job/chapters.js";
import { ShareWords } from "web/views/share/words.js";

export function SharePage() {
  const shared = useMemo(() => new Shared(location.pathname), []);
  const playback = useMemo(() => new Playback(), []);
  useEffect(() => shared.start(), []);
  useEffect(() => {
    const at = momentOf(new URLSearchParams(location.search).get("t"));
    if (at !== null) playback.seek(at, { play: true });
  }, []);
  const { value: recording } = shared.recording;
  if (shared.ended.value) return html`<${Note} of=${shared.ended.value} />`;
  if (shared.trouble.value) return html`<${Note} of=${shared.trouble.value}><p><${Button} icon="rotate-cw" busy=${shared.asking.value} onClick=${() => shared.check()}>Try again<//></p><//>`;
  if (!recording) return html`<p class="muted loading" role="status">Loading…</p>`;
  const addressOf = (seconds) => `${location.origin}${shared.path}?t=${momentText(seconds)}`;
  const beside = shared.segments.value.length > 0;
  return html`<main class="share">
      <header class="share-head"><div><h1 dir="auto">${recording.title}</h1><${Meta} recording=${recording} /></div><${ThemeButton} /></header>
      <div class="job-grid ${beside ? "" : "single"}">
        <div class="job-main">
          <${Media} shared=${shared} recording=${recording} playback=${playback} addressOf=${addressOf} />
          <${Chapters} chapters=${recording.chapters} playback=${playback} />
        </div>
        ${beside && html`<${ShareWords} shared=${shared} recording=${recording} playback=${playback} addressOf=${addressOf} />`}
      </div>
    </main><${Toasts} />`;
}

function Note({ of: { title, text }, children }) {
  return html`<main class="share share-note"><div role="alert"><h1>${title}</h1><p>${text}</p></div>${children}</main>`;
}

function Meta({ recording: { clip, duration, language, complete } }) {
  const words = [clip && "Clip", duration && clock(duration), language && language !== "und" && languageName(language), !complete && "still being transcribed"];
  return html`<p class="muted num">${words.filter(Boolean).join(" · ")}</p>`;
}

function Media({ shared, recording, playback, addressOf }) {
  const { path } = shared;
  const kind = recording.media;
  useEffect(() => {
    const turn = (event) => {
      if (event.key !== "k" || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      playback.turn();
    };
    addEventListener("keydown", turn);
    return () => removeEventListener("keydown", turn);
  }, []);
  if (!kind) return html`<p class="muted">The recording itself is not here any more; what was said in it is.</p>`;
  return html`<div class="player ${kind} ${playback.playing.value ? "playing" : ""}">
    <${kind} ref=${playback.attach} controls aria-label=${recording.title} preload="metadata" playsinline src="${path}/media" poster=${recording.poster && kind === "video" ? `${path}/poster` : null}>
      ${shared.segments.value.length > 0 && html`<track kind="captions" label="Captions" srclang=${recording.language ?? "en"} src="${path}/captions?_=${encodeURIComponent(shared.version.value)}" default />`}
    <//>
    <p class="player-foot"><${MomentLink} playback=${playback} addressOf=${addressOf} /></p>
    ${playback.failed.value && html`<p class="muted player-failed">The recording does not play: this browser cannot, or the server did not send it. <${Button} kind="quiet" icon="rotate-cw" onClick=${() => playback.again()}>Try again<//> <a href="${path}/media" download>Download it</a></p>`}
  </div>`;
}
