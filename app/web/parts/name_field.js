/** A name that is changed where it stands: Enter keeps what is typed, Esc leaves it. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { html } from "web/html.js";

/** @param {{value: string, placeholder?: string, label: string, onDone: (text: string|null) => void}} props null: it stays as it was */
export function NameField({ value, placeholder = "", label, onDone }) {
  const field = useRef(null);
  const done = useRef(false);
  useLayoutEffect(() => {
    field.current.focus();
    field.current.select();
  }, []);
  const end = (text) => {
    if (done.current) return; // it loses the focus once it is gone
    done.current = true;
    onDone(text);
  };
  const press = (event) => {
    event.stopPropagation();
    if (event.key === "Enter") end(event.target.value);
    else if (event.key === "Escape") end(null);
    else return;
    event.preventDefault();
  };
  return html`<input ref=${field} class="name-field" type="text" maxlength="300" aria-label=${label} placeholder=${placeholder} defaultValue=${value} dir="auto" autocomplete="off" onKeyDown=${press} onBlur=${(event) => end(event.target.value)} />`;
}
