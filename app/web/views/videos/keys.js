/** Keys in the library: from video to video, look through one, select, rename, tag. */
import { mayWrite } from "web/model/rights.js";

/** @param {KeyboardEvent} event @param {import("web/views/videos/desk.js").Desk} desk */
export function libraryKeys(event, desk) {
  if (!event.target.matches("a.video-title") || event.ctrlKey || event.metaKey || event.altKey) return;
  const row = event.target.closest("li");
  const index = Number(row.dataset.index);
  const ids = desk.list.ids.peek();
  const video = desk.list.videos.get(ids[index])?.peek();
  if (video && pressed(event, { index, ids, video, desk, list: row.parentElement })) event.preventDefault();
}

function pressed({ key, shiftKey }, { index, ids, video, desk, list }) {
  const id = video.video_id;
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (step) {
    const next = list.querySelector(`[data-index="${index + step}"] .video-title`);
    if (shiftKey && mayWrite.peek()) desk.selection.reach(id, ids);
    desk.scrub.end();
    next?.focus();
    if (shiftKey && next && mayWrite.peek()) desk.selection.reach(ids[index + step], ids);
    return true;
  }
  const look = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (look && video.duration) return desk.scrub.step(video, look), true;
  if (key === "Escape" && desk.scrub.at.peek()) return desk.scrub.end(), true;
  if (!mayWrite.peek()) return false;
  if (key === " ") return desk.selection.toggle(id), true;
  if (key === "F2") return desk.edit(id, "name"), true;
  if (key === "t") return desk.edit(id, "tags"), true;
  return false;
}
