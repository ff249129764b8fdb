/** Pause, resume and drain the whole queue. */
import { html } from "web/html.js";
import { mayRule } from "web/model/rights.js";
import { queue } from "web/model/queue.js";
import { drainQueue, pauseQueue, resumeQueue } from "web/model/queue_actions.js";
import { Icon } from "web/parts/icon.js";
import { Button } from "web/parts/button.js";
import { plural } from "web/format/number.js";
import { refocusing } from "web/parts/refocus.js";

/** A drained queue shows when the last job has ended. */
export function heldWords({ draining, running }) {
  if (!draining) return "Paused: no new jobs are taken";
  return running > 0 ? `Draining: ${plural(running, "job")} to finish` : "Drained: nothing runs, the server can be stopped";
}

const pressed = (act) => () => refocusing(act, () => document.querySelector(".queue-controls .button"));

export function QueueControls() {
  const status = queue.value;
  if (!status) return null;
  const held = status.paused || status.draining;
  return html`<div class="queue-controls">
    ${held && html`<span class="held"><${Icon} name="circle-pause" />${heldWords(status)}</span>`}
    ${mayRule.value &&
    (held
      ? html`<${Button} icon="play" onClick=${pressed(resumeQueue)}>Resume<//>`
      : html`<${Button} icon="pause" onClick=${pressed(pauseQueue)}>Pause<//>
          <${Button} icon="waves" onClick=${pressed(drainQueue)}>Drain<//>`)}
  </div>`;
}
