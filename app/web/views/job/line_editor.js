/** The field in which people correct a line of the transcript. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { html } from "web/html.js";
import { Button } from "web/parts/button.js";

export function LineEditor({ open, corrections }) {
  const field = useRef(null);
  const busy = corrections.busy.value;
  useLayoutEffect(() => {
    field.current.focus({ preventScroll: true });
    field.current.setSelectionRange(...open.select);
    fit(field.current);
  }, []);
  open.typed = () => field.current?.value ?? open.text;
  const keys = (event) => {
    event.stopPropagation();
    const { value, selectionStart: from, selectionEnd: to } = event.target;
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) corrections.split(value, from);
    else if (event.key === "Enter") corrections.save(value);
    else if (event.key === "Escape") corrections.cancel();
    else if (event.key === "Backspace" && from === 0 && to === 0) corrections.join(value, -1);
    else if (event.key === "Delete" && from === value.length) corrections.join(value, 1);
    else return;
    event.preventDefault();
  };
  return html`<div class="line-editor">
    <textarea ref=${field} rows="1" dir="auto" aria-label="Text of the line; Enter keeps it, Escape leaves it" aria-busy=${busy} maxlength="5000"
      defaultValue=${open.text} onKeyDown=${keys} onInput=${(event) => fit(event.target)} onClick=${stop} onDblClick=${stop}></textarea>
    ${open.theirs !== undefined && html`<${Conflict} theirs=${open.theirs} insist=${() => corrections.insist(field.current.value)} cancel=${corrections.cancel} />`}
  </div>`;
}

function Conflict({ theirs, insist, cancel }) {
  return html`<div class="line-conflict" role="alert">
    <p>${theirs === null ? "This line is not there any more: somebody else has joined or divided it." : html`Somebody else has changed this line meanwhile: <q dir="auto">${theirs}</q>`}</p>
    ${theirs !== null && html`<${Button} onClick=${insist}>Keep mine<//>`}
    <${Button} kind="quiet" onClick=${cancel}>${theirs === null ? "Close" : "Take theirs"}<//>
  </div>`;
}

const stop = (event) => event.stopPropagation();

/** As high as its text, where the browser does not see to that by itself: measuring it lays out all lines. */
function fit(field) {
  if (CSS.supports("field-sizing", "content")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}
