/** Choosing words by the browser's own selection, with the mouse, by touch or by keys: one way for all. */
import { useEffect, useMemo } from "preact/hooks";
import { OncePerFrame } from "web/model/frame.js";

const ARROWS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]);

/**
 * Keep the choice as the selection in the box of the lines is.
 * @param {import("web/model/word_choice.js").WordChoice} choice
 * @returns {(event: KeyboardEvent) => boolean} handles a key; whether it was one of those that choose
 */
export function useSelectedWords(box, choice) {
  const selecting = useMemo(() => new Selecting(box, choice), [choice]);
  useEffect(() => {
    const changed = () => {
      if (selecting.asked) return;
      const selection = document.getSelection();
      if (!selection.rangeCount || !box.current?.contains(selection.getRangeAt(0).commonAncestorContainer)) return void (document.activeElement?.closest?.(".chosen-words") || choice.clear());
      const range = selection.getRangeAt(0);
      const places = range.collapsed ? null : placesIn(box.current, range);
      if (places) choice.set(...places);
      else choice.clear();
    };
    document.addEventListener("selectionchange", changed);
    return () => document.removeEventListener("selectionchange", changed);
  }, [choice]);
  return (event) => choosingKey(event, box.current, choice, selecting);
}

/**
 * Selects what is chosen, with the next frame. While a key is handled, browsers would count all text before the
 * selection at once, for the keyboards of phones: of three hours that takes a fifth of a second.
 */
class Selecting {
  /** Whether it is going to. */
  asked = false;
  #frame;

  constructor(box, choice) {
    this.#frame = new OncePerFrame(() => {
      this.asked = false;
      if (box.current && choice.range.peek()) select(box.current, choice.range.peek());
    });
  }

  ask() {
    this.asked = true;
    this.#frame.ask();
  }
}

/** Handle a key: Shift with an arrow chooses more or less, Escape nothing. Returns whether it was one. */
function choosingKey(event, box, choice, selecting) {
  if (event.key === "Escape" && choice.range.peek()) {
    document.getSelection().removeAllRanges();
    choice.clear();
    return true;
  }
  if (!event.shiftKey || !ARROWS.has(event.key) || event.ctrlKey || event.metaKey || event.altKey) return false;
  event.preventDefault();
  choice.extend(event.key, startingPlace(event, box));
  selecting.ask();
  return true;
}

/** The word that is playing, else the first one of the line with the focus, else of all. */
function startingPlace(event, box) {
  const heard = box.querySelector(".word.heard");
  const line = heard?.closest(".line") ?? event.target.closest(".line") ?? box.querySelector(".line");
  return { line: Number(line.dataset.line), word: heard ? wordsOf(line).indexOf(heard) : 0 };
}

const wordsOf = (line) => [...line.querySelectorAll(".word")];
const wordAt = (box, { line, word }) => wordsOf(box.querySelector(`[data-line="${line}"]`))[word];

function select(box, { from, to }) {
  const [first, last] = [wordAt(box, from), wordAt(box, to)];
  if (!first || !last) return;
  document.getSelection().setBaseAndExtent(first.firstChild, 0, last.firstChild, last.firstChild.length);
  last.scrollIntoView({ block: "nearest" });
}

/** The first and the last word in a range of the page; null if there is none. Only the lines at its ends are looked at. */
function placesIn(box, range) {
  const lines = box.querySelector("ol");
  if (!lines) return null;
  let first = lineOf(lines, range.startContainer, range.startOffset);
  let last = lineOf(lines, range.endContainer, range.endOffset - 1);
  for (; first; first = first.nextElementSibling) {
    const words = touched(first, range);
    if (words.length) {
      for (; last && last !== first && !touched(last, range).length; ) last = last.previousElementSibling;
      const ends = last ? touched(last, range) : words;
      return [
        { line: Number(first.dataset.line), word: words[0] },
        { line: Number((last ?? first).dataset.line), word: ends.at(-1) },
      ];
    }
    if (first === last) return null;
  }
  return null;
}

/** The line that a place of the page is in; of the list itself the one at that number. */
function lineOf(lines, node, offset) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const line = element.closest(".line");
  if (line) return line;
  return element === lines ? lines.children[Math.min(lines.children.length - 1, Math.max(0, offset))] : offset > 0 ? lines.lastElementChild : lines.firstElementChild;
}

/** Numbers of the words of a line of which a letter is in the range. */
function touched(line, range) {
  return wordsOf(line).flatMap((word, n) => (hasLetterIn(word, range) ? [n] : []));
}

function hasLetterIn(word, range) {
  const text = word.firstChild;
  if (!text || !range.intersectsNode(word)) return false;
  const from = range.startContainer === text ? range.startOffset : 0;
  const to = range.endContainer === text ? range.endOffset : text.length;
  return to > from;
}
