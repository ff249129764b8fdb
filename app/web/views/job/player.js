/** The source or the film, playing, with its captions. */
import { useCallback, useEffect } from "preact/hooks";
import { html } from "web/html.js";
import { isFinished } from "web/model/job_state.js";
import { addressOf, momentHref } from "web/model/route.js";
import { Button } from "web/parts/button.js";
import { Icon } from "web/parts/icon.js";
import { MomentLink } from "web/parts/moment_link.js";
import { TextBoxes } from "web/views/job/text_boxes.js";
import { artifactOf, isAudio, playedOf, urlOf } from "web/views/job/artifact.js";
import { titleOf } from "web/format/source.js";
import { address } from "web/net/address.js";

/** @param {{captionsOf?: object, captions?: boolean, over?: unknown}} props `captionsOf`: the job whose transcript the captions are, if another one; `over` lies over the picture */
export function Player({ job, segments, playback, captionsOf = job, captions: captioned = true, over = null }) {
  const source = playedOf(job);
  const poster = artifactOf(job, "poster");
  const count = segments.value.length;
  const captions = captioned && isFinished(job) && count > 0 ? address(`/api/v1/jobs/${captionsOf.id}/transcript?format=vtt&_=${captionsOf.last_seq}`) : null; // read anew when people have corrected them
  useEffect(() => {
    const turn = (event) => {
      if (event.key !== "k" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
      event.preventDefault();
      playback.turn();
    };
    addEventListener("keydown", turn);
    return () => removeEventListener("keydown", turn);
  }, [playback]);
  const linkOf = useCallback((seconds) => addressOf(momentHref(captionsOf.id, seconds)), [captionsOf?.id]);
  if (!source) return isFinished(job) ? null : html`<div id="player" class="player-place" tabindex="-1"><${Icon} name="film" /><span class="muted">The player appears when ${job.prompt ? "the film is made" : "the source is here"}</span></div>`;
  const kind = isAudio(job) ? "audio" : "video";
  return html`<div id="player" class="player ${kind} ${playback.playing.value ? "playing" : ""}" tabindex="-1">
    <${kind} key=${source.id} ref=${playback.attach} controls aria-label=${titleOf(job)} preload="metadata" playsinline src=${urlOf(job, source, { inline: true })}
      poster=${poster && kind === "video" ? urlOf(job, poster, { inline: true }) : null}>
      ${captions && html`<track key=${captionsOf.id} kind="captions" label="Captions" srclang=${job.language ?? "en"} src=${captions} default />`}
    <//>
    ${kind === "video" && job.vision_results && html`<${TextBoxes} seen=${job.vision_results} playback=${playback} />`}
    ${kind === "video" && over}
    ${captionsOf && !over && html`<p class="player-foot"><${MomentLink} playback=${playback} addressOf=${linkOf} /></p>`}
    ${playback.failed.value && html`<p class="muted player-failed">The source (${source.media_type}) does not play: this browser cannot, or the server did not send it. <${Button} kind="quiet" icon="rotate-cw" onClick=${() => playback.again()}>Try again<//> <a href=${urlOf(job, source)} download>Download it</a></p>`}
  </div>`;
}
