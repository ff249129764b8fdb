/** A modal dialog on the browser's own `<dialog>`: focus stays inside, Escape closes it. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { html } from "web/html.js";

export function Dialog({ title, onClose, class: more = "", children }) {
  const dialog = useRef(null);
  useLayoutEffect(() => { // with the key that opens it: what is typed next belongs in it
    const before = document.activeElement;
    dialog.current.showModal();
    return () => before?.focus?.();
  }, []);
  const outside = (event) => event.target === dialog.current && onClose();
  return html`<dialog ref=${dialog} class="dialog ${more}" aria-label=${title} onClose=${onClose} onMouseDown=${outside}>
    <div class="dialog-inside"><h2>${title}</h2>${children}</div>
  </dialog>`;
}
