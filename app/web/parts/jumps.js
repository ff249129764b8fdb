/** Links from section to section on narrow screens, where they lie below each other; marks the current one. */
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "web/html.js";
import { OncePerFrame } from "web/model/frame.js";

/** With fewer sections than this there are no links. */
const FEW = 3;

/** @param {{sections: {id: string, label: string}[]}} props in the order of the page */
export function Jumps({ sections }) {
  const bar = useRef(null);
  const [at, setAt] = useState("");
  const gone = useRef(""); // the target of a jump; near the page's end it cannot be derived from the position
  const ids = sections.map(({ id }) => id).join(" ");
  useEffect(() => {
    const look = () => bar.current?.offsetParent && setAt(gone.current || sectionAt(ids.split(" "), bar.current));
    const frame = new OncePerFrame(look);
    const ask = () => frame.ask();
    const byHand = () => (gone.current = "");
    const listeners = { scroll: ask, resize: ask, wheel: byHand, touchmove: byHand, keydown: byHand };
    ask();
    for (const [name, listener] of Object.entries(listeners)) addEventListener(name, listener, { passive: true });
    return () => {
      for (const [name, listener] of Object.entries(listeners)) removeEventListener(name, listener);
    };
  }, [ids]);
  useEffect(() => bringInto(bar.current, bar.current?.querySelector("[aria-current]")), [at]);
  const jump = (id) => {
    gone.current = id;
    setAt(id);
    const section = document.getElementById(id);
    section?.scrollIntoView({ block: "start" });
    section?.focus({ preventScroll: true });
  };
  if (sections.length < FEW) return null;
  return html`<nav class="jumps" ref=${bar} aria-label="Sections of this page">
    ${sections.map(({ id, label }) => html`<button key=${id} type="button" aria-current=${at === id ? "true" : null} onClick=${() => jump(id)}>${label}</button>`)}
  </nav>`;
}

/**
 * Scrolls the bar alone: `scrollIntoView` would move the page too, since the bar lies in its scroll padding.
 * A button in the bar that has the focus stays in sight, whatever section the page shows.
 */
function bringInto(bar, current) {
  const button = bar?.contains(document.activeElement) ? document.activeElement : current;
  if (!button) return;
  const [outer, inner] = [bar.getBoundingClientRect(), button.getBoundingClientRect()];
  if (inner.left < outer.left) bar.scrollLeft -= outer.left - inner.left;
  else if (inner.right > outer.right) bar.scrollLeft += inner.right - outer.right;
}

/** The last section that begins above the upper third of the window; at the end of the page the last one. */
function sectionAt(ids, bar) {
  const line = bar.getBoundingClientRect().bottom + innerHeight / 4;
  const all = ids.map((id) => document.getElementById(id)).filter(Boolean);
  if (innerHeight + scrollY >= document.documentElement.scrollHeight - 2) return all.at(-1)?.id ?? "";
  return all.findLast((section) => section.getBoundingClientRect().top <= line)?.id ?? all[0]?.id ?? "";
}
