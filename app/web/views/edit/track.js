/** The edit in order: a block for each part, as wide as it is long. Blocks are dragged, and moved by keys. */
import { useEffect, useRef, useState } from "preact/hooks";
import { effect } from "@preact/signals";
import { html } from "web/html.js";
import { plural } from "web/format/number.js";
import { exact, span } from "web/format/time.js";
import { Icon } from "web/parts/icon.js";
import { pictureAt } from "web/views/job/storyboard_lane.js";
import { carried, carry, isCarried } from "web/views/edit/carried.js";

const PICTURE_PX = 46;
/** Pictures in a row of blocks, when it is as wide as the page. */
const MOST_PICTURES = 14;

export function Track({ job, edit, playback, preview }) {
  const parts = edit.parts.value;
  const { length } = edit.times.value;
  const [drop, setDrop] = useState(-1);
  const list = useRef(null);
  useEffect(() => effect(() => placePlayhead(list.current, preview.time.value, edit.times.value.length)), []);
  const over = (event) => {
    if (!isCarried(event)) return;
    event.preventDefault();
    setDrop(indexUnder(list.current, event.clientX));
  };
  const dropped = (event) => {
    if (!isCarried(event)) return;
    event.preventDefault();
    const { stretch, key } = carried(event);
    const to = indexUnder(list.current, event.clientX); // what is drawn may be a frame behind
    if (stretch) edit.add([stretch], to);
    else edit.move(key, to);
    setDrop(-1);
  };
  const left = (event) => !event.currentTarget.contains(event.relatedTarget) && setDrop(-1);
  return html`<section class="card track" aria-labelledby="track-title" onDragOver=${over} onDrop=${dropped} onDragLeave=${left}>
    <header class="card-head"><h2 id="track-title">Edit <span class="muted num">${parts.length ? `${plural(parts.length, "part")}, ${exact(length)}` : ""}</span></h2></header>
    <ol class="track-parts ${parts.length ? "" : "empty"}" ref=${list} aria-label="Parts in order">
      ${parts.map((part, n) => html`<${Block} key=${part.key} ...${{ part, n, job, edit, playback }} mark=${drop === n ? "drop-before" : drop === parts.length && n === parts.length - 1 ? "drop-after" : ""} />`)}
      ${!parts.length && html`<li class="track-hint muted ${drop >= 0 ? "drop-here" : ""}"><${Icon} name="scissors" />Add scenes or sentences, or drag them here</li>`}
      <i class="track-playhead" aria-hidden="true"></i>
    </ol>
  </section>`;
}

function Block({ part, n, mark, job, edit, playback }) {
  const { key, start, end, label, speed, transition, muted } = part;
  const lasts = (end - start) / speed;
  const chosen = edit.chosen.value === key;
  const choose = () => {
    edit.chosen.value = key;
    playback.seek(start);
  };
  const keys = (event) => {
    const to = { ArrowRight: n + 1, ArrowLeft: n - 1 }[event.key];
    if (to === undefined || event.altKey) return;
    const other = edit.parts.peek()[to];
    if (!other) return;
    event.preventDefault();
    edit.chosen.value = other.key;
    event.currentTarget.closest("ol").querySelectorAll(".block button")[to]?.focus();
  };
  return html`<li class="block ${chosen ? "chosen" : ""} ${mark}" style=${{ flexGrow: lasts }} draggable="true" onDragStart=${(event) => carry(event, { key })}>
    <button type="button" aria-pressed=${chosen} onClick=${choose} onKeyDown=${keys} aria-label="Part ${n + 1}: ${label || exact(start)}, ${span(lasts)}">
      <span class="block-pictures" aria-hidden="true">${picturesOf(part, edit.length).map((time) => html`<i key=${time} style=${pictureAt(job, time, PICTURE_PX)}></i>`)}</span>
      <span class="block-label" dir="auto">${label || exact(start)}</span>
      <small class="num">${span(lasts)}${speed !== 1 ? ` · ${speed}×` : ""}${muted ? " · muted" : ""}</small>
    </button>
    ${transition && n > 0 && html`<span class="block-transition" title=${transition.kind.replaceAll("_", " ")}><${Icon} name="layers" /></span>`}
  </li>`;
}

/** The times of the pictures in a block: as many as its share of the edit has room for. */
function picturesOf({ start, end, speed }, length) {
  const count = Math.max(1, Math.round((MOST_PICTURES * (end - start)) / speed / length));
  return Array.from({ length: count }, (_, n) => start + ((n + 0.5) * (end - start)) / count);
}

function placePlayhead(list, time, length) {
  if (!list) return;
  list.classList.toggle("playing", time !== null);
  if (time !== null) list.style.setProperty("--at", String(length ? Math.min(1, time / length) : 0));
}

/** The index before which a part would come that is dropped at this place. */
function indexUnder(list, x) {
  const blocks = [...list.querySelectorAll(".block")];
  const after = blocks.findIndex((block) => {
    const { left, width } = block.getBoundingClientRect();
    return x < left + width / 2;
  });
  return after < 0 ? blocks.length : after;
}
