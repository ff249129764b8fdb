/** An edit as the timeline that the server renders and hands over. */

/**
 * @param {object} job whose source the parts are of @param {object} source its file
 * @param {import("web/model/edit.js").Part[]} parts @param {{captions?: boolean}} wishes
 */
export function timelineOf(job, source, parts, { captions = false } = {}) {
  const { fps, width, height } = job.media ?? {};
  const clips = parts.map((part) => clipOf(job, source, part));
  return {
    ...{ fps: fps ?? null, width: width ?? null, height: height ?? null },
    tracks: width ? [{ kind: "video", clips }] : [{ kind: "audio", clips }],
    captions: captions ? { burn: true, from: "transcript" } : null,
  };
}

function clipOf(job, source, { start, end, speed, volume, muted, fadeIn, fadeOut, transition }) {
  return {
    ...{ source: { job_id: job.id, artifact_id: source.id }, start, end, at: null },
    ...{ speed, volume_db: volume, muted, transition_in: transition, fade_in: fadeIn, fade_out: fadeOut },
  };
}

/** Frames a second of a film as a number, from the exact fraction; sound alone is cut by hundredths. */
export function rateOf(media) {
  const [frames, seconds = 1] = String(media?.fps ?? "").split("/").map(Number);
  return frames > 0 && seconds > 0 ? frames / seconds : 100;
}
