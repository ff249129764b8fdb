/** Pauses in a sound, by its peaks: where it stays much quieter than the loudest of it. */

/** Quieter than this share of the loudest peak is silence; shorter stretches than so many seconds are none. */
const SHARE = 0.08;
const LEAST_S = 0.2;

/**
 * @param {{peaks: number[], rate: number, loudest: number}} wave @param {number} [least] seconds
 * @returns {{start: number, end: number}[]} in order
 */
export function silencesOf({ peaks, rate, loudest }, least = LEAST_S) {
  const found = [];
  let from = -1;
  for (let n = 0; n <= peaks.length; n++) {
    const quiet = n < peaks.length && !(peaks[n] > SHARE * loudest);
    if (quiet && from < 0) from = n;
    if (!quiet && from >= 0) {
      if ((n - from) / rate >= least) found.push({ start: from / rate, end: n / rate });
      from = -1;
    }
  }
  return found;
}
