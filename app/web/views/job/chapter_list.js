/** The chapters beside the player, for those who may change them: titles in place, one less, undo, and what was found again. */
import { useEffect, useRef } from "preact/hooks";
import { html } from "web/html.js";
import { LEAST_S, moved } from "web/model/chapter_changes.js";
import { say } from "web/model/toast.js";
import { Button, IconButton } from "web/parts/button.js";
import { refocusing } from "web/parts/refocus.js";
import { ChapterField } from "web/views/job/chapter_field.js";
import { ChapterPlay, ChaptersTitle, useChapterAt } from "web/views/job/chapters.js";
import { clock } from "web/format/time.js";

/** @param {{edits: import("web/model/chapter_edits.js").ChapterEdits, add: () => void}} props `add`: one at the playhead */
export function ChapterList({ chapters: stored, edits, add, playback }) {
  const list = useRef(null);
  const moving = edits.moving.value;
  const chapters = (moving && moved(stored, moving.chapter, moving.to)) ?? stored;
  const open = edits.open.value;
  const at = useChapterAt(chapters, playback);
  useFocusBack(list, open);
  if (!chapters.length && !open && !edits.given.value && !edits.depth.value.some(Boolean)) return null;
  const join = (n) => {
    const [chapter, into] = [chapters[n], chapters[n ? n - 1 : 1]];
    focusRow(list.current, Math.max(0, n - 1));
    edits.join(chapter).then((done) => done && say(into ? `Joined with “${into.title}”.` : "Removed."));
  };
  const rename = (n) => {
    playback.pause();
    edits.begin(chapters[n]);
  };
  const keys = (event) => listKeys(event, { edits, rename, join });
  return html`<section id="chapters" class="card chapters-edited" tabindex="-1" aria-labelledby="chapters-title" onKeyDown=${keys}>
    <header class="card-head"><${ChaptersTitle} chapters=${chapters} /><${Tools} edits=${edits} add=${add} /></header>
    <ol class="chapter-list" ref=${list}>${rowsOf(chapters, open).map(({ n, chapter }) => {
      if (!chapter) return html`<li key="open" class="open"><span class="num muted">${clock(open.start)}</span><${ChapterField} open=${open} edits=${edits} /></li>`;
      return html`<li key=${n} data-n=${n} data-at=${chapter.start} onDblClick=${() => rename(n)}><${ChapterPlay} chapter=${chapter} playing=${n === at} playback=${playback} /><${RowTools} ...${{ n, chapter, chapters, rename, join }} /></li>`;
    })}</ol>
    ${!chapters.length && !open && html`<p class="muted">No chapters. <kbd>b</kbd> begins one at the playhead, or at the line that has the focus.</p>`}
  </section>`;
}

function Tools({ edits, add }) {
  const [undoes, redoes] = edits.depth.value;
  return html`<div class="chapter-head-tools">
    ${edits.given.value && html`<${Button} kind="quiet" icon="rotate-cw" title="The source's own chapters again, or those that were found" onClick=${edits.reset}>As found<//>`}
    ${(undoes > 0 || redoes > 0) && html`<${IconButton} icon="undo-2" label="Undo (Ctrl Z)" aria-disabled=${!undoes || null} onClick=${edits.undo} /><${IconButton} icon="redo-2" label="Redo (Ctrl Shift Z)" aria-disabled=${!redoes || null} onClick=${edits.redo} />`}
    <${IconButton} icon="plus" label="Begin a chapter at the playhead (b)" onClick=${add} />
  </div>`;
}

function RowTools({ n, chapter, chapters, rename, join }) {
  const into = n ? "before" : "after";
  const less = chapters.length > 1 ? `Join with the one ${into}` : "Remove";
  return html`<span class="chapter-tools">
    <${IconButton} icon="pencil" tabindex="-1" label="Rename chapter: ${chapter.title}" title="Rename (F2)" onClick=${() => rename(n)} />
    <${IconButton} icon="trash-2" tabindex="-1" label="${less}: ${chapter.title}" title="${less} (Del)" onClick=${() => join(n)} />
  </span>`;
}

/** The chapters with the open one in its place, or between them. */
function rowsOf(chapters, open) {
  const rows = chapters.map((chapter, n) => ({ n, chapter }));
  if (!open) return rows;
  const at = chapters.filter(({ start }) => start < open.start).length;
  const replaces = !open.fresh && chapters[at]?.start === open.start;
  return rows.toSpliced(at, replaces ? 1 : 0, { n: "open", chapter: null });
}

function listKeys(event, { edits, rename, join }) {
  if (event.target.closest("input")) return;
  const held = event.ctrlKey || event.metaKey;
  if (held && !event.altKey && event.key.toLowerCase() === "z") {
    event.preventDefault();
    return void refocusing(event.shiftKey ? edits.redo : edits.undo, () => document.getElementById("chapters"));
  }
  const row = event.target.closest("[data-n]");
  if (!row || held || event.altKey || event.shiftKey) return;
  if (event.key === "F2") rename(Number(row.dataset.n));
  else if (event.key === "Delete") join(Number(row.dataset.n));
  else if (event.key === "ArrowDown") row.nextElementSibling?.querySelector("button")?.focus();
  else if (event.key === "ArrowUp") row.previousElementSibling?.querySelector("button")?.focus();
  else return;
  event.preventDefault();
}

/** The focus goes back to the chapter whose title was typed. */
function useFocusBack(list, open) {
  const before = useRef(null);
  useEffect(() => {
    const was = before.current;
    before.current = open;
    if (open || !was || document.activeElement !== document.body) return;
    const rows = [...(list.current?.querySelectorAll("[data-n]") ?? [])];
    focusRow(list.current, Math.max(0, rows.findIndex((row) => Math.abs(Number(row.dataset.at) - was.start) < LEAST_S)));
  }, [open]);
}

const focusRow = (list, n) => list?.querySelector(`[data-n="${n}"] .chapter-play`)?.focus();
