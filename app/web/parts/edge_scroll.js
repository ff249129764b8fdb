/** Scrolls the page while something is held near the window's upper or lower edge. */

const EDGE_PX = 70;
const STEP_PX = 12;

/** @param {(y: number) => void} moved called after each step: what lies below the pointer is something else now */
export function edgeScroll(moved) {
  let at = null;
  let frame = 0;
  const step = () => {
    const by = at < EDGE_PX + barHeight() ? -STEP_PX : at > innerHeight - EDGE_PX ? STEP_PX : 0;
    frame = by ? requestAnimationFrame(step) : 0;
    if (!by) return;
    scrollBy(0, by);
    moved(at);
  };
  return {
    /** @param {number} y of the pointer, in the window */
    near(y) {
      at = y;
      frame ||= requestAnimationFrame(step);
    },
    stop() {
      cancelAnimationFrame(frame);
      frame = 0;
    },
  };
}

/** What sticks to the upper edge hides the page there. */
const barHeight = () => parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
