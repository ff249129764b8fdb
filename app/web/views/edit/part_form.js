/** The chosen part: its cut on the waveform, its transition, speed and sound. */
import { html } from "web/html.js";
import { Button, IconButton } from "web/parts/button.js";
import { Trimmer } from "web/views/edit/trimmer.js";
import { exact, span } from "web/format/time.js";

const TRANSITIONS = [
  ["", "none: a cut"],
  ["crossfade", "crossfade"],
  ["dip_to_black", "dip to black"],
  ["wipe_left", "wipe"],
  ["slide_left", "slide"],
];
const SPEEDS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 4];
const LASTS_S = 0.5;

export function PartForm({ job, edit, playback }) {
  const part = edit.part;
  if (!part) return null;
  const at = edit.parts.value.indexOf(part);
  const set = (changes) => edit.set(part.key, changes);
  const { kind = "", duration = LASTS_S } = part.transition ?? {};
  return html`<section class="card part" aria-labelledby="part-title">
    <header class="card-head"><h2 id="part-title">Part ${at + 1} <span class="muted num">${exact(part.start)}–${exact(part.end)}, ${span((part.end - part.start) / part.speed)}</span></h2>
      <${IconButton} icon="chevron-left" label="Move to the left (Alt ←)" aria-disabled=${at === 0 || null} onClick=${() => edit.move(part.key, at - 1)} />
      <${IconButton} icon="chevron-right" label="Move to the right (Alt →)" onClick=${() => edit.move(part.key, at + 2)} />
      <${Button} icon="scissors" onClick=${() => edit.divide(part.key, playback.time.peek())} title="S: where the player stands">Divide<//>
      <${Button} kind="danger-quiet" icon="trash-2" onClick=${() => edit.remove(part.key)} title="Delete">Remove<//>
    </header>
    <${Trimmer} job=${job} edit=${edit} part=${part} playback=${playback} />
    <div class="part-fields">
      ${at > 0 && html`<label>Transition<select value=${kind} onChange=${({ target }) => set({ transition: target.value ? { kind: target.value, duration } : null })}>
        ${TRANSITIONS.map(([value, label]) => html`<option key=${value} value=${value} selected=${value === kind}>${label}</option>`)}</select></label>
      ${kind && html`<${Seconds} label="It lasts" value=${duration} max=${5} onValue=${(seconds) => set({ transition: { kind, duration: Math.max(0.1, seconds) } })} />`}`}
      <label>Speed<select value=${part.speed} onChange=${({ target }) => set({ speed: Number(target.value) })}>${SPEEDS.map((speed) => html`<option key=${speed} value=${speed} selected=${speed === part.speed}>${speed}×</option>`)}</select></label>
      <label>Volume, dB<input type="number" min="-60" max="20" step="1" value=${part.volume} onChange=${({ target }) => set({ volume: Math.min(20, Math.max(-60, Number(target.value) || 0)) })} /></label>
      <label class="part-mute"><input type="checkbox" checked=${part.muted} onChange=${({ target }) => set({ muted: target.checked })} />Muted</label>
      <${Seconds} label="Fade in" value=${part.fadeIn} max=${part.end - part.start} onValue=${(fadeIn) => set({ fadeIn })} />
      <${Seconds} label="Fade out" value=${part.fadeOut} max=${part.end - part.start} onValue=${(fadeOut) => set({ fadeOut })} />
    </div>
  </section>`;
}

function Seconds({ label, value, max, onValue }) {
  return html`<label>${label}, s<input type="number" min="0" max=${max} step="0.1" value=${value} onChange=${({ target }) => onValue(Math.min(max, Math.max(0, Number(target.value) || 0)))} /></label>`;
}
