/** Who says a line. A press opens a field in its place: the new name is for all lines of that speaker. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { html } from "web/html.js";

const LONGEST = 200;

/** `corrections` is null where it cannot be renamed; `reached`: by Tab, where no other key leads to it. */
export function SpeakerName({ name, corrections, reached = false }) {
  const [open, setOpen] = useState(false);
  if (!corrections) return html`<span class="line-speaker">${name}</span>`;
  if (open) return html`<${NameField} name=${name} corrections=${corrections} close=${() => setOpen(false)} />`;
  return html`<button type="button" class="line-speaker" tabindex=${reached ? null : "-1"} title="Rename ${name} in all lines" onClick=${() => setOpen(true)}>${name}</button>`;
}

function NameField({ name, corrections, close }) {
  const field = useRef(null);
  const over = useRef(false);
  useLayoutEffect(() => field.current.select(), []);
  const end = (keep) => {
    if (over.current) return; // the field that is taken away loses the focus, too
    over.current = true;
    const typed = field.current.value.trim();
    close();
    if (keep && typed) corrections.rename(name, typed);
  };
  const keys = (event) => {
    event.stopPropagation();
    if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    const place = field.current.closest(".line, .speaker-row");
    end(event.key === "Enter");
    requestAnimationFrame(() => place?.querySelector(".line-time, button.line-speaker")?.focus());
  };
  return html`<input ref=${field} type="text" class="line-speaker" dir="auto" maxlength=${LONGEST} defaultValue=${name} aria-label="Name of ${name} in all lines; Enter keeps it, Escape leaves it"
    onKeyDown=${keys} onBlur=${() => end(true)} onClick=${stop} onDblClick=${stop} />`;
}

const stop = (event) => event.stopPropagation();
