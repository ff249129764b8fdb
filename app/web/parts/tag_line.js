/** Tags: pressed they filter; while they are edited they can be removed, and others typed, with those that are known as suggestions. */
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { html } from "web/html.js";
import { knownTags, loadTags } from "web/model/library.js";
import { Icon } from "web/parts/icon.js";

/**
 * @param {{tags: string[], of: string, words?: (tag: string) => string, editing?: boolean, autofocus?: boolean, href?: (tag: string) => string,
 *   onAdd: (tags: string[]) => void, onRemove: (tag: string) => void, onEdit?: () => void, onDone?: (back: boolean) => void}} props
 */
export function TagLine({ tags, of, words = (tag) => tag, editing = false, autofocus = true, href, onAdd, onRemove, onEdit, onDone }) {
  return html`<div class="tag-line" role="group" aria-label="Tags of ${of}">
    ${tags.map((tag) => (editing ? html`<${Removable} key=${tag} tag=${tag} text=${words(tag)} onRemove=${onRemove} />` : html`<a key=${tag} class="tag" href=${href(tag)} title="Videos with the tag “${tag}”">${tag}</a>`))}
    ${editing ? html`<${Typed} tags=${tags} of=${of} autofocus=${autofocus} onAdd=${onAdd} onRemove=${onRemove} onDone=${onDone} />` : onEdit && html`<button type="button" class="tag add" aria-label="Change the tags of ${of}" title="Change the tags (t)" onClick=${onEdit}><${Icon} name=${tags.length ? "pencil" : "plus"} />${!tags.length && "Tag"}</button>`}
  </div>`;
}

function Removable({ tag, text, onRemove }) {
  const press = (event) => {
    event.currentTarget.closest(".tag-line").querySelector("input")?.focus(); // the button goes
    onRemove(tag);
  };
  return html`<button type="button" class="tag" aria-label="Remove the tag ${tag}" title="Remove" onClick=${press}>${text}<${Icon} name="x" /></button>`;
}

function Typed({ tags, of, autofocus, onAdd, onRemove, onDone }) {
  const field = useRef(null);
  const known = useId(); // several lines of tags may be edited at once
  useEffect(() => void loadTags(), []);
  useLayoutEffect(() => {
    if (autofocus) field.current.focus();
  }, []);
  const ended = useRef(false);
  const take = () => {
    const wanted = field.current.value.split(",").map((tag) => tag.trim()).filter(Boolean);
    field.current.value = "";
    if (wanted.length) onAdd(wanted);
    return wanted.length > 0;
  };
  const end = (back) => {
    ended.current = true;
    onDone?.(back);
  };
  const press = (event) => {
    event.stopPropagation();
    if (event.key === "Enter" || event.key === ",") {
      if (!take() && event.key === "Enter") end(true);
    } else if (event.key === "Escape") end(true);
    else if (event.key === "Backspace" && !field.current.value && tags.length) onRemove(tags.at(-1));
    else return;
    event.preventDefault();
  };
  const leave = (event) => {
    if (ended.current || event.currentTarget.closest(".tag-line")?.contains(event.relatedTarget)) return; // it loses the focus once it is gone
    take();
    if (onDone) end(false);
  };
  return html`<input ref=${field} type="text" list=${known} maxlength="200" aria-label="Add a tag to ${of}" placeholder="Add a tag" autocomplete="off" onKeyDown=${press} onBlur=${leave} />
    <datalist id=${known}>${knownTags.value.filter(({ tag }) => !tags.includes(tag)).map(({ tag, videos }) => html`<option key=${tag} value=${tag}>${videos}</option>`)}</datalist>`;
}
