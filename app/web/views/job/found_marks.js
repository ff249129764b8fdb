/** Marks what is found in the transcript, and scrolls to a requested hit. It draws nothing, so a key costs no drawing of lines. */
import { useEffect } from "preact/hooks";
import { markHits, unmarkHits } from "web/views/job/find_marks.js";
import { bringIntoView } from "web/views/job/in_view.js";

export function FoundMarks({ box, find, follower, lines }) {
  const hits = find.hits.value;
  const at = find.at.value;
  const moves = find.moves.value;
  useEffect(() => markHits(box.current, hits, at), [hits, at, lines]);
  useEffect(() => {
    if (at < 0) return;
    follower.leave();
    bringIntoView(box.current, box.current.querySelector(`[data-line="${hits[at].index}"]`));
  }, [moves]);
  useEffect(() => unmarkHits, []);
  return null;
}
