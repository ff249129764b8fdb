/** Marks the matches, straight in the page, without touching its elements: ranges that the browser paints over. */

const FOUND = "found";
const SHOWN = "found-now";
/** Browsers take a second or two to paint more ranges than that. */
const MOST = 5000;

/** @param {HTMLElement} box of the lines @param {import("web/model/find.js").Hit[]} hits @param {number} at which one is shown; -1 for none */
export function markHits(box, hits, at) {
  const lines = hits.length ? linesOf(box) : new Map();
  const near = hits.length > MOST ? hits.slice(Math.max(0, at - MOST / 2), at + MOST / 2) : hits;
  paint(FOUND, near.map((hit) => rangeOf(lines, hit)).filter(Boolean));
  const shown = at < 0 ? null : rangeOf(lines, hits[at]);
  paint(SHOWN, shown ? [shown] : [], 1);
  box.querySelector(".line.shown-hit")?.classList.remove("shown-hit");
  if (at >= 0) lines.get(hits[at].index)?.classList.add("shown-hit"); // all that older browsers show
}

export function unmarkHits() {
  paint(FOUND, []);
  paint(SHOWN, []);
}

function paint(name, ranges, priority = 0) {
  if (!CSS.highlights) return;
  if (!ranges.length) return void CSS.highlights.delete(name);
  const highlight = new Highlight(...ranges);
  highlight.priority = priority;
  CSS.highlights.set(name, highlight);
}

const linesOf = (box) => new Map([...box.querySelectorAll(".line")].map((line) => [Number(line.dataset.line), line]));

/** Letters `from`..`to` of a line; null while the line is not drawn. */
function rangeOf(lines, { index, from, to }) {
  const text = lines.get(index)?.querySelector("p");
  if (!text) return null;
  const range = document.createRange();
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let before = 0;
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { length } = node;
    if (!begun && from < before + length) {
      range.setStart(node, from - before);
      begun = true;
    }
    if (begun && to <= before + length) {
      range.setEnd(node, to - before);
      return range;
    }
    before += length;
  }
  return null;
}
