/** The facts of a job, in rows of words. */
import { span, moment } from "web/format/time.js";
import { stageLabel } from "web/model/plan.js";

const PICTURE_PARTS = { labels: "labels of scenes", text: "words on screen" };

/** @typedef {[string, string]} Row label and words */

/** @returns {Row[]} */
export function timesOf(job) {
  const took = job.started_at && job.completed_at ? (Date.parse(job.completed_at) - Date.parse(job.started_at)) / 1000 : null;
  const waited = job.started_at && job.queued_at ? (Date.parse(job.started_at) - Date.parse(job.queued_at)) / 1000 : null;
  const rows = [
    ["Created", job.created_at],
    ["Queued", job.queued_at === job.created_at ? null : job.queued_at],
    ["Started", job.started_at],
    ["Ended", job.completed_at],
    [job.attempt ? "Next attempt" : "Starts", job.next_attempt_at],
  ];
  return [
    ...rows.filter(([, at]) => at).map(([label, at]) => [label, moment(at)]),
    ...(waited > 0.95 ? [["In the queue", span(waited)]] : []),
    ...(took === null ? [] : [["Took", span(Math.max(0, took))]]),
  ];
}

/** The models of each part. @returns {Row[]} */
export function modelsOf(job) {
  const models = { ...(job.transcription_model && { transcript: job.transcription_model }), ...job.analysis_results?.models, ...pictureModels(job) };
  return Object.entries(models).map(([part, model]) => [stageLabel(part), model]);
}

/** Named after what they recognise, since `text` alone could be anything. */
function pictureModels({ vision_results: seen }) {
  return Object.fromEntries(Object.entries(seen?.models ?? {}).map(([part, model]) => [PICTURE_PARTS[part] ?? part, model]));
}

/** "mp4, h264 640×360 25 fps, aac 48 kHz mono" */
export function mediaWords({ container, video_codec: video, width, height, fps, audio_codec: audio, audio_sample_rate_hz: rate, audio_channels: channels }) {
  const picture = video && [video, width && `${width}×${height}`, fps && `${rateWords(fps)} fps`].filter(Boolean).join(" ");
  const sound = audio && [audio, rate && `${rate / 1000} kHz`, { 1: "mono", 2: "stereo" }[channels] ?? (channels && `${channels} channels`)].filter(Boolean).join(" ");
  return [container, picture || "no picture", sound || "no sound"].filter(Boolean).join(", ");
}

/** "30000/1001" → 29.97 */
function rateWords(fps) {
  const [numerator, denominator = 1] = String(fps).split("/").map(Number);
  return Number((numerator / denominator).toFixed(3));
}

/** Any values, as rows; nested ones stay JSON. @returns {Row[]} */
export const facts = (values) => Object.entries(values ?? {}).map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]);
