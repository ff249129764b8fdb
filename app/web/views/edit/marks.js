/** In and out: a stretch of the source that is marked while it plays, to be put into the edit. */
import { signal } from "@preact/signals";
import { html } from "web/html.js";
import { Button } from "web/parts/button.js";
import { exact, span } from "web/format/time.js";

export class Marks {
  #edit;

  /** @param {import("web/model/edit.js").Edit} edit */
  constructor(edit) {
    this.#edit = edit;
    /** @type {import("@preact/signals").Signal<{start: number|null, end: number|null}>} seconds of the source */
    this.span = signal({ start: null, end: null });
  }

  in(time) {
    const { end } = this.span.peek();
    const start = this.#edit.onFrame(time);
    this.span.value = { start, end: end !== null && end > start ? end : null };
  }

  out(time) {
    const { start } = this.span.peek();
    const end = this.#edit.onFrame(time);
    this.span.value = { start: start !== null && start < end ? start : null, end };
  }

  /** What is marked; a missing end is that of the source. Null if nothing is. */
  get stretch() {
    const { start, end } = this.span.value;
    return start === null && end === null ? null : { start: start ?? 0, end: end ?? this.#edit.duration };
  }

  /** Put what is marked into the edit. */
  take() {
    const stretch = this.stretch;
    if (!stretch) return;
    this.#edit.add([stretch]);
    this.span.value = { start: null, end: null };
  }
}

export function Marking({ edit, marks, playback, preview }) {
  const stretch = marks.stretch;
  const plays = preview.on.value;
  return html`<div class="marking" role="group" aria-label="Mark a stretch of the source">
    <${Button} onClick=${() => marks.in(playback.time.peek())} title="I">In<//>
    <${Button} onClick=${() => marks.out(playback.time.peek())} title="O">Out<//>
    <span class="num muted" role="status">${stretch ? `${exact(stretch.start)}–${exact(stretch.end)}, ${span(stretch.end - stretch.start)}` : `at ${exact(playback.time.value)}`}</span>
    ${stretch && html`<${Button} icon="plus" kind="main" onClick=${() => marks.take()} title="Enter">Put into the edit<//>`}
    <${Button} class="edit-play" icon=${plays ? "circle-stop" : "play"} busy=${!edit.parts.value.length} onClick=${() => (plays ? preview.stop() : preview.play())}>${plays ? "Stop" : "Play the edit"}<//>
  </div>`;
}
