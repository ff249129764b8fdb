/**
 * A list of rows of equal height that draws only those near the window: ten thousand rows cost as much as thirty.
 * The row's height is the list's CSS property `--row-height`, so that narrow screens can have higher rows.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "web/html.js";
import { OncePerFrame } from "web/model/frame.js";
import { useKeptPlace } from "web/parts/kept_place.js";

const SPARE_ROWS = 8;

/**
 * @param {{count: number, keyOf: (index: number) => string, row: (index: number) => unknown,
 *   onLook: (first: number, last: number) => void, label: string}} props the rest goes to the list
 */
export function WindowedList({ count, keyOf, row, onLook, label, ...rest }) {
  const list = useRef(null);
  const keeping = useKeptPlace(list, count, keyOf);
  const [[first, last, height], setSeen] = useState([0, 30, 0]);
  useEffect(() => {
    const measure = () => setSeen((seen) => unlessSame(seen, visible(list.current, count)));
    const frame = new OncePerFrame(measure);
    const ask = () => frame.ask();
    measure();
    addEventListener("scroll", ask, { passive: true });
    addEventListener("resize", ask);
    return () => {
      removeEventListener("scroll", ask);
      removeEventListener("resize", ask);
    };
  }, [count]);
  useEffect(() => onLook(first, last), [first, last, onLook]);
  const shown = Array.from({ length: Math.max(0, Math.min(last, count) - first) }, (_, n) => first + n);
  return html`<ul ref=${list} class="windowed" aria-label=${label} style=${{ height: `${count * height}px` }} ...${keeping} ...${rest}>
    ${shown.map(
      (index) => html`<li key=${keyOf(index)} data-index=${index} aria-posinset=${index + 1} aria-setsize=${count} style=${{ transform: `translateY(${index * height}px)` }}>
        ${row(index)}
      </li>`,
    )}
  </ul>`;
}

function visible(list, count) {
  if (!list) return [0, 30, 0];
  const height = parseFloat(getComputedStyle(list).getPropertyValue("--row-height")) || 64;
  const above = -list.getBoundingClientRect().top;
  const first = Math.max(0, Math.floor(above / height) - SPARE_ROWS);
  const last = Math.min(count, Math.ceil((above + innerHeight) / height) + SPARE_ROWS);
  return [Math.min(first, Math.max(0, count - 1)), Math.max(last, 0), height];
}

const unlessSame = (before, after) => (after.every((value, n) => value === before[n]) ? before : after);
