/** Where the clips were cut from: those that were found with their numbers, and below them those that people made, by their titles. */
import { html } from "web/html.js";
import { Icon } from "web/parts/icon.js";
import { clock } from "web/format/time.js";
import { placed } from "web/views/job/placed.js";

/** What a number needs beside its figures, and what each of these needs, pixels. */
const [EDGES_PX, FIGURE_PX] = [11, 8];
/** What the sign of a made clip needs, and from where on its title is shown, pixels. */
const [SIGN_PX, TITLE_PX] = [22, 58];
const ROW_PX = 22;

/** Clips that people made, but for those that came to nothing. @param {import("web/model/made_clips.js").MadeClips|null} made */
export const laneClips = (made) => made?.list.value.filter(({ status }) => status !== "failed" && status !== "cancelled") ?? [];

/** @param {{made?: import("web/model/made_clips.js").MadeClip[]}} props */
export function ClipsLane({ clips, made = [], view, width, playback }) {
  const all = clips.value;
  if (!(all.length || made.length) || !width) return null;
  const marks = placed(all, view, width, ({ index }) => EDGES_PX + FIGURE_PX * String(index + 1).length);
  const own = placed(made, view, width, () => SIGN_PX);
  const above = rowsOf(marks);
  const styleOf = ({ left, wide, row }, first = 0) => ({ left: `${left}px`, width: `${wide}px`, top: `${(first + row) * ROW_PX}px` });
  return html`<div class="lane clip-marks"><div style=${{ height: `${(above + rowsOf(own)) * ROW_PX}px` }}>
    ${marks.map((mark) => {
      const { index, start, title } = mark.piece;
      return html`<button key=${index} type="button" style=${styleOf(mark)} aria-label="Go to clip ${index + 1}, ${title}, at ${clock(start)}" title="${index + 1}. ${title}" onClick=${() => playback.seek(start, { play: true })}><span>${index + 1}</span></button>`;
    })}
    ${own.map((mark) => {
      const { id, start, title, status, progress } = mark.piece;
      const done = status === "completed";
      const state = done ? "" : `, ${Math.floor(progress)} % cut`;
      return html`<button key=${id} type="button" class="made ${done ? "" : "being-cut"}" style=${styleOf(mark, above)} aria-label="Go to your clip, ${title}, at ${clock(start)}${state}" title="Your clip: ${title}${state}" onClick=${() => playback.seek(start, { play: true })}>
        ${!done && html`<i style=${{ transform: `scaleX(${progress / 100})` }}></i>`}<${Icon} name="scissors" />${mark.wide > TITLE_PX && html`<span dir="auto">${title}</span>`}
      </button>`;
    })}
  </div></div>`;
}

const rowsOf = (marks) => Math.max(0, ...marks.map(({ row }) => row + 1));
