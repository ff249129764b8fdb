/** Replaces what is found: once, or in all lines as one correction. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { html } from "web/html.js";
import { patternOf, replacedOnce } from "web/model/exact.js";
import { count } from "web/format/number.js";
import { Button } from "web/parts/button.js";

const LONGEST = 500;

/** @param {{find: import("web/model/find.js").Find, segments: object, corrections: import("web/model/corrections.js").Corrections}} props */
export function ReplaceRow({ find, segments, corrections }) {
  const field = useRef(null);
  const [by, setBy] = useState("");
  const exactly = find.exactly.value;
  const hits = find.hits.value;
  const busy = corrections.busy.value || !hits.length;
  useLayoutEffect(() => {
    if (find.text.peek().trim()) field.current.focus();
  }, []);
  const all = async () => {
    if (busy) return;
    await corrections.replace(find.text.peek().trim(), by.trim(), exactly);
    field.current?.focus();
  };
  const one = async () => {
    const hit = hits[find.at.peek()];
    const line = hit && segments.peek().find(({ index }) => index === hit.index);
    if (busy || !line) return;
    const nth = hits.filter(({ index, from }) => index === hit.index && from < hit.from).length;
    const text = replacedOnce(line.text, patternOf(find.text.peek(), exactly), nth, by.trim());
    if (text === null) return;
    find.after(hit, by.trim().length);
    await corrections.retype(line, text);
    field.current?.focus();
  };
  const keys = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) all();
    else if (event.key === "Enter") one();
    else if (event.key === "Escape") close(find);
    else return;
    event.preventDefault();
  };
  const turn = (name) => (event) => (find.exactly.value = { ...exactly, [name]: event.target.checked });
  return html`<div class="replace-row" role="group" aria-label="Replace in the transcript">
    <input ref=${field} id="transcript-replace" type="text" dir="auto" placeholder="Replace with" aria-label="Replace with; Enter replaces one, Ctrl Enter all" maxlength=${LONGEST} value=${by} onInput=${(event) => setBy(event.target.value)} onKeyDown=${keys} />
    <label><input type="checkbox" checked=${exactly.whole} onChange=${turn("whole")} />Whole words</label>
    <label><input type="checkbox" checked=${exactly.case} onChange=${turn("case")} />Match case</label>
    <span class="replace-acts"><${Button} busy=${busy} onClick=${one}>${by.trim() ? "Replace" : "Remove"}<//><${Button} kind="main" busy=${busy} onClick=${all}>${by.trim() ? "Replace" : "Remove"} all${hits.length > 0 && ` ${count(hits.length)}`}<//></span>
  </div>`;
}

/** Show it, with the focus where something is missing. */
export function open(find) {
  find.exactly.value = { whole: true, case: false };
  if (!find.text.peek().trim()) document.getElementById("transcript-find")?.focus(); // at once: what is typed next belongs there
}

export function close(find) {
  find.exactly.value = null;
  document.getElementById("transcript-find")?.focus();
}
