/** The options of a job as the form shows them: what each means, and for which kinds of jobs it matters. */

const AUDIO = ["audio_extraction", "full_processing"];
const SPEECH = ["transcription", "analysis", "clip_generation", "full_processing"];
const MEANING = ["analysis", "full_processing"];
const CLIPS = ["clip_generation", "full_processing"];

const ALL = [...new Set([...AUDIO, ...SPEECH])];

/**
 * @typedef {{name: string, label: string, about: string, kind: "choice"|"number"|"switch"|"language"|"model", standard: unknown,
 *   types: string[], group: string, choices?: string[], min?: number, max?: number, step?: number, unit?: string}} Option
 */

/** @type {Option[]} */
export const OPTIONS = [
  { group: "Speech", name: "language", label: "Language", kind: "language", standard: "", types: SPEECH, about: "That is spoken; to say it saves finding out, and mistakes in doing so" },
  { group: "Speech", name: "model_size", label: "Whisper model", kind: "model", standard: "", types: SPEECH, about: "Larger hears better and takes longer" },
  { group: "Speech", name: "word_timestamps", label: "Times of words", kind: "switch", standard: true, types: SPEECH, about: "So that a click on a word seeks to it" },
  { group: "Speech", name: "min_confidence", label: "Least confidence", kind: "number", standard: 0, min: 0, max: 1, step: 0.05, types: SPEECH, about: "Lines below it are marked weak and left out of analysis and clips" },
  { group: "Meaning", name: "sentiment_analysis", label: "Sentiment", kind: "switch", standard: true, types: MEANING, about: "The mood of each line and of the whole" },
  { group: "Meaning", name: "topic_modeling", label: "Topics", kind: "switch", standard: true, types: MEANING, about: "What it is about" },
  { group: "Meaning", name: "keyword_extraction", label: "Keywords", kind: "switch", standard: true, types: MEANING, about: "Keywords with their weight" },
  { group: "Clips", name: "max_clips", label: "How many", kind: "number", standard: 10, min: 1, max: 100, step: 1, types: CLIPS, about: "At most" },
  { group: "Clips", name: "clip_duration", label: "Length", kind: "number", standard: 30, min: 1, max: 600, step: 1, unit: "s", types: CLIPS, about: "To aim for; clips end with a sentence" },
  { group: "Clips", name: "overlap_duration", label: "Overlap", kind: "number", standard: 2, min: 0, max: 300, step: 0.5, unit: "s", types: CLIPS, about: "What two clips may share at most" },
  { group: "Clips", name: "aspect", label: "Shape", kind: "choice", standard: "source", choices: ["source", "16:9", "9:16", "1:1"], types: CLIPS, about: "Cropped around what moves" },
  { group: "Clips", name: "resolution", label: "Height", kind: "choice", standard: "source", choices: ["source", "360p", "480p", "720p", "1080p"], types: CLIPS, about: "Never scaled up" },
  { group: "Clips", name: "output_format", label: "Format", kind: "choice", standard: "mp4", choices: ["mp4", "webm", "mkv", "mov"], types: CLIPS, about: "Container of the clips" },
  { group: "Clips", name: "burn_captions", label: "Captions in the picture", kind: "switch", standard: false, types: CLIPS, about: "Drawn into the clips" },
  { group: "Audio", name: "audio_format", label: "Format", kind: "choice", standard: "wav", choices: ["wav", "mp3", "flac"], types: AUDIO, about: "File format of the audio" },
  { group: "Audio", name: "audio_quality", label: "Quality", kind: "choice", standard: "high", choices: ["low", "medium", "high"], types: AUDIO, about: "Sample rate and bit rate" },
  { group: "Source", name: "refresh", label: "Download anew", kind: "switch", standard: false, types: ALL, about: "Also a link that was downloaded before and seems unchanged" },
];

export const optionsOf = (jobType) => OPTIONS.filter((option) => option.types.includes(jobType));

/** What differs from the standard, as the API wants it. @param {Record<string, unknown>} values */
export function chosenOptions(jobType, values) {
  const chosen = {};
  for (const { name, standard, kind } of optionsOf(jobType)) {
    const value = values[name] ?? standard;
    if (value !== standard && value !== "") chosen[name] = kind === "number" ? Number(value) : value;
  }
  return chosen;
}
