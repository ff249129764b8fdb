/** Scrolls a line of a box into view. Lines that were never rendered have a guessed height, so it checks again. */

const TRIES = 4;

/** @param {HTMLElement} box @param {HTMLElement} line @param {{smooth?: boolean}} how smoothly where it is near, as while it plays */
export function bringIntoView(box, line, { smooth = false } = {}) {
  if (isInView(box, line)) return;
  const near = Math.abs(distance(box, line)) < box.clientHeight;
  if (smooth && near && !matchMedia("(prefers-reduced-motion: reduce)").matches) box.scrollBy({ top: distance(box, line), behavior: "smooth" });
  else settle(box, line, TRIES);
}

/** Whether it can be read whole, not at the very edge. */
export function isInView(box, line) {
  const [outer, inner] = [box.getBoundingClientRect(), line.getBoundingClientRect()];
  return inner.top >= outer.top && inner.bottom <= outer.top + outer.height * 0.9;
}

/** How far to scroll so that the line is a third down. */
function distance(box, line) {
  return line.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
}

function settle(box, line, tries) {
  box.scrollTop += distance(box, line);
  if (tries > 1) requestAnimationFrame(() => line.isConnected && !isInView(box, line) && settle(box, line, tries - 1));
}
