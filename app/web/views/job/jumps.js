/** From section to section on narrow screens, where they lie below each other; it says in which one somebody is. */
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "web/html.js";
import { OncePerFrame } from "web/model/frame.js";

/** @param {{sections: {id: string, label: string}[]}} props in the order of the page */
export function Jumps({ sections }) {
  const bar = useRef(null);
  const [at, setAt] = useState("");
  const ids = sections.map(({ id }) => id).join(" ");
  useEffect(() => {
    const look = () => bar.current?.offsetParent && setAt(sectionAt(ids.split(" "), bar.current));
    const frame = new OncePerFrame(look);
    const ask = () => frame.ask();
    ask();
    addEventListener("scroll", ask, { passive: true });
    addEventListener("resize", ask);
    return () => {
      removeEventListener("scroll", ask);
      removeEventListener("resize", ask);
    };
  }, [ids]);
  useEffect(() => bar.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" }), [at]);
  if (sections.length < 2) return null;
  return html`<nav class="jumps" ref=${bar} aria-label="Sections of this page">
    ${sections.map(({ id, label }) => html`<button key=${id} type="button" aria-current=${at === id ? "true" : null} onClick=${() => jump(id)}>${label}</button>`)}
  </nav>`;
}

function jump(id) {
  const section = document.getElementById(id);
  section?.scrollIntoView({ block: "start" });
  section?.focus({ preventScroll: true });
}

/** The last section that begins above the upper third of the window; at the end of the page the last one. */
function sectionAt(ids, bar) {
  const line = bar.getBoundingClientRect().bottom + innerHeight / 4;
  const all = ids.map((id) => document.getElementById(id)).filter(Boolean);
  if (innerHeight + scrollY >= document.documentElement.scrollHeight - 2) return all.at(-1)?.id ?? "";
  return all.findLast((section) => section.getBoundingClientRect().top <= line)?.id ?? all[0]?.id ?? "";
}
