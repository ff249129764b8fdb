/** Two results side by side: passages of two transcripts that belong together, and the words in which they differ. */

/** Words of one passage that are compared; longer ones are marked as a whole. */
const MOST_WORDS = 400;

/** @typedef {{start: number, end: number, text: string}} Line @typedef {{start: number, a: Line[], b: Line[], same: boolean}} Passage */

/**
 * Lines of both, in passages that begin and end where neither has a line open.
 * @param {Line[]} a @param {Line[]} b @returns {Generator<Passage>}
 */
export function* passages(a, b) {
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const passage = { start: Math.min(a[i]?.start ?? Infinity, b[j]?.start ?? Infinity), a: [], b: [], same: false };
    let end = -Infinity;
    const begins = (line) => line && (end === -Infinity ? line.start <= passage.start : overlaps(line, end));
    for (let grew = true; grew; ) {
      grew = false;
      while (begins(a[i])) [end, grew] = [Math.max(end, a[i].end), passage.a.push(a[i++]) > 0];
      while (begins(b[j])) [end, grew] = [Math.max(end, b[j].end), passage.b.push(b[j++]) > 0];
    }
    passage.same = textOf(passage.a) === textOf(passage.b);
    yield passage;
  }
}

/** A slice of work, milliseconds: less than a frame. */
const SLICE_MS = 6;

/**
 * Find all passages in slices, so that the page stays fluent meanwhile.
 * @param {Line[]} a @param {Line[]} b @param {(found: Passage[]) => void} done @returns {() => void} stops it
 */
export function findPassages(a, b, done) {
  const [found, left] = [[], passages(a, b)];
  let timer = 0;
  const work = () => {
    const end = performance.now() + SLICE_MS;
    do {
      const { value, done: over } = left.next();
      if (over) return done(found);
      found.push(value);
    } while (performance.now() < end);
    timer = setTimeout(work);
  };
  work();
  return () => clearTimeout(timer);
}

/** Lines that only touch do not belong together: engines differ by some tenths of a second. */
const overlaps = ({ start, end }, until) => start < until - Math.min(0.4, (end - start) / 3);

const wordsOf = (lines) => lines.flatMap(({ text }) => text.split(/\s+/).filter(Boolean));
const plain = (word) => word.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
const textOf = (lines) => wordsOf(lines).map(plain).filter(Boolean).join(" ");

/**
 * The words of both sides; those that the other side lacks are `own`. Case and punctuation make no other word.
 * @param {Passage} passage @returns {{a: {text: string, own: boolean}[], b: {text: string, own: boolean}[]}}
 */
export function wordDifferences({ a, b, same }) {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  const all = (words, own) => words.map((text) => ({ text, own }));
  if (same) return { a: all(left, false), b: all(right, false) };
  if (left.length > MOST_WORDS || right.length > MOST_WORDS) return { a: all(left, true), b: all(right, true) };
  const [common, others] = longestCommon(left.map(plain), right.map(plain));
  return { a: left.map((text, n) => ({ text, own: !common.has(n) })), b: right.map((text, n) => ({ text, own: !others.has(n) })) };
}

/** The places of the words of a longest common subsequence, in both. */
function longestCommon(a, b) {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) lengths[i * width + j] = a[i] === b[j] ? lengths[(i + 1) * width + j + 1] + 1 : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
  const [inA, inB] = [new Set(), new Set()];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) [inA.add(i++), inB.add(j++)];
    else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) i++;
    else j++;
  }
  return [inA, inB];
}
