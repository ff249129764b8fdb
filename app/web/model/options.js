/** The options of a job as the form shows them: their definitions are the server's, the words are the page's. */
import { PLAN } from "web/model/plan_data.js";

/**
 * @typedef {{name: string, label: string, about: string, kind: "choice"|"number"|"switch"|"speakers"|"language"|"model"|"text"|"words", standard: unknown,
 *   types: string[], trueIn: string[], group: string, choices?: string[], names?: Record<string, string>, none?: string, min?: number, max?: number,
 *   step?: number, unit?: string, required?: boolean, operation?: string}} Option
 *   An option within a group of the API has the group's name and a dot before its own. `required` ones are always sent. `operation` is the only one that uses it.
 */

/** The operations of a media_operation. */
export const OPERATIONS = {
  remove_silence: "Remove silence",
  normalize_loudness: "Normalize loudness",
  denoise_audio: "Remove noise",
  stabilize: "Stabilize",
  reframe: "Reframe",
  burn_captions: "Draw captions",
  cut_clip: "Cut a clip",
};
const STRENGTHS = { low: "a little", medium: "as usual", high: "much" };

/** In the order of the form. */
const WORDS = {
  operation: { group: "Operation", label: "Operation", about: "What is done with the film", required: true, names: OPERATIONS },
  "operation_options.silence_threshold_db": { group: "Operation", label: "Silent below", unit: "dBFS", step: 1, about: "Empty: measured from the sound", operation: "remove_silence" },
  "operation_options.silence_min_seconds": { group: "Operation", label: "Shortest pause", unit: "s", step: 0.1, about: "Shorter ones stay", operation: "remove_silence" },
  "operation_options.silence_padding_seconds": { group: "Operation", label: "Left at each end", unit: "s", step: 0.05, about: "Of each pause, so that nothing sounds cut off", operation: "remove_silence" },
  "operation_options.loudness_target_lufs": { group: "Operation", label: "Loudness", unit: "LUFS", step: 0.5, about: "−14 as on the web, −23 as in broadcasting (EBU R128)", operation: "normalize_loudness" },
  "operation_options.loudness_true_peak_db": { group: "Operation", label: "Highest peak", unit: "dBTP", step: 0.5, about: "No peak is above it", operation: "normalize_loudness" },
  "operation_options.denoise_strength": { group: "Operation", label: "Noise is taken away", about: "More may take some of the voice too", names: STRENGTHS, operation: "denoise_audio" },
  "operation_options.stabilize_strength": { group: "Operation", label: "The picture is steadied", about: "More crops more of it", names: STRENGTHS, operation: "stabilize" },
  "operation_options.reframe_aspect": { group: "Operation", label: "Shape", about: "Cropped around faces and what moves", operation: "reframe" },
  "operation_options.clip_start": { group: "Operation", label: "From", unit: "s", step: 0.1, about: "Where the clip begins", operation: "cut_clip" },
  "operation_options.clip_end": { group: "Operation", label: "To", unit: "s", step: 0.1, about: "Where it ends; empty: with the film", operation: "cut_clip" },
  "operation_options.clip_position": { group: "Operation", label: "Middle of the crop", step: 0.05, about: "0 is left or top; empty: it follows what moves", operation: "cut_clip" },
  "operation_options.output_format": { group: "Operation", label: "Format", about: "Container of the file; mkv takes every picture as it is" },
  segmentation_method: { group: "Scenes", label: "A scene begins", about: "At hard cuts, at fades and dissolves, or both", names: { "cut-based": "at cuts", "fade-based": "at fades", both: "at both" } },
  language: { group: "Speech", label: "Language", kind: "language", about: "That is spoken; to say it saves finding out, and mistakes in doing so" },
  engine: { group: "Speech", label: "Engine", none: "as the server is set", about: "Whisper here, or AssemblyAI, which is paid for and tells speakers apart" },
  model_size: { group: "Speech", label: "Whisper model", kind: "model", about: "Larger hears better and takes longer" },
  word_timestamps: { group: "Speech", label: "Times of words", about: "So that a click on a word seeks to it" },
  speakers: { group: "Speech", label: "Who speaks", kind: "speakers", about: "Tells voices apart and says which line is whose; surer if it is known how many speak" },
  task: { group: "Speech", label: "What is written", about: "What is said, in its language or in English; only Whisper translates", names: { transcribe: "as spoken", translate: "in English" } },
  prompt: { group: "Speech", label: "Text before", about: "In the style and with the spellings to expect, as names" },
  hotwords: { group: "Speech", label: "Words to expect", about: "Names and terms, with commas between, wherever they are said" },
  temperature: { group: "Speech", label: "Temperature", step: 0.1, about: "Of sampling; 0 is the most likely text" },
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
  duration_seconds: { group: "Film", label: "Length", unit: "s", about: "Of the film" },
  seed: { group: "Film", label: "Seed", about: "The same one draws the same film again, where the provider can" },
  audio_track: { group: "Audio", label: "Track", about: "Of several: a number from 0, or a language such as de; empty: the one that players begin with" },
  audio_format: { group: "Audio", label: "Format", about: "File format of the audio" },
  audio_quality: { group: "Audio", label: "Quality", about: "Sample rate and bit rate" },
  refresh: { group: "Source", label: "Download anew", about: "Also a link that was downloaded before and seems unchanged" },
};

/** A value as the form has it: a list of words is a text with commas. */
const plain = (value) => (Array.isArray(value) ? value.join(", ") : value);

/** @returns {Option} */
function optionOf({ name, kind, default: standard, about, job_types: types, true_in: trueIn, choices, minimum, maximum }) {
  const words = WORDS[name];
  return {
    ...{ name, kind, about, types, trueIn, group: "Other", label: name.replaceAll("_", " "), standard: words?.required ? choices[0] : plain(standard ?? "") },
    ...(choices && { choices: standard === null && !words?.required ? ["", ...choices] : choices }),
    ...(minimum !== null && { min: minimum }),
    ...(maximum !== null && { max: maximum }),
    ...words,
  };
}

/** The options in a group of the API, each with the group's job types; of others themselves. */
function single(option) {
  if (option.kind !== "group") return [option];
  return option.fields.map((field) => ({ ...field, name: `${option.name}.${field.name}`, job_types: option.job_types, true_in: [] }));
}

const order = Object.keys(WORDS);
const place = ({ name }) => (order.includes(name) ? order.indexOf(name) : order.length);

/** @type {Option[]} */
export const OPTIONS = PLAN.options.flatMap(single).map(optionOf).sort((a, b) => place(a) - place(b));

/** The options that matter for a type of job and what is chosen in it, with the type's own standards. @param {Record<string, unknown>} [values] @returns {Option[]} */
export function optionsOf(jobType, values = {}) {
  const own = OPTIONS.filter(({ types }) => types.includes(jobType));
  const operation = own.some(({ name }) => name === "operation") ? (values.operation ?? own.find(({ name }) => name === "operation").standard) : null;
  const used = operation === null ? own : own.filter((option) => isUsed(option, operation));
  return used.map((option) => (option.trueIn.includes(jobType) ? { ...option, standard: true } : option));
}

/** Groups that not all operations use: only captions need what is said, and only clips have a shape. */
const OF_GROUP = { Speech: ["burn_captions", "cut_clip"], Clips: ["cut_clip"] };
const isUsed = (option, operation) => (option.operation ?? operation) === operation && (OF_GROUP[option.group]?.includes(operation) ?? true);

/** The options of a job, those in groups by the group's name, a dot and their own. @param {object} options */
export function flat(options) {
  const isGroup = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const inGroup = ([name, value]) => (isGroup(value) ? Object.entries(value).map(([field, one]) => [`${name}.${field}`, one]) : [[name, plain(value)]]);
  return Object.fromEntries(Object.entries(options).flatMap(inGroup));
}

/** What is typed, as the API expects it, where that is no text. */
const VALUES = { number: Number, words: (text) => text.split(",").map((word) => word.trim()).filter(Boolean) };

/** The values that differ from the standard, as the API expects them. @param {Record<string, unknown>} values */
export function chosenOptions(jobType, values) {
  const chosen = {};
  for (const { name, standard, kind, required } of optionsOf(jobType, values)) {
    const value = values[name] ?? standard;
    if (!required && (value === standard || value === "")) continue;
    const [first, field] = name.split(".");
    const target = field ? (chosen[first] ??= {}) : chosen;
    target[field ?? first] = VALUES[kind]?.(value) ?? value;
  }
  return chosen;
}
