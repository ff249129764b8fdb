/** What is seen in a film, in the page's form: scenes with times as numbers, and words on screen with theirs. */

/** How long before and after the picture in which they were read words are marked, seconds. */
const [BEFORE_S, AFTER_S] = [0.5, 2.5];

/** @typedef {{key: string, text: string, score: number, box: number[], from: number, to: number}} ScreenText `box` as fractions of the picture */

/** All words on screen with the time in which they are marked, within their scene. @returns {ScreenText[]} */
export function textsOf({ scenes }) {
  return scenes.flatMap((scene) => (scene.text ?? []).map((read, n) => ({ ...read, key: `${scene.index}-${n}`, ...timeOf(read, scene) })));
}

function timeOf({ at_s: at }, { start, end }) {
  if (at === null || at === undefined) return { from: start, to: end };
  return { from: Math.max(Math.min(start, at), at - BEFORE_S), to: Math.max(at, Math.min(end, at + AFTER_S)) };
}

/** Where a click on these words leads: to the picture in which they were read. */
export const placeOf = (read, scene) => read.at_s ?? scene.start;

/** Whether there is anything to show of it. */
export const hasSeen = ({ vision_results: seen }) => Boolean(seen && (seen.labels?.length || seen.scenes.some((scene) => scene.labels?.length || scene.text?.length || scene.faces)));
