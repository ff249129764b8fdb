/** What is seen: labels of the whole, and scene by scene labels, words on screen and faces. */
import { useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { memo } from "web/parts/memo.js";
import { Icon } from "web/parts/icon.js";
import { boxesShown, showBoxes } from "web/model/boxes.js";
import { hasSeen, placeOf } from "web/model/seen.js";
import { useNow } from "web/views/job/now.js";
import { clock } from "web/format/time.js";
import { percent, plural } from "web/format/number.js";

/** More scenes than this take a browser long to lay out. */
const MANY = 300;
/** Words that were read later in their scene have their time beside them, seconds. */
const APART_S = 1;

export function Vision({ job, playback }) {
  if (!job.vision_results) return null;
  const { scenes, labels, models = {} } = job.vision_results;
  const words = scenes.some(({ text }) => text?.length);
  return html`<section id="vision" class="card vision" aria-labelledby="vision-title" tabindex="-1">
    <header class="card-head"><h2 id="vision-title">In the picture</h2>
      ${words && html`<label class="check">Boxes over the picture<input type="checkbox" class="switch" role="switch" checked=${boxesShown.value} onChange=${(event) => showBoxes(event.target.checked)} /></label>`}
    </header>
    ${labels?.length > 0 && html`<p class="chips">${labels.map((one) => html`<${Label} key=${one.label} label=${one} />`)}</p>`}
    ${hasSeen(job) ? html`<${Scenes} scenes=${scenes} playback=${playback} />` : html`<p class="muted">Nothing was recognised.</p>`}
    ${Object.keys(models).length > 0 && html`<p class="muted made-by">Made by ${Object.entries(models).map(([part, model]) => `${model} (${part})`).join(", ")}</p>`}
  </section>`;
}

function Scenes({ scenes, playback }) {
  const timed = useMemo(() => scenes.map(({ index, start, end }) => ({ key: String(index), from: start, to: end })), [scenes]);
  const now = useNow(timed, playback);
  return html`<ol class="seen-scenes ${scenes.length > MANY ? "many" : ""}" aria-label="Scenes" tabindex="0">
    ${scenes.map((scene) => html`<${Scene} key=${scene.index} scene=${scene} now=${now.has(String(scene.index))} playback=${playback} />`)}
  </ol>`;
}

const Scene = memo(function Scene({ scene, now, playback }) {
  const { start, end, labels, text, faces } = scene;
  return html`<li class="seen-scene ${now ? "now" : ""}">
    <button type="button" class="line-time num" aria-label="Play the scene from ${clock(start)} to ${clock(end)}" onClick=${() => playback.seek(start, { play: true })}>${clock(start)}</button>
    <div>
      ${labels?.length > 0 && html`<p class="chips">${labels.map((one) => html`<${Label} key=${one.label} label=${one} />`)}</p>`}
      ${text?.length > 0 && html`<ul class="screen-texts" aria-label="Words on screen">${text.map((read, n) => html`<li key=${n}><button type="button" title="Show it in the picture; ${percent(read.score)} sure" onClick=${() => show(playback, read, scene)}><${Icon} name="scan-text" /><bdi>${read.text}</bdi>${read.at_s - start >= APART_S && html`<small class="muted num">${clock(read.at_s)}</small>`}</button></li>`)}</ul>`}
      ${faces > 0 && html`<p class="faces"><${Icon} name="users" />${plural(faces, "face")}</p>`}
      ${!labels?.length && !text?.length && !faces && html`<p class="muted">–</p>`}
    </div>
  </li>`;
});

/** Words can be read, and their box seen, in a picture that stands still. */
function show(playback, read, scene) {
  playback.pause();
  playback.seek(placeOf(read, scene));
}

function Label({ label: { label, score } }) {
  return html`<span class="chip"><bdi>${label}</bdi><small class="num">${percent(score)}</small></span>`;
}
