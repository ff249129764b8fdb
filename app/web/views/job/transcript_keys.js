/** Keys in the transcript: up and down from line to line, left and right from word to word, F2 corrects, Shift F2 renames the speaker, Ctrl Z undoes. */
import { mayWrite } from "web/model/rights.js";

export function transcriptKeys(event, playback, corrections) {
  if (event.key === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
    event.preventDefault();
    return corrections.undo();
  }
  const line = event.target.closest(".line") ?? event.currentTarget.querySelector(".line.heard") ?? event.currentTarget.querySelector(".line");
  if (!line) return;
  if (event.key === "F2" && mayWrite.peek()) {
    event.preventDefault();
    if (event.shiftKey) return line.querySelector("button.line-speaker")?.click();
    return corrections.begin(Number(line.dataset.line));
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
