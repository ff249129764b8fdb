/** What people do with videos: give them names and tags. Each change says what it did, and can be undone there. */
import { signal } from "@preact/signals";
import { say, saying } from "web/model/toast.js";
import { get, patch, post } from "web/net/api.js";
import { titleOfVideo } from "web/format/source.js";
import { plural } from "web/format/number.js";

/** The most videos that one request tags. */
const MOST = 1000;

/** All tags, with the number of their videos. @type {import("@preact/signals").Signal<{tag: string, videos: number}[]>} */
export const knownTags = signal([]);

export async function loadTags() {
  const found = await get("/api/v1/videos/tags").catch(() => null); // suggestions only; the next request may succeed
  if (found) knownTags.value = found.items;
}

/** The name that people gave it; null while it is called as its source is. */
export const givenTitle = ({ title, source_title: source }) => (title === source ? null : title);

/** Give a video a name, an empty one takes it back. @returns {Promise<object|undefined>} the video; undefined if it was refused */
export async function renameVideo(video, title, changed) {
  const before = givenTitle(video);
  const wanted = title.trim() && title.trim() !== video.source_title ? title.trim() : null;
  if (wanted === before || title.trim() === titleOfVideo(video)) return video; // what was shown was left as it is, such as its file's name
  const after = await sendTitle(video, { title: wanted });
  if (!after) return undefined;
  changed(after);
  const undo = async () => changed(await sendTitle(video, { title: before, if_title: givenTitle(after) })); // a name that somebody gave it since stays
  say(wanted ? `Renamed to “${wanted}”.` : `Called “${titleOfVideo(after)}” again.`, "good", { label: "Undo", act: undo });
  return after;
}

const sendTitle = (video, order) => saying(() => patch(`/api/v1/videos/${encodeURIComponent(video.video_id)}`, order));

/**
 * Add tags to videos and remove others.
 * @param {string[]} ids @param {{add?: string[], remove?: string[]}} what
 * @param {(results: object[]) => void} changed gets what became of each video, also when it is undone
 */
export async function tagVideos(ids, { add = [], remove = [] }, changed) {
  const results = await sendTags(ids, { add, remove });
  if (!results) return;
  const done = results.filter(({ ok, added, removed }) => ok && (added.length || removed.length));
  changed(results);
  const refused = results.find(({ ok }) => !ok);
  if (refused) say(refused.error.detail, "bad");
  if (!done.length) return;
  const undo = async () => {
    for (const [reverse, some] of grouped(done)) changed((await sendTags(some, JSON.parse(reverse))) ?? []);
  };
  say(words(add, remove, done.length), "good", { label: "Undo", act: undo });
}

/** The results of all requests that it takes; undefined if one was refused. */
async function sendTags(ids, what) {
  const results = [];
  for (let at = 0; at < ids.length; at += MOST) {
    const found = await saying(() => post("/api/v1/videos/tags", { video_ids: ids.slice(at, at + MOST), ...what }));
    if (!found) return undefined;
    results.push(...found.results);
  }
  loadTags();
  return results;
}

/** The ids of the videos with the same change, by what undoes it. */
function grouped(results) {
  const groups = new Map();
  for (const { video_id: id, added, removed } of results) {
    const reverse = JSON.stringify({ add: removed, remove: added });
    groups.set(reverse, [...(groups.get(reverse) ?? []), id]);
  }
  return groups;
}

function words(add, remove, count) {
  const [tags, done] = add.length ? [add, "added to"] : [remove, "removed from"];
  return `${tags.map((tag) => `“${tag}”`).join(", ")} ${done} ${plural(count, "video")}.`;
}
