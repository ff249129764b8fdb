/** Keys in the transcript: up and down from line to line, left and right from word to word, F2 corrects, Shift F2 renames the speaker, y says that a line is right, Ctrl Z undoes, Ctrl Shift Z makes it again. */
import { useEffect, useRef } from "preact/hooks";
import { mayWrite } from "web/model/rights.js";
import { open } from "web/views/job/replace_row.js";

/** Keys of the whole page: d and Shift d go from one doubtful line to the next, Ctrl H replaces; `find` is null where nothing can be replaced. */
export function usePageKeys(acts) {
  const now = useRef(acts);
  now.current = acts;
  useEffect(() => {
    const press = (event) => {
      if (event.target.closest?.("dialog")) return;
      const { step, find } = now.current;
      if (event.key.toLowerCase() === "h" && event.ctrlKey && !event.altKey && find) open(find);
      else if (event.key.toLowerCase() === "d" && !(event.ctrlKey || event.metaKey || event.altKey) && !event.target.closest?.(FIELDS)) step(event.shiftKey ? -1 : 1);
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

const FIELDS = "input:not([type=checkbox], [type=radio], [type=range]), textarea, select";

export function transcriptKeys(event, playback, corrections) {
  if ((event.key === "z" || event.key === "Z") && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    return event.shiftKey ? corrections.redo() : corrections.undo();
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const line = event.target.closest(".line") ?? event.currentTarget.querySelector(".line.heard") ?? event.currentTarget.querySelector(".line");
  if (!line) return;
  if (event.key === "F2" && mayWrite.peek()) {
    event.preventDefault();
    if (event.shiftKey) return line.querySelector("button.line-speaker")?.click();
    return corrections.begin(Number(line.dataset.line));
  }
  if (event.key === "y" && mayWrite.peek() && line.classList.contains("doubtful")) {
    event.preventDefault();
    return corrections.confirm(Number(line.dataset.line));
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const onLine = event.target.closest(".line");
    const to = !onLine ? line : event.key === "ArrowDown" ? line.nextElementSibling : line.previousElementSibling;
    to?.querySelector(".line-time")?.focus();
  } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    const words = [...event.currentTarget.querySelectorAll(".word")];
    const at = words.findIndex((word) => word.classList.contains("heard"));
    const first = words.indexOf(line.querySelector(".word"));
    const next = words[at < 0 ? first : Math.min(words.length - 1, Math.max(0, at + (event.key === "ArrowRight" ? 1 : -1)))];
    if (next) playback.seek(Number(next.dataset.start));
  } else return;
  event.preventDefault();
}
