/** The stages of each job type: from the server, in the words of the page. The order is the order of the strip. */
import { PLAN } from "web/model/plan_data.js";

/** Kinds of jobs, in the order in which they are offered. */
const WORDS = {
  full_processing: { label: "Everything", about: "Transcript, analysis, clips and audio" },
  video_analysis: { label: "Video analysis", about: "Findings, what is seen, metadata, and what is said" },
  scene_analysis: { label: "Scenes", about: "Scenes with proxies and mezzanines, ready to edit" },
  transcription: { label: "Transcript", about: "What is said, with times" },
  analysis: { label: "Analysis", about: "Transcript with sentiment, topics and keywords" },
  clip_generation: { label: "Clips", about: "The best parts as short videos" },
  media_operation: { label: "Operation", about: "A new file: without silence, louder, steadier, reframed, captioned, or a part of it" },
  generation: { label: "Film", about: "Made from a prompt, by a service or drawn here" },
  timeline_export: { label: "Export", about: "A timeline as one file" },
  audio_extraction: { label: "Audio", about: "The audio track as a file" },
};

/** @type {Record<string, {label: string, verb: string, about: string}>} */
export const STAGES = Object.fromEntries(PLAN.stages.map(({ name, title, doing, about }) => [name, { label: title, verb: doing, about }]));

const stagesByType = Object.fromEntries(PLAN.job_types.map(({ name, stages }) => [name, stages]));

/** @type {Record<string, {label: string, about: string, stages: string[]}>} */
export const JOB_TYPES = Object.fromEntries(
  [...new Set([...Object.keys(WORDS), ...Object.keys(stagesByType)])]
    .filter((name) => name in stagesByType)
    .map((name) => [name, { label: name.replaceAll("_", " "), about: "", ...WORDS[name], stages: stagesByType[name] }]),
);

export const stageLabel = (name) => STAGES[name]?.label ?? name;
export const jobTypeLabel = (type) => JOB_TYPES[type]?.label ?? type;
export const stagesOf = (type) => JOB_TYPES[type]?.stages ?? [];
