/** The search in the transcript, as in browsers: type, Enter for the next, Shift+Enter for the one before; Ctrl+H replaces. */
import { html } from "web/html.js";
import { Icon } from "web/parts/icon.js";
import { IconButton } from "web/parts/button.js";
import { close, open } from "web/views/job/replace_row.js";

/** @param {{find: import("web/model/find.js").Find, replaces: boolean, onBegin: () => void}} props `onBegin`: a search begins; `replaces`: what is found can be replaced */
export function FindBar({ find, replaces, onBegin }) {
  const text = find.text.value;
  const count = find.hits.value.length;
  const opened = replaces && find.exactly.value !== null;
  const input = (event) => {
    if (!find.text.peek()) onBegin();
    find.look(event.target.value);
  };
  const keys = (event) => {
    if (event.key === "Enter") find.step(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape" && text) find.look("");
    else return;
    event.preventDefault();
  };
  return html`<div class="find-bar" role="search">
    <label class="search small"><${Icon} name="search" /><span class="hidden">Find in the transcript</span>
      <input id="transcript-find" type="search" dir="auto" placeholder="Find" value=${text} onInput=${input} onKeyDown=${keys} />
    </label>
    <span class="find-count muted num" role="status">${text.trim() && words(find.at.value, count)}</span>
    ${count > 0 && html`<${IconButton} icon="arrow-up" label="Previous hit" onClick=${() => find.step(-1)} /><${IconButton} icon="arrow-down" label="Next hit" onClick=${() => find.step(1)} />`}
    ${replaces && html`<${IconButton} icon=${opened ? "chevron-down" : "chevron-right"} label="Replace (Ctrl H)" aria-expanded=${opened} onClick=${() => (opened ? close(find) : open(find))} />`}
  </div>`;
}

const words = (at, count) => (count ? `${(at + 1).toLocaleString()} of ${count.toLocaleString()}` : "nothing found");
