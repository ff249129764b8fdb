/** Small pictures over time, from one sheet, with the cuts between scenes; and the picture under the pointer. */
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "web/html.js";
import { artifactOf, urlOf } from "web/views/job/artifact.js";
import { clock } from "web/format/time.js";

const LANE_HEIGHT = 52;

export function StoryboardLane({ job }) {
  const lane = useRef(null);
  const [width, setWidth] = useState(0);
  const sheet = sheetOf(job);
  useEffect(() => {
    if (!lane.current) return undefined;
    const watch = new ResizeObserver(([entry]) => setWidth(entry.contentRect.width));
    watch.observe(lane.current);
    return () => watch.disconnect();
  }, [sheet?.url]);
  if (!sheet) return null;
  const tileWidth = (LANE_HEIGHT * sheet.tile_width) / sheet.tile_height;
  const fits = Math.max(1, Math.ceil(width / tileWidth));
  const tiles = Array.from({ length: fits }, (_, n) => Math.min(sheet.count - 1, Math.floor(((n + 0.5) / fits) * sheet.count)));
  const cuts = job.scenes?.cuts ?? [];
  return html`<div class="lane storyboard" ref=${lane} role="img" aria-label="Storyboard, ${cuts.length + 1} scenes">
    ${width > 0 && tiles.map((tile, n) => html`<i key=${n} style=${tileStyle(sheet, tile, LANE_HEIGHT)}></i>`)}
    ${job.video_duration && cuts.map(({ start }) => html`<b key=${start} class="cut" style=${{ left: `${(100 * start) / job.video_duration}%` }}></b>`)}
  </div>`;
}

/** What is under the pointer: picture and time. */
export function Preview({ job, time, duration }) {
  const sheet = sheetOf(job);
  const tile = sheet && Math.min(sheet.count - 1, Math.floor(time / sheet.interval));
  return html`<div class="preview" style=${{ left: `${(100 * time) / duration}%` }} aria-hidden="true">
    ${sheet && html`<i style=${tileStyle(sheet, tile, 72)}></i>`}<span class="num">${clock(time)}</span>
  </div>`;
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
