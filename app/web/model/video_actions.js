/** Actions on videos; each reports its result. */
import { del, post } from "web/net/api.js";
import { confirmed } from "web/model/confirm.js";
import { draft } from "web/model/draft.js";
import { go } from "web/model/route.js";
import { say, saying } from "web/model/toast.js";
import { titleOfVideo } from "web/format/source.js";

/** Take in a link and analyse it. @returns {Promise<object|undefined>} undefined if it was refused */
export const analyseLink = (url, key) => saying(() => post("/api/v1/videos", { url }, { headers: { "Idempotency-Key": key } }));

/** Open the form for new jobs with this video in it. */
export function newJobOn(video) {
  draft.useSources();
  draft.uploads.arrive({ name: titleOfVideo(video), size: video.size_bytes ?? 0 }, video);
  go("/new");
}

/** Returns true when the video is deleted. */
export async function deleteVideo(video) {
  const sure = await confirmed({
    title: "Delete this video?",
    text: `“${titleOfVideo(video)}” and its file will be gone. Its finished jobs stay, with what they found.`,
    action: "Delete",
  });
  if (!sure) return false;
  const gone = await saying(async () => (await del(`/api/v1/videos/${encodeURIComponent(video.video_id)}`), true));
  if (gone) say("Deleted.");
  return gone ?? false;
}
