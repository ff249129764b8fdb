/** The options of a job as the form shows them: their definitions are the server's, the words are the page's. */
import { PLAN } from "web/model/plan_data.js";

/**
 * @typedef {{name: string, label: string, about: string, kind: "choice"|"number"|"switch"|"language"|"model"|"text", standard: unknown,
 *   types: string[], trueIn: string[], group: string, choices?: string[], none?: string, min?: number, max?: number, step?: number, unit?: string}} Option
 */

/** In the order of the form. */
const WORDS = {
  language: { group: "Speech", label: "Language", kind: "language", about: "That is spoken; to say it saves finding out, and mistakes in doing so" },
  engine: { group: "Speech", label: "Engine", none: "as the server is set", about: "Whisper here, or AssemblyAI, which is paid for and tells speakers apart" },
  model_size: { group: "Speech", label: "Whisper model", kind: "model", about: "Larger hears better and takes longer" },
  word_timestamps: { group: "Speech", label: "Times of words", about: "So that a click on a word seeks to it" },
  min_confidence: { group: "Speech", label: "Least confidence", step: 0.05, about: "Lines below it are marked weak and left out of analysis and clips" },
  sentiment_analysis: { group: "Meaning", label: "Sentiment", about: "The mood of each line and of the whole" },
  topic_modeling: { group: "Meaning", label: "Topics", about: "What it is about" },
  keyword_extraction: { group: "Meaning", label: "Keywords", about: "Keywords with their weight" },
  max_clips: { group: "Clips", label: "How many", step: 1, about: "At most" },
  clip_duration: { group: "Clips", label: "Length", step: 1, unit: "s", about: "To aim for; clips end with a sentence" },
  overlap_duration: { group: "Clips", label: "Overlap", step: 0.5, unit: "s", about: "What two clips may share at most" },
  aspect: { group: "Clips", label: "Shape", about: "Cropped around what moves" },
  resolution: { group: "Clips", label: "Height", about: "Never scaled up" },
  output_format: { group: "Clips", label: "Format", about: "Container of the clips" },
  burn_captions: { group: "Clips", label: "Captions in the picture", about: "Drawn into the clips" },
  findings: { group: "Checks", label: "Findings", about: "Flashing, loudness, black, silence, personal data, and your own rules" },
  fail_on: { group: "Checks", label: "Fail on a finding", none: "never", about: "The job ends as failed with a finding of this severity or above" },
  vision: { group: "Picture and file", label: "What is seen", about: "Labels of scenes, words on screen, faces" },
  metadata_extraction: { group: "Picture and file", label: "Metadata", about: "Everything that the file states about its streams" },
  include_location: { group: "Picture and file", label: "Keep places", about: "Coordinates that the file states stay in its metadata" },
  audio_format: { group: "Audio", label: "Format", about: "File format of the audio" },
  audio_quality: { group: "Audio", label: "Quality", about: "Sample rate and bit rate" },
  refresh: { group: "Source", label: "Download anew", about: "Also a link that was downloaded before and seems unchanged" },
};

/** @returns {Option} */
function optionOf({ name, kind, default: standard, about, job_types: types, true_in: trueIn, choices, minimum, maximum }) {
  return {
    ...{ name, kind, about, types, trueIn, group: "Other", label: name.replaceAll("_", " "), standard: standard ?? "" },
    ...(choices && { choices: standard === null ? ["", ...choices] : choices }),
    ...(minimum !== null && { min: minimum }),
    ...(maximum !== null && { max: maximum }),
    ...WORDS[name],
  };
}

const order = Object.keys(WORDS);
const place = ({ name }) => (order.includes(name) ? order.indexOf(name) : order.length);

/** @type {Option[]} */
export const OPTIONS = PLAN.options.filter(({ kind }) => kind !== "group").map(optionOf).sort((a, b) => place(a) - place(b));

/** The options that matter for a type of job, with its own standards. @returns {Option[]} */
export function optionsOf(jobType) {
  const own = OPTIONS.filter(({ types }) => types.includes(jobType));
  return own.map((option) => (option.trueIn.includes(jobType) ? { ...option, standard: true } : option));
}

/** The values that differ from the standard, as the API expects them. @param {Record<string, unknown>} values */
export function chosenOptions(jobType, values) {
  const chosen = {};
  for (const { name, standard, kind } of optionsOf(jobType)) {
    const value = values[name] ?? standard;
    if (value !== standard && value !== "") chosen[name] = kind === "number" ? Number(value) : value;
  }
  return chosen;
}
