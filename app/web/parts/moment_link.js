/** Copies the address of a moment: of where the player is, by the button below it or `c`; of a line, by the button on it or `c`. */
import { computed, signal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { html } from "web/html.js";
import { Button } from "web/parts/button.js";
import { copy } from "web/parts/clipboard.js";
import { CopyButton } from "web/parts/copy_button.js";
import { clock } from "web/format/time.js";

const TYPING = "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, dialog";

/** @param {{playback: import("web/model/playback.js").Playback, addressOf: (seconds: number) => string}} props */
export function MomentLink({ playback, addressOf }) {
  const at = useMemo(() => computed(() => Math.floor(playback.time.value)), [playback]).value;
  const copyAt = (seconds) => copy(addressOf(seconds), `Copied the link to ${clock(seconds)}.`);
  useEffect(() => {
    const key = (event) => {
      if (event.key !== "c" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING)) return;
      event.preventDefault();
      copyAt(startOf(event.target.closest?.(".line")) ?? Math.floor(playback.time.peek()));
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, [playback, addressOf]);
  return html`<${Button} kind="quiet" icon="link" class="moment-link" title="Copy the link to this moment (c)" onClick=${() => copyAt(at)}>Copy link at <span class="num">${clock(at)}</span><//>`;
}

/** The button on the line that is pointed at or focused; one for all lines, which stays and moves: a new one would lay out all of them. @param {{place: LinePlace, addressOf: (seconds: number) => string, more?: (seconds: number) => unknown}} props `more`: what else it offers */
export function LineLink({ place, addressOf, more = null }) {
  const line = place.line.value;
  const shown = useRef({ top: 0, start: 0 });
  if (line) shown.current = line;
  const { top, start } = shown.current;
  return html`<span class="line-link" style=${{ top: `${top}px`, visibility: line ? "visible" : "hidden" }}>${more?.(start)}<${CopyButton} key=${start} icon="link" text=${addressOf(start)} label="Copy the link to the line at ${clock(start)}" /></span>`;
}

/** Where that button is: follows the pointer and the focus over the lines of a box. */
export class LinePlace {
  constructor() {
    /** @type {import("@preact/signals").Signal<{top: number, start: number}|null>} */
    this.line = signal(null);
  }

  /** @param {HTMLElement} box of the lines @returns {() => void} ends it */
  attach(box) {
    const over = ({ target }) => {
      if (target.closest(".line-link")) return;
      const line = target.closest(".line");
      const start = startOf(line);
      if (start === null) return line ? (this.line.value = null) : undefined;
      if (this.line.peek()?.start !== start || this.line.peek().top !== line.offsetTop) this.line.value = { top: line.offsetTop, start };
    };
    const leave = ({ relatedTarget }) => !box.contains(relatedTarget) && (this.line.value = null);
    const listeners = { mouseover: over, focusin: over, mouseleave: leave, focusout: leave };
    for (const [name, listener] of Object.entries(listeners)) box.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) box.removeEventListener(name, listener);
    };
  }
}

/** Where a line begins, seconds; null without one. */
function startOf(line) {
  const start = line?.querySelector("[data-start]")?.dataset.start;
  return start === undefined ? null : Number(start);
}
