/** Marks the line and the word that are heard, straight in the page: sixty times a second is too often to draw anew. */
import { indexAt } from "web/model/pieces.js";

const LEAVE_ALONE_MS = 4000;

/** @returns {() => void} ends it */
export function followPlayback(box, segments, playback) {
  const marked = { line: null, word: null };
  let scrolledAt = 0;
  const touched = () => (scrolledAt = Date.now());
  box.addEventListener("wheel", touched, { passive: true });
  box.addEventListener("touchmove", touched, { passive: true });
  const end = playback.time.subscribe((time) => {
    const lines = segments.peek();
    const segment = time > 0 ? lines[indexAt(lines, time)] : undefined;
    const line = segment ? box.querySelector(`[data-line="${segment.index}"]`) : null;
    const moved = mark(marked, "line", line);
    mark(marked, "word", line && segment.words.length ? line.querySelectorAll(".word")[indexAt(segment.words, time)] : null);
    if (moved && line && Date.now() - scrolledAt > LEAVE_ALONE_MS) bringIntoView(box, line);
  });
  return () => {
    end();
    box.removeEventListener("wheel", touched);
    box.removeEventListener("touchmove", touched);
  };
}

/** Move the mark; tells whether it moved. */
function mark(marked, name, element = null) {
  if (marked[name] === element) return false;
  marked[name]?.classList.remove("heard");
  element?.classList.add("heard");
  marked[name] = element;
  return true;
}

function bringIntoView(box, line) {
  const top = line.offsetTop - box.offsetTop;
  if (top >= box.scrollTop && top + line.offsetHeight <= box.scrollTop + box.clientHeight * 0.85) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  box.scrollTo({ top: top - box.clientHeight / 3, behavior: calm ? "auto" : "smooth" });
}
