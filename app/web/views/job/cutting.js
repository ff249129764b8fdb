/** The transcript while it is cut: whether it is, the cuts, and the keys for them. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { skipCuts } from "web/model/cut_playback.js";
import { rateOf } from "web/model/timeline_document.js";
import { WordCuts } from "web/model/word_cuts.js";
import { useCutMarks } from "web/views/job/cut_marks.js";

/** @returns {{cuts: WordCuts|null, turn: () => void, key: (event: KeyboardEvent) => boolean}} `cuts` is null while nothing is cut */
export function useCutting({ job, segments, playback, box, choice }) {
  const [on, setOn] = useState(false);
  const { id, media, video_duration: duration, language } = job;
  const cuts = useMemo(() => (on ? new WordCuts(id, segments, { fps: rateOf(media), duration, language }) : null), [on, id, segments, duration, language]);
  useCutMarks(box, cuts);
  useEffect(() => (cuts ? skipCuts(cuts, playback) : undefined), [cuts, playback]);
  return { cuts, turn: () => setOn(!on), key: (event) => Boolean(cuts) && cuttingKey(event, cuts, choice) };
}

/** Strike out what is chosen, or take it back. */
export function turnChosen(cuts, choice) {
  const { from, to } = choice.range.peek();
  cuts.turn(cuts.numberOf(from), cuts.numberOf(to));
}

/** Delete strikes out what is chosen, Ctrl Z undoes. Returns whether the key was one of these. */
function cuttingKey(event, cuts, choice) {
  const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
  if (altKey || event.target.closest("input, textarea, select")) return false;
  const held = ctrlKey || metaKey;
  const act = held ? { z: shiftKey ? cuts.redo : cuts.undo, y: cuts.redo }[key.toLowerCase()] : ["Delete", "Backspace"].includes(key) && choice.range.peek() && (() => turnChosen(cuts, choice));
  if (!act) return false;
  event.preventDefault();
  act();
  return true;
}
