/** The palette, over every view: type, choose with the arrows, Enter. Lines that were said are played, commands run. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { html } from "web/html.js";
import { palette } from "web/model/palette.js";
import { partsOf } from "web/model/search.js";
import { Dialog } from "web/parts/dialog.js";
import { Icon } from "web/parts/icon.js";
import { memo } from "web/parts/memo.js";
import { clock } from "web/format/time.js";

const NEAR_END_PX = 400;
const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
const WHAT = "Search what is said, titles and actions";

export function PaletteDialog() {
  return palette.shown.value && html`<${Opened} />`;
}

function Opened() {
  const field = useRef(null);
  const list = useRef(null);
  const at = palette.at.value;
  const rows = palette.rows.value;
  useLayoutEffect(() => {
    field.current.focus();
    if (!palette.ahead) field.current.select();
  }, []);
  useEffect(() => document.getElementById(`palette-${at}`)?.scrollIntoView({ block: "nearest" }), [at, rows]);
  const keys = (event) => {
    if (event.isComposing) return;
    if (STEPS[event.key]) palette.step(STEPS[event.key]);
    else if (event.key === "Enter") palette.enter();
    else return;
    event.preventDefault();
  };
  const scrolled = ({ target }) => target.scrollHeight - target.scrollTop - target.clientHeight < NEAR_END_PX && palette.lines.more();
  return html`<${Dialog} title=${WHAT} class="palette" onClose=${palette.close}>
    <label class="search"><${Icon} name="search" /><span class="hidden">${WHAT}</span>
      <input ref=${field} id="palette-field" type="search" dir="auto" role="combobox" aria-expanded="true" aria-controls="palette-rows" aria-activedescendant=${at < 0 ? null : `palette-${at}`}
        placeholder=${WHAT} value=${palette.text.value} onInput=${(event) => palette.type(event.target.value)} onKeyDown=${keys} autocomplete="off" spellcheck=${false} maxlength="2000" />
    </label>
    <div id="palette-rows" ref=${list} class="palette-rows" role="listbox" aria-label="Results" aria-busy=${palette.pending.value} onScroll=${scrolled}>
      ${grouped(rows).map(({ name, first, rows: inside }) => html`<${Group} key=${name} name=${name} first=${first} rows=${inside} at=${at} />`)}
    </div>
    <p class="palette-note muted" role="status">${note(rows.length)}</p>
  <//>`;
}

/** Rows that follow each other in one group. */
function grouped(rows) {
  const groups = [];
  rows.forEach((row, n) => {
    if (groups.at(-1)?.name !== row.group) groups.push({ name: row.group, first: n, rows: [] });
    groups.at(-1).rows.push(row);
  });
  return groups;
}

function Group({ name, first, rows, at }) {
  return html`<div role="group" aria-label=${name}><p class="palette-group" role="presentation">${name}</p>
    ${rows.map((row, n) => html`<${Row} key=${row.key} row=${row} n=${first + n} chosen=${first + n === at} titled=${row.line && rows[n - 1]?.line.job_id !== row.line.job_id} />`)}
  </div>`;
}

const Row = memo(function Row({ row, n, chosen, titled }) {
  const click = (event) => {
    if (row.href && (event.ctrlKey || event.metaKey || event.shiftKey)) return; // in a tab of its own
    event.preventDefault();
    palette.use(row);
  };
  const shared = { id: `palette-${n}`, role: "option", "aria-selected": String(chosen), onClick: click };
  if (row.line) return html`<a class="found-line" tabindex="-1" href=${row.href} ...${shared}><${FoundLine} line=${row.line} titled=${titled} /></a>`;
  const inside = html`<${Icon} name=${row.icon} /><span class="palette-label" dir="auto">${row.label}</span>${row.hint && html`<span class="muted">${row.hint}</span>`}`;
  return row.href ? html`<a class="palette-row" tabindex="-1" href=${row.href} ...${shared}>${inside}</a>` : html`<div class="palette-row" ...${shared}>${inside}</div>`;
});

function FoundLine({ line, titled }) {
  return html`${titled && html`<span class="found-title" dir="auto">${line.video_title ?? line.job_id}</span>`}
    <span class="found-time num">${clock(line.start)}</span>
    <span class="found-text" dir="auto">${line.speaker && html`<b>${line.speaker}</b> `}${partsOf(line).map(({ text, found }) => (found ? html`<mark>${text}</mark>` : text))}</span>`;
}

function note(length) {
  const { count, exact } = palette.lines.total.value;
  if (palette.lines.phase.value === "failed") return palette.lines.problem.value.message;
  if (palette.pending.value) return "Searching…";
  if (palette.lines.phase.value === "idle") return html`Words, a <kbd>"phrase"</kbd>, or the beginning of a word: <kbd>land*</kbd>. <kbd>↑</kbd> <kbd>↓</kbd> <kbd>Enter</kbd> plays a line or does an action.`;
  if (count) return `${exact ? "" : "More than "}${count.toLocaleString()} ${count === 1 ? "line" : "lines"}`;
  return length ? "Nobody says that." : "Nobody says that, and nothing is called so.";
}
