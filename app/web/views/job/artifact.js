/** Finds a job's files by their kind. */

import { address } from "web/net/address.js";

/** @param {object} job @param {string} kind */
export const artifactOf = (job, kind) => (job.artifacts ?? []).find((artifact) => artifact.kind === kind);

/** @param {object} job @param {{id: string, url?: string}} artifact */
export function urlOf(job, artifact, { inline = false } = {}) {
  const url = artifact.url ?? address(`/api/v1/jobs/${encodeURIComponent(job.id)}/artifacts/${encodeURIComponent(artifact.id)}`);
  return inline ? `${url}${url.includes("?") ? "&" : "?"}inline=1` : url;
}

/** What the player plays: the source, or the film that was made. @param {object} job */
export const playedOf = (job) => artifactOf(job, "source") ?? artifactOf(job, "film");

/** Whether the source is sound alone; false before the scenes are known. */
export function isAudio(job) {
  if (job.media) return !job.media.video_codec;
  return Boolean(artifactOf(job, "source")?.media_type?.startsWith("audio/"));
}
