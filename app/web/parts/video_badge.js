/** A video's state as a word with its mark. */
import { html } from "web/html.js";
import { Icon } from "web/parts/icon.js";
import { VIDEO_STATES } from "web/model/video_state.js";

export function VideoBadge({ status }) {
  const { label, icon, tone } = VIDEO_STATES[status] ?? { label: status, icon: "circle", tone: "" };
  return html`<span class="state ${tone}"><${Icon} name=${icon} />${label}</span>`;
}
