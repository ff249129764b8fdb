/** What can be put into the edit: scenes, sentences and clips of the source. A click adds, a drag places, shift adds several. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { html } from "web/html.js";
import { AnalysedScenes, scenesBetween } from "web/model/scenes.js";
import { Button } from "web/parts/button.js";
import { pictureAt } from "web/views/job/storyboard_lane.js";
import { carry } from "web/views/edit/carried.js";
import { clock, exact, span } from "web/format/time.js";
import { address } from "web/net/address.js";

const PICTURE_PX = 54;

export function Stock({ job, edit, playback, segments, clips }) {
  const scenes = useScenes(job);
  const kinds = [
    ["scenes", "Scenes", scenes.map(sceneOf)],
    ["sentences", "Sentences", segments.value.map(sentenceOf)],
    ["clips", "Clips", clips.value.map(clipOf)],
  ].filter(([, , items]) => items.length > 0);
  const [wanted, choose] = useState(null);
  const [kind, , items] = kinds.find(([name]) => name === wanted) ?? kinds[0] ?? ["", "", []];
  return html`<section class="card stock" aria-label="Parts of the source">
    <header class="card-head"><div class="stock-tabs" role="tablist">
        ${kinds.map(([name, label, all]) => html`<button key=${name} type="button" role="tab" aria-selected=${name === kind} onClick=${() => choose(name)}>${label} <span class="muted num">${all.length}</span></button>`)}
      </div>
      ${items.length > 0 && html`<${Button} kind="quiet" icon="plus" onClick=${() => edit.add(items)}>All<//>`}
    </header>
    ${items.length ? html`<${Items} key=${kind} kind=${kind} items=${items} job=${job} edit=${edit} playback=${playback} />` : html`<p class="muted">Play the source and mark a stretch with I and O: scenes, sentences and clips are offered here when the job has them.</p>`}
  </section>`;
}

function Items({ kind, items, job, edit, playback }) {
  const last = useRef(null);
  const add = (n, event) => {
    const from = event.shiftKey && last.current !== null ? Math.min(last.current, n) : n;
    const to = event.shiftKey && last.current !== null ? Math.max(last.current, n) : n;
    edit.add(items.slice(from, to + 1).filter((_, at) => !event.shiftKey || from + at !== last.current));
    last.current = n;
  };
  return html`<ol class="stock-items ${kind}">${items.map(
    (item, n) => html`<li key=${item.id} draggable="true" onDragStart=${(event) => carry(event, { stretch: item })}>
      ${item.picture !== undefined && html`<i class="stock-picture" style=${item.picture ? { backgroundImage: `url("${item.picture}")` } : pictureAt(job, (item.start + item.end) / 2, PICTURE_PX)} aria-hidden="true"></i>`}
      <button type="button" class="stock-seek" onClick=${() => playback.seek(item.start)} title="Show it in the player"><span dir="auto">${item.label}</span><small class="muted num">${exact(item.start)}, ${span(item.end - item.start)}</small></button>
      <button type="button" class="button only-icon quiet" aria-label="Add ${item.label}" title="Add; with Shift all from the last one" onClick=${(event) => add(n, event)}><svg class="icon" aria-hidden="true"><use href="#icon-plus" /></svg></button>
    </li>`,
  )}</ol>`;
}

/** Scenes of the analysis as they are found; of other jobs what lies between their cuts. */
function useScenes(job) {
  const analysed = useMemo(() => (job.job_type === "scene_analysis" ? new AnalysedScenes(job.id) : null), [job.id]);
  useEffect(() => void analysed?.refresh(), [analysed, job.last_seq]);
  const between = useMemo(() => scenesBetween(job), [job.scenes, job.video_duration]);
  return analysed?.list.value.length ? analysed.list.value : between;
}

const sceneOf = ({ index, start, end, thumbnail }) => ({ id: index, start, end, label: `Scene ${index + 1}`, picture: thumbnail && address(thumbnail) });
const sentenceOf = ({ index, start, end, text }) => ({ id: index, start, end, label: text || `Line at ${clock(start)}` });
const clipOf = ({ index, start, end, title, thumbnail_url: picture }) => ({ id: index, start, end, label: title, picture: picture ?? null });
