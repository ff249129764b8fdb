/** The title of a chapter while it is typed: Enter keeps it, Escape leaves it. It stays while it cannot be stored. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { html } from "web/html.js";
import { LONGEST } from "web/model/chapter_changes.js";

/** @param {{open: import("web/model/chapter_edits.js").Open, edits: import("web/model/chapter_edits.js").ChapterEdits}} props */
export function ChapterField({ open, edits }) {
  const field = useRef(null);
  useLayoutEffect(() => {
    field.current.focus();
    field.current.select();
    field.current.scrollIntoView({ block: "nearest" });
  }, []);
  const keys = (event) => {
    event.stopPropagation();
    if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    if (event.key === "Enter") edits.keep(field.current.value);
    else edits.cancel();
  };
  const left = () => edits.open.peek() && open.theirs === undefined && edits.keep(field.current.value);
  return html`<span class="chapter-field">
    <input ref=${field} type="text" dir="auto" maxlength=${LONGEST} autocomplete="off" defaultValue=${open.title} aria-label=${open.fresh ? "Title of the new chapter; Enter keeps it, Escape leaves it" : "Title of the chapter; Enter keeps it, Escape leaves it"} onKeyDown=${keys} onBlur=${left} />
    ${open.theirs !== undefined && html`<small role="alert">${open.theirs === null ? "Somebody else has removed this chapter. Enter makes it again, Esc does not." : html`Somebody else calls it “${open.theirs}” now. Enter keeps yours, Esc theirs.`}</small>`}
  </span>`;
}
