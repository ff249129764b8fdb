/** Strikes words out straight in the page: a transcript of hours is not drawn again for it. */
import { effect } from "@preact/signals";
import { useEffect } from "preact/hooks";

const NOTHING = { words: null, marks: new Map() };

/** @param {import("web/model/word_cuts.js").WordCuts|null} cuts null while nothing is cut */
export function useCutMarks(box, cuts) {
  useEffect(() => {
    if (!cuts) return undefined;
    let shown = NOTHING;
    const end = effect(() => {
      const words = cuts.words.value;
      const of = (numbers, name) => [...numbers].map((n) => [n, name]);
      const names = new Map([...of(cuts.struck.value, "struck"), ...of(cuts.fillers.value, "filler")]);
      const frame = requestAnimationFrame(() => (shown = marked(box.current, words, names, shown))); // after lines that have changed are drawn
      return () => cancelAnimationFrame(frame);
    });
    return () => {
      end();
      marked(box.current, null, new Map(), shown);
    };
  }, [cuts]);
}

/** Mark words by their numbers, and unmark those that were; of the same words only what has changed. Returns what is marked. */
function marked(box, words, names, shown) {
  const marks = new Map();
  const lines = box?.querySelector("ol")?.children ?? [];
  for (const [n, mark] of shown.marks) {
    if (words === shown.words && names.get(n) === mark.name) marks.set(n, mark);
    else mark.element.classList.remove(mark.name);
  }
  for (const [n, name] of names) {
    const element = marks.has(n) ? null : wordOf(lines, words[n]);
    element?.classList.add(name);
    if (element) marks.set(n, { element, name });
  }
  return { words, marks };
}

/** The element of a word; undefined while it is not drawn. */
const wordOf = (lines, { line, word }) => lines[line]?.querySelectorAll(".word")[word];
