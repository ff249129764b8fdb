/** Where the findings are: as long as they last, marked by severity; those that overlap lie below each other. */
import { html } from "web/html.js";
import { SEVERITIES, playFinding } from "web/model/findings.js";
import { Icon } from "web/parts/icon.js";
import { clock } from "web/format/time.js";
import { placed } from "web/views/job/placed.js";

const MARK_PX = 18;
const ROW_PX = 20;

export function FindingsLane({ findings, view, width, playback }) {
  const timed = (findings ?? []).filter(({ start }) => start !== null);
  if (!timed.length || !width) return null;
  const marks = placed(timed.map((finding) => ({ ...finding, end: finding.end ?? finding.start })), view, width, () => MARK_PX);
  const rows = Math.max(0, ...marks.map(({ row }) => row)) + 1;
  return html`<div class="lane finding-marks" role="group" aria-label="Findings on the timeline"><div style=${{ height: `${rows * ROW_PX}px` }}>
    ${marks.map(({ piece: finding, left, wide, row }) => {
      const { id, severity, start, message } = finding;
      const style = { left: `${left}px`, width: `${wide}px`, top: `${row * ROW_PX}px` };
      const { icon, noun } = SEVERITIES[severity] ?? SEVERITIES.info;
      return html`<button key=${id} type="button" class=${severity} style=${style} aria-label="Go to ${noun}, ${message}, at ${clock(start)}" title=${message} onClick=${() => playFinding(finding, playback)}><${Icon} name=${icon} /></button>`;
    })}
  </div></div>`;
}

/** Whether a finding has a place on the timeline. */
export const hasFindingMarks = ({ findings }) => Boolean(findings?.some(({ start }) => start !== null));
