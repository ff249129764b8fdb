/** A job's options in few words, for a row in a list. */
import { OPERATIONS, flat, optionsOf } from "web/model/options.js";
import { languageName } from "web/format/language.js";

const WORDS = {
  language: languageName,
  speakers: (count) => (count === true ? "speakers" : `${count} ${count === 1 ? "speaker" : "speakers"}`),
  model_size: (size) => `model ${size}`,
  word_timestamps: () => "no word times",
  audio_track: (track) => `audio track ${track}`,
  hotwords: (words) => `expects ${words}`,
  min_confidence: (least) => `confidence from ${least}`,
  sentiment_analysis: () => "no sentiment",
  topic_modeling: () => "no topics",
  keyword_extraction: () => "no keywords",
  max_clips: (count) => `${count} ${count === 1 ? "clip" : "clips"}`,
  clip_duration: (seconds) => `${seconds} s clips`,
  overlap_duration: (seconds) => `overlap ${seconds} s`,
  burn_captions: () => "captions",
  findings: (on) => (on ? "findings" : "no findings"),
  fail_on: (severity) => `fails on ${severity}`,
  vision: (on) => (on ? "vision" : "no vision"),
  metadata_extraction: (on) => (on ? "metadata" : "no metadata"),
  include_location: () => "places kept",
  duration_seconds: (seconds) => `${seconds} s`,
  seed: (seed) => `seed ${seed}`,
  refresh: () => "downloaded anew",
  operation: (operation) => OPERATIONS[operation].toLowerCase(),
  segmentation_method: (method) => `scenes ${method}`,
  "operation_options.silence_threshold_db": (level) => `silent below ${level} dBFS`,
  "operation_options.silence_min_seconds": (seconds) => `pauses from ${seconds} s`,
  "operation_options.silence_padding_seconds": (seconds) => `${seconds} s left`,
  "operation_options.loudness_target_lufs": (level) => `${level} LUFS`,
  "operation_options.loudness_true_peak_db": (level) => `peaks to ${level} dBTP`,
};

/** Only what differs from the standard and matters for the type of the job. @param {object} job @returns {string[]} */
export function optionWords({ job_type: type, options = {} }) {
  const values = flat(options);
  const chosen = optionsOf(type, values).filter(({ name, standard, required }) => required || (values[name] ?? standard) !== standard);
  return chosen.map(({ name }) => WORDS[name]?.(values[name]) ?? String(values[name]));
}
