/** Changes of a list of chapters, each as a function of the list: null if the chapter is not there as it was seen. */

/** @typedef {{start: number, end: number, title: string}} Chapter */

/** Chapters that people make are at least that long, seconds. */
export const LEAST_S = 0.5;
/** Times are the same if they differ by less, seconds: the server rounds them. */
const SAME_S = 0.01;
/** Longest title that the server takes, characters. */
export const LONGEST = 200;

export const close = (one, other) => Math.abs(one - other) < SAME_S;

/** Number of the chapter that begins then; -1 without one. */
export const numberOf = (chapters, start) => chapters.findIndex((one) => close(one.start, start));

/** Number of this chapter, as it was seen; -1 if others have changed it. @param {Chapter[]} chapters @param {Chapter} seen */
const still = (chapters, { start, title }) => chapters.findIndex((one) => close(one.start, start) && one.title === title);

export function retitled(chapters, seen, title) {
  const at = still(chapters, seen);
  return at < 0 ? null : chapters.with(at, { ...chapters[at], title });
}

/** Where a chapter can begin that is wanted to begin then: after the one before, and ahead of its own end. */
export function beginning(chapters, seen, wanted) {
  const at = still(chapters, seen);
  if (at < 0) return seen.start;
  const [least, most] = [at ? chapters[at - 1].start + LEAST_S : 0, chapters[at].end - LEAST_S];
  return least > most ? seen.start : rounded(Math.min(most, Math.max(least, wanted)));
}

/** Let a chapter begin at another time. */
export function moved(chapters, seen, wanted) {
  const at = still(chapters, seen);
  if (at < 0) return null;
  const start = beginning(chapters, seen, wanted);
  if (close(start, seen.start)) return chapters;
  const next = chapters.with(at, { ...chapters[at], start });
  if (!at) return next;
  const before = chapters[at - 1];
  return next.with(at - 1, { ...before, end: close(before.end, seen.start) ? start : Math.min(before.end, start) });
}

/** Let one more begin; the one that goes on then ends there. The same list where one begins already. */
export function added(chapters, time, title, duration) {
  if (!canBegin(chapters, time)) return chapters;
  const at = chapters.filter(({ start }) => start < time).length;
  const before = chapters[at - 1];
  const cuts = before && time < before.end;
  const chapter = { start: rounded(time), end: cuts ? before.end : (chapters[at]?.start ?? duration), title };
  return [...chapters.slice(0, cuts ? at - 1 : at), ...(cuts ? [{ ...before, end: chapter.start }] : []), chapter, ...chapters.slice(at)];
}

/** Whether none begins at that time or close to it. */
export const canBegin = (chapters, time) => !chapters.some(({ start }) => Math.abs(start - time) < LEAST_S);

/** Let a chapter be part of the one before; the first one becomes part of the second. */
export function joined(chapters, seen) {
  const at = still(chapters, seen);
  if (at < 0) return null;
  const [into, part] = [chapters[at ? at - 1 : 1], chapters[at]];
  if (!into) return [];
  const whole = at ? { ...into, end: part.end } : { ...into, start: part.start };
  return chapters.toSpliced(at ? at - 1 : 0, 2, whole);
}

/** The list as the server takes it. Titles that a source gave may be ones that people could not. */
export function orderOf(chapters, duration) {
  return {
    chapters: chapters.map(({ start, end, title }, n) => ({
      start,
      title: titled(title) || `Chapter ${n + 1}`,
      ...(!close(end, chapters[n + 1]?.start ?? duration) && { end }),
    })),
  };
}

/** One line that the server takes as a title; empty if nothing is left. */
export const titled = (text) => [...text.replace(/[\s\u0000-\u001f\u007f]+/g, " ").trim()].slice(0, LONGEST).join("").trim();

const rounded = (seconds) => Math.round(seconds * 1000) / 1000;
