/** What an operation changed, in words. */
import { percent } from "web/format/number.js";
import { exact, span } from "web/format/time.js";

const level = (unit) => (value) => (value === null ? "not measurable" : `${value.toFixed(1)} ${unit}`);
const shake = (value) => `${percent(value)} of the width`;

/** Fields of a result, in this order; those that it lacks are left out. */
const ROWS = [
  ["duration_seconds", "Length", span],
  ["removed_seconds", "Removed", span],
  ["cuts", "Cuts", String],
  ["threshold_db", "Silent below", level("dBFS")],
  ["lufs_before", "Loudness before", level("LUFS")],
  ["lufs_after", "Loudness", level("LUFS")],
  ["true_peak_after_dbtp", "Highest peak", level("dBTP")],
  ["noise_before_db", "Noise before", level("dBFS")],
  ["noise_after_db", "Noise", level("dBFS")],
  ["shake_before", "Shook before", shake],
  ["shake_after", "Shakes", shake],
  ["aspect", "Shape", String],
  ["shots", "Shots", String],
  ["shots_with_faces", "Shots with faces", String],
  ["start_seconds", "From", exact],
  ["end_seconds", "To", exact],
  ["lines", "Lines drawn", String],
];

/** @param {object} result of `GET /api/processing/status` @returns {[string, string][]} */
export function resultRows(result) {
  const rows = ROWS.filter(([name]) => name in result).map(([name, label, words]) => [label, words(result[name])]);
  return result.width ? [["Size", `${result.width}×${result.height}`], ...rows] : rows;
}
