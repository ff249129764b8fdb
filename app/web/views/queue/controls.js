/** Pause, resume and drain the whole queue. */
import { html } from "web/html.js";
import { post } from "web/net/api.js";
import { mayRule } from "web/model/rights.js";
import { queue, refresh } from "web/model/queue.js";
import { saying } from "web/model/toast.js";
import { confirmed } from "web/model/confirm.js";
import { Icon } from "web/parts/icon.js";
import { Button } from "web/parts/button.js";
import { plural } from "web/format/number.js";
import { refocusing } from "web/parts/refocus.js";

function command(name, done) {
  const act = async () => {
    await saying(() => post(`/api/v1/jobs/queue/${name}`), done);
    await refresh();
  };
  return refocusing(act, () => document.querySelector(".queue-controls .button"));
}

async function drain() {
  const sure = await confirmed({
    title: "Drain the queue?",
    text: "Jobs that run are finished, no new ones are taken: for an update or a shutdown. Resume ends it.",
    action: "Drain",
  });
  if (sure) await command("drain", "Draining: no new job is taken.");
}

/** A drained queue shows when the last job has ended. */
export function heldWords({ draining, running }) {
  if (!draining) return "Paused: no new jobs are taken";
  return running > 0 ? `Draining: ${plural(running, "job")} to finish` : "Drained: nothing runs, the server can be stopped";
}

export function QueueControls() {
  const status = queue.value;
  if (!status) return null;
  const held = status.paused || status.draining;
  return html`<div class="queue-controls">
    ${held && html`<span class="held"><${Icon} name="circle-pause" />${heldWords(status)}</span>`}
    ${mayRule.value &&
    (held
      ? html`<${Button} icon="play" onClick=${() => command("resume", "The queue goes on.")}>Resume<//>`
      : html`<${Button} icon="pause" onClick=${() => command("pause", "Paused: running jobs go on, no new one is taken.")}>Pause<//>
          <${Button} icon="waves" onClick=${drain}>Drain<//>`)}
  </div>`;
}
