/** Keeps the newest line in view while lines arrive, unless somebody has scrolled up to read. */
const NEAR_PX = 140;

/** @param {HTMLElement} box @param {boolean} live */
export function followLive(box, live) {
  if (!box || !live) return;
  const below = box.scrollHeight - box.scrollTop - box.clientHeight;
  if (below < NEAR_PX) box.scrollTop = box.scrollHeight;
}
