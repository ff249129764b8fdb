/** The corrections of a transcript, the same ones for all parts of the page: what one makes, another can take back. */
import { Corrections } from "web/model/corrections.js";

const known = new WeakMap();

/** @param {string} id of the transcript @param {object} segments the signal of its lines */
export function correctionsOf(id, segments) {
  const found = known.get(segments);
  if (found?.id === id) return found.corrections;
  const corrections = new Corrections(id, segments);
  known.set(segments, { id, corrections });
  return corrections;
}
