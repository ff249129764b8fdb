/** The wait before the next attempt: doubling, capped, with jitter so that many pages do not reconnect at once. */
const FIRST_MS = 400;
const LONGEST_MS = 15_000;

/** @param {number} attempt 0 for the first retry @param {() => number} random 0..1 */
export function delayMs(attempt, random = Math.random) {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(whole / 2 + (whole / 2) * random());
}
