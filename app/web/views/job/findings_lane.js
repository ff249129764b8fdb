/** Where the findings are: as long as they last, marked by severity; those that overlap lie below each other. */
import { html } from "web/html.js";
import { SEVERITIES, marksOf, playFinding } from "web/model/findings.js";
import { Icon } from "web/parts/icon.js";
import { clock } from "web/format/time.js";
import { placed } from "web/views/job/placed.js";

const MARK_PX = 18;
const ROW_PX = 20;
/** More marks than this in view are drawn as one for each stretch. */
const MOST = 120;

export function FindingsLane({ findings, view, width, playback }) {
  const timed = (findings ?? []).filter(({ start }) => start !== null);
  if (!timed.length || !width) return null;
  const { from, to, span } = view;
  const seen = timed.filter(({ start, end }) => (end ?? start) >= from && start <= to);
  const marks = placed(marksOf(seen, MOST, (span * MARK_PX) / width), view, width, () => MARK_PX);
  const rows = Math.max(0, ...marks.map(({ row }) => row)) + 1;
  return html`<div class="lane finding-marks" role="group" aria-label="Findings on the timeline"><div style=${{ height: `${rows * ROW_PX}px` }}>
    ${marks.map(({ piece: finding, left, wide, row }) => {
      const { id, severity, start, message, count } = finding;
      const style = { left: `${left}px`, width: `${wide}px`, top: `${row * ROW_PX}px` };
      const { icon, noun } = SEVERITIES[severity] ?? SEVERITIES.info;
      return html`<button key=${id} type="button" class=${severity} style=${style} aria-label="Go to ${noun}, ${message}, at ${clock(start)}${more(count)}" title=${message + more(count)} onClick=${() => playFinding(finding, playback)}><${Icon} name=${icon} /></button>`;
    })}
  </div></div>`;
}

const more = (count) => (count > 1 ? `, and ${count - 1} more` : "");

/** Whether a finding has a place on the timeline. */
export const hasFindingMarks = ({ findings }) => Boolean(findings?.some(({ start }) => start !== null));
