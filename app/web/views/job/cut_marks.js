/** Strikes words out straight in the page: a transcript of hours is not drawn again for it. */
import { effect } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** @param {import("web/model/word_cuts.js").WordCuts|null} cuts null while nothing is cut */
export function useCutMarks(box, cuts) {
  useEffect(() => {
    if (!cuts) return undefined;
    let marked = [];
    const end = effect(() => {
      const words = cuts.words.value;
      const of = (numbers, name) => [...numbers].map((n) => [words[n], name]);
      const wanted = [...of(cuts.struck.value, "struck"), ...of(cuts.fillers.value, "filler")];
      const frame = requestAnimationFrame(() => (marked = mark(box.current, wanted, marked))); // after lines that have changed are drawn
      return () => cancelAnimationFrame(frame);
    });
    return () => {
      end();
      mark(box.current, [], marked);
    };
  }, [cuts]);
}

/** Mark these words, and unmark those that were; returns what is marked. */
function mark(box, wanted, marked) {
  const fresh = new Map();
  const lines = new Map();
  for (const [{ line, word }, name] of box ? wanted : []) {
    if (!lines.has(line)) lines.set(line, box.querySelector(`[data-line="${line}"]`)?.querySelectorAll(".word"));
    const element = lines.get(line)?.[word];
    if (element) fresh.set(element, name);
  }
  for (const [element, name] of marked) if (fresh.get(element) !== name) element.classList.remove(name);
  for (const [element, name] of fresh) element.classList.add(name);
  return [...fresh];
}
