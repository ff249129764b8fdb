/** What each kind of job does, in the words of the page. The order is the order of the strip. */

/** @type {Record<string, {label: string, verb: string, about: string}>} */
export const STAGES = {
  fetch: { label: "Fetch", verb: "Fetching", about: "Download or read the source and look inside it" },
  audio: { label: "Audio", verb: "Extracting audio", about: "Write the audio track as a file" },
  speech: { label: "Speech", verb: "Preparing speech", about: "16 kHz sound for the speech model" },
  scenes: { label: "Scenes", verb: "Finding scenes", about: "Cuts and storyboard" },
  transcribe: { label: "Transcribe", verb: "Transcribing", about: "Speech to text with times" },
  analyse: { label: "Analyse", verb: "Analysing", about: "Sentiment, topics and keywords" },
  clips: { label: "Clips", verb: "Cutting clips", about: "Choose and cut the best parts" },
};

/** @type {Record<string, {label: string, about: string, stages: string[]}>} */
export const JOB_TYPES = {
  full_processing: {
    label: "Everything",
    about: "Transcript, analysis, clips and audio",
    stages: ["fetch", "audio", "speech", "scenes", "transcribe", "analyse", "clips"],
  },
  transcription: { label: "Transcript", about: "What is said, with times", stages: ["fetch", "speech", "transcribe"] },
  analysis: {
    label: "Analysis",
    about: "Transcript with sentiment, topics and keywords",
    stages: ["fetch", "speech", "transcribe", "analyse"],
  },
  clip_generation: {
    label: "Clips",
    about: "The best parts as short videos",
    stages: ["fetch", "speech", "scenes", "transcribe", "clips"],
  },
  audio_extraction: { label: "Audio", about: "The audio track as a file", stages: ["fetch", "audio"] },
};

export const stageLabel = (name) => STAGES[name]?.label ?? name;
export const jobTypeLabel = (type) => JOB_TYPES[type]?.label ?? type;
export const stagesOf = (type) => JOB_TYPES[type]?.stages ?? [];
