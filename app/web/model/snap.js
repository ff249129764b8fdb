/** Times that the ends of a clip snap to: beginnings and ends of words, pauses, changes of picture. */

/** @typedef {{time: number, what: "word"|"pause"|"cut"|"edge"|"line"}} SnapPoint */

/**
 * @param {{segments: import("web/model/pieces.js").Segment[], cuts: {start: number, end: number}[], silences: {start: number, end: number}[], duration: number}} found
 * @returns {SnapPoint[]} in order of time
 */
export function snapPoints({ segments, cuts, silences, duration }) {
  const points = [
    { time: 0, what: "edge" },
    { time: duration, what: "edge" },
  ];
  for (const { start, end, words } of segments) {
    for (const one of words.length ? words : [{ start, end }]) points.push({ time: one.start, what: "word" }, { time: one.end, what: "word" });
  }
  for (const { start, end } of cuts) points.push({ time: (start + end) / 2, what: "cut" });
  for (const { start, end } of silences) points.push({ time: (start + end) / 2, what: "pause" });
  return points.filter(({ time }) => time >= 0 && time <= duration).sort((a, b) => a.time - b.time);
}

/** The point that is nearest to a time and not further away than `reach` seconds; undefined without one. */
export function nearest(points, time, reach) {
  const at = indexFrom(points, time);
  const [before, after] = [points[at - 1], points[at]];
  const near = !after || (before && time - before.time <= after.time - time) ? before : after;
  return near && Math.abs(near.time - time) <= reach ? near : undefined;
}

/** The next point after a time, or before it; undefined at the ends. @param {1|-1} way @param {number} nearly nearer than so many seconds is at the time itself */
export function next(points, time, way, nearly = 0.002) {
  if (way > 0) return points[indexFrom(points, time + nearly)];
  return points[indexFrom(points, time - nearly) - 1];
}

/** Index of the first point at or after a time. */
function indexFrom(points, time) {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle].time < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where lines begin. @param {import("web/model/pieces.js").Segment[]} segments @returns {SnapPoint[]} */
export const linePoints = (segments) => segments.map(({ start }) => ({ time: start, what: "line" }));
