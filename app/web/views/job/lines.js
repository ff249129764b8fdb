/** The lines of a transcript. They are drawn when one of them changes, and not with every key or frame beside them. */
import { html } from "web/html.js";
import { doubtOf } from "web/model/doubts.js";
import { memo } from "web/parts/memo.js";
import { Line } from "web/views/job/line.js";

/** More lines than this take a browser too long to lay out. */
const MANY = 4000;

/** `least`: the confidence that the job asks for; `writes`: people may correct them. */
export const Lines = memo(function Lines({ lines, least, writes, corrections }) {
  return html`<ol class=${lines.length > MANY ? "many" : ""}>${lines.map((segment, n) => html`<${Line} key=${segment.index} segment=${segment} goesOn=${n > 0 && lines[n - 1].speaker === segment.speaker} doubt=${doubtOf(segment, least)} naming=${writes ? corrections : null} ...${corrections.of(segment.index)} />`)}</ol>`;
});
