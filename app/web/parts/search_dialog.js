/** The search of everything said, over every view: type, choose a line with the arrows, Enter opens it where it is said. */
import { useEffect, useRef } from "preact/hooks";
import { html } from "web/html.js";
import { go } from "web/model/route.js";
import { lineHref, partsOf, search } from "web/model/search.js";
import { Dialog } from "web/parts/dialog.js";
import { Icon } from "web/parts/icon.js";
import { clock } from "web/format/time.js";

const NEAR_END_PX = 400;
const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

export function SearchDialog() {
  return search.shown.value && html`<${Opened} />`;
}

function Opened() {
  const field = useRef(null);
  const list = useRef(null);
  const at = search.at.value;
  const items = search.items.value;
  useEffect(() => {
    field.current.focus();
    field.current.select();
    search.again();
  }, []);
  useEffect(() => list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }), [at, items]);
  const keys = (event) => {
    if (STEPS[event.key]) search.step(STEPS[event.key]);
    else if (event.key === "Enter" && search.chosen) open(search.chosen);
    else return;
    event.preventDefault();
  };
  const scrolled = ({ target }) => target.scrollHeight - target.scrollTop - target.clientHeight < NEAR_END_PX && search.more();
  return html`<${Dialog} title="Search what is said" class="search-dialog" onClose=${search.close}>
    <label class="search"><${Icon} name="search" /><span class="hidden">Search what is said</span>
      <input ref=${field} id="search-all" type="search" dir="auto" role="combobox" aria-expanded="true" aria-controls="found-lines" aria-activedescendant=${items.length ? `found-${at}` : null}
        placeholder="Search what is said" value=${search.text.value} onInput=${(event) => search.type(event.target.value)} onKeyDown=${keys} autocomplete="off" spellcheck=${false} maxlength="2000" />
    </label>
    <div id="found-lines" ref=${list} class="found-lines" role="listbox" aria-label="Lines" onScroll=${scrolled}>
      ${items.map((line, n) => html`<${Line} key=${`${line.job_id} ${line.index}`} line=${line} n=${n} chosen=${n === at} first=${items[n - 1]?.job_id !== line.job_id} />`)}
    </div>
    <p class="search-note muted" role="status">${note()}</p>
  <//>`;
}

function open(href) {
  search.close();
  go(href.slice(1));
}

function Line({ line, n, chosen, first }) {
  const href = lineHref(line);
  const click = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // in a tab of its own
    event.preventDefault();
    open(href);
  };
  return html`<a id="found-${n}" class="found-line" role="option" aria-selected=${chosen} tabindex="-1" href=${href} onClick=${click}>
    ${first && html`<span class="found-title" dir="auto">${line.video_title ?? line.job_id}</span>`}
    <span class="found-time num">${clock(line.start)}</span>
    <span class="found-text" dir="auto">${line.speaker && html`<b>${line.speaker}</b> `}${partsOf(line).map(({ text, found }) => (found ? html`<mark>${text}</mark>` : text))}</span>
  </a>`;
}

function note() {
  const { count, exact } = search.total.value;
  switch (search.phase.value) {
    case "failed":
      return search.problem.value.message;
    case "asked":
      return "Searching…";
    case "idle":
      return html`Words, a <kbd>"phrase"</kbd>, or the beginning of a word: <kbd>land*</kbd>. <kbd>↑</kbd> <kbd>↓</kbd> <kbd>Enter</kbd> plays a line.`;
    default:
      return count ? `${exact ? "" : "More than "}${count.toLocaleString()} ${count === 1 ? "line" : "lines"}` : "Nobody says that.";
  }
}
