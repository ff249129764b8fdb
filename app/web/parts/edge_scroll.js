/** Scrolls the page while something is dragged near the window's upper or lower edge. */

const EDGE_PX = 70;
const STEP_PX = 12;

/** @param {(y: number) => void} moved called after each step, since another row is below the pointer then */
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

/** The height of what sticks to the upper edge and covers the page there. */
const barHeight = () => parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
