/** Marks the matches, straight in the page, without touching its elements: ranges that the browser paints over. */

const FOUND = "found";
const SHOWN = "found-now";
/** Browsers take a second or two to paint more ranges than that. */
const MOST = 5000;
/** How many are marked at once, around the shown one; the others follow, a few in each frame. */
const AT_ONCE = 40;
let marking = 0;

/** @param {HTMLElement} box of the lines @param {import("web/model/find.js").Hit[]} hits @param {number} at which one is shown; -1 for none */
export function markHits(box, hits, at) {
  cancelAnimationFrame(marking);
  box.querySelector(".line.shown-hit")?.classList.remove("shown-hit");
  const line = at < 0 ? null : lineOf(box, hits[at].index);
  line?.classList.add("shown-hit"); // all that older browsers show
  const shown = line && rangeOf(line, hits[at]);
  paint(SHOWN, shown ? [shown] : [], 1);
  const [first, last] = [Math.max(0, at - MOST / 2), Math.min(hits.length, at + MOST / 2)];
  const begun = Math.max(first, at - AT_ONCE / 2);
  const marks = paint(FOUND, rangesOf(box, hits.slice(begun, begun + AT_ONCE)));
  if (marks) markRest(box, marks, [...hits.slice(begun + AT_ONCE, last), ...hits.slice(first, begun)]);
}

/** Mark the others, frame by frame: thousands of them would hold up what is being typed. */
function markRest(box, marks, hits) {
  if (!hits.length) return;
  marking = requestAnimationFrame(() => {
    for (const range of rangesOf(box, hits.slice(0, AT_ONCE))) marks.add(range);
    markRest(box, marks, hits.slice(AT_ONCE));
  });
}

export function unmarkHits() {
  cancelAnimationFrame(marking);
  paint(FOUND, []);
  paint(SHOWN, []);
}

/** What the browser paints, to which more can be added; null where nothing is painted. */
function paint(name, ranges, priority = 0) {
  if (!CSS.highlights) return null;
  if (!ranges.length) return CSS.highlights.delete(name), null;
  const highlight = new Highlight(...ranges);
  highlight.priority = priority;
  CSS.highlights.set(name, highlight);
  return highlight;
}

const lineOf = (box, index) => box.querySelector(`.line[data-line="${index}"]`);

/** The ranges of hits in order, which most often lie in lines one after the other. */
function rangesOf(box, hits) {
  let line = null;
  return hits.flatMap((hit) => {
    if (line?.nextElementSibling && Number(line.nextElementSibling.dataset.line) === hit.index) line = line.nextElementSibling;
    else if (Number(line?.dataset.line) !== hit.index) line = lineOf(box, hit.index);
    return (line && rangeOf(line, hit)) ?? [];
  });
}

/** Letters `from`..`to` of a line; null while its text is not drawn. */
function rangeOf(line, { from, to }) {
  const text = line.querySelector("p");
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
