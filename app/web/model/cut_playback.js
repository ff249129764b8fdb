/** Plays what stays of a recording: jumps over what is cut out while the player plays. */
import { effect } from "@preact/signals";

/**
 * @param {import("web/model/word_cuts.js").WordCuts} cuts @param {import("web/model/playback.js").Playback} playback
 * @returns {() => void} ends it
 */
export const skipCuts = (cuts, playback) =>
  effect(() => {
    const time = playback.time.value;
    if (!playback.playing.value || !cuts.any) return;
    const to = cuts.after(time);
    if (to === null) return;
    if (to >= cuts.duration) playback.pause();
    else playback.seek(to, { play: true });
  });
