/**
 * What all jobs of a video found, in the form of one job, so that the parts of a job's page can show it. Each part is the
 * newest job's that has it; files keep the address of their own job.
 */
import { address } from "web/net/address.js";

/** @param {object} video @param {object[]} jobs newest first, with their results */
export function gathered(video, jobs) {
  const { vision, findings, metadata, analysis } = video.results;
  const spoken = spokenJob(jobs);
  return {
    ...{ id: video.video_id, video_id: video.video_id, youtube_url: video.url, job_type: "video_analysis", status: "completed", stages: [], options: spoken?.options ?? {} },
    ...{ video_title: video.title, video_duration: video.duration, metadata: { filename: video.filename } },
    ...{ vision_results: vision, findings, media_metadata: metadata, analysis_results: analysis, language: video.results.language },
    media: first(jobs, ({ media }) => media),
    scenes: first(jobs, ({ scenes }) => scenes),
    artifacts: filesOf(jobs),
  };
}

/** The job whose transcript is shown; undefined while there is none. */
export const spokenJob = (jobs) => jobs.find(({ segments }) => segments?.length);

/** The job whose clips are shown. */
export const clippedJob = (jobs) => jobs.find(({ generated_clips: clips }) => clips?.length);

const first = (jobs, part) => jobs.map(part).find(Boolean) ?? null;

/** One file of each kind and name: jobs on one video mostly share them. */
function filesOf(jobs) {
  const files = new Map();
  for (const { id, artifacts = [] } of jobs) {
    for (const file of artifacts) {
      const name = `${file.kind}/${file.filename}`;
      const url = file.url ?? address(`/api/v1/jobs/${encodeURIComponent(id)}/artifacts/${encodeURIComponent(file.id)}`);
      if (!files.has(name)) files.set(name, { ...file, url });
    }
  }
  return [...files.values()];
}
