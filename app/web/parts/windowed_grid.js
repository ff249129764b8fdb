/**
 * Cards of equal size in as many columns as fit, or rows, of which only those near the window are drawn. Sizes are CSS
 * properties of the list: `--column` (the least width of a card, px; none: one column), `--facts` (what a card is higher
 * than its 16:9 picture, px) or `--row-height`, and `--between` (px).
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "web/html.js";
import { OncePerFrame } from "web/model/frame.js";
import { useKeptPlace } from "web/parts/kept_place.js";

const SPARE_PX = 500;
const FIRST = { first: 0, last: 24, columns: 1, width: 0, height: 0, between: 0 };

/**
 * @param {{count: number, keyOf: (index: number) => string, item: (index: number) => unknown,
 *   onLook: (first: number, last: number) => void, label: string, class: string}} props the rest goes to the list
 */
export function WindowedGrid({ count, keyOf, item, onLook, label, class: name, ...rest }) {
  const list = useRef(null);
  const keeping = useKeptPlace(list, count, keyOf);
  const [seen, setSeen] = useState(FIRST);
  useEffect(() => {
    const measure = () => list.current && setSeen((before) => unlessSame(before, visible(list.current, count)));
    const frame = new OncePerFrame(measure);
    const ask = () => frame.ask();
    const sizes = new ResizeObserver(ask);
    sizes.observe(list.current);
    measure();
    addEventListener("scroll", ask, { passive: true });
    addEventListener("resize", ask);
    return () => {
      sizes.disconnect();
      removeEventListener("scroll", ask);
      removeEventListener("resize", ask);
    };
  }, [count, name]);
  const { first, last, columns, width, height, between } = seen;
  useEffect(() => onLook(first, last), [first, last, onLook]);
  const shown = Array.from({ length: Math.max(0, Math.min(last, count) - first) }, (_, n) => first + n);
  const rows = Math.ceil(count / columns);
  const style = (index) => {
    const place = `translate(${(index % columns) * (width + between)}px, ${Math.floor(index / columns) * (height + between)}px)`;
    return { transform: place, width: `${width}px`, height: `${height}px` };
  };
  return html`<ul ref=${list} class=${name} aria-label=${label} style=${{ height: `${Math.max(0, rows * (height + between) - between)}px` }} ...${keeping} ...${rest}>
    ${shown.map((index) => html`<li key=${keyOf(index)} data-index=${index} aria-posinset=${index + 1} aria-setsize=${count} style=${style(index)}>${item(index)}</li>`)}
  </ul>`;
}

function visible(list, count) {
  const styles = getComputedStyle(list);
  const size = (name) => parseFloat(styles.getPropertyValue(name)) || 0;
  const { width: whole, top } = list.getBoundingClientRect();
  const [least, between] = [size("--column"), size("--between")];
  const columns = least ? Math.max(1, Math.floor((whole + between) / (least + between))) : 1;
  const width = (whole - (columns - 1) * between) / columns;
  const height = least ? (width * 9) / 16 + size("--facts") : size("--row-height") || 96;
  const row = (y) => Math.floor(y / (height + between));
  const first = Math.max(0, row(-top - SPARE_PX)) * columns;
  const last = Math.max(0, row(innerHeight - top + SPARE_PX) + 1) * columns;
  return { first: Math.min(first, Math.max(0, count - 1)), last: Math.min(count, last), columns, width, height, between };
}

const unlessSame = (before, after) => (Object.keys(after).every((name) => after[name] === before[name]) ? before : after);
