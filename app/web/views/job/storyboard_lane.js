/** Small pictures over time, from one sheet, with the cuts between scenes; and the picture under the pointer. */
import { html } from "web/html.js";
import { artifactOf, urlOf } from "web/views/job/artifact.js";
import { clock } from "web/format/time.js";

const LANE_HEIGHT = 52;
const APART_PX = 16;

/** Its elements have their places as keys: with each step of the zoom they move, and none is made anew. */
export function StoryboardLane({ job, view, width }) {
  const sheet = sheetOf(job);
  if (!sheet) return null;
  const { from, span } = view;
  const cuts = job.scenes?.cuts ?? [];
  return html`<div class="lane storyboard" role="img" aria-label="Storyboard, ${cuts.length + 1} scenes">
    ${width > 0 && tilesOf(sheet, view, width).map(({ tile, left }, n) => html`<i key=${n} style=${{ ...tileStyle(sheet, tile, LANE_HEIGHT), left: `${left}px` }}></i>`)}
    ${cutsApart(cuts, view, width).map(({ start }, n) => html`<b key=${n} class="cut" style=${{ left: `${(100 * (start - from)) / span}%` }}></b>`)}
  </div>`;
}

/** The visible cuts, with some distance between them: dense ones would hide the pictures; zoomed in, there is room for all. */
function cutsApart(cuts, { from, to, span }, width) {
  let last = -Infinity;
  return cuts.filter(({ start }) => {
    const apart = start > from && start < to && ((start - last) / span) * width >= APART_PX;
    if (apart) last = start;
    return apart;
  });
}

/** As many pictures side by side as fit, each from the middle of its time; they keep their times when scrolled. */
function tilesOf(sheet, { from, to, span }, width) {
  const wide = (LANE_HEIGHT * sheet.tile_width) / sheet.tile_height;
  const stretch = (span * wide) / width;
  const tiles = [];
  for (let n = Math.floor(from / stretch); n * stretch < to; n++) {
    const tile = Math.min(sheet.count - 1, Math.floor(((n + 0.5) * stretch) / sheet.interval));
    tiles.push({ tile, left: ((n * stretch - from) / span) * width });
  }
  return tiles;
}

/** The picture and time under the pointer. */
export function Preview({ job, time, view: { from, span } }) {
  const sheet = sheetOf(job);
  const tile = sheet && Math.min(sheet.count - 1, Math.floor(time / sheet.interval));
  return html`<div class="preview" style=${{ "--under": `${(100 * (time - from)) / span}%` }} aria-hidden="true">
    ${sheet && html`<i style=${tileStyle(sheet, tile, 72)}></i>`}<span class="num">${clock(time)}</span>
  </div>`;
}

/** The style of an element that shows the picture at `time`, so many pixels high; null without pictures. */
export function pictureAt(job, time, height) {
  const sheet = sheetOf(job);
  return sheet && tileStyle(sheet, Math.min(sheet.count - 1, Math.floor(time / sheet.interval)), height);
}

function sheetOf(job) {
  const artifact = artifactOf(job, "sprite");
  const sprite = job.scenes?.sprite ?? artifact?.sprite;
  if (!artifact || !sprite) return null;
  const interval = sprite.interval_seconds ?? sprite.interval_s ?? 1;
  return { ...sprite, interval, url: urlOf(job, artifact, { inline: true }) };
}

function tileStyle({ url, columns, rows, tile_width: w, tile_height: h }, tile, height) {
  const width = (height * w) / h;
  return {
    width: `${width}px`,
    height: `${height}px`,
    backgroundImage: `url("${url}")`,
    backgroundSize: `${columns * width}px ${rows * height}px`,
    backgroundPosition: `-${(tile % columns) * width}px -${Math.floor(tile / columns) * height}px`,
  };
}
