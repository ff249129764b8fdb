/** Keeps the keyboard focus in a list: a moved row keeps it, one that leaves the list passes it to the one that takes its place. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

/**
 * For a row that was only scrolled away, nothing is done.
 * @param {import("preact").RefObject<HTMLElement>} list whose rows have their place in `data-index`
 * @param {number} count @param {(index: number) => string} keyOf
 * @returns {object} handlers for the list
 */
export function useKeptPlace(list, count, keyOf) {
  const place = useRef(null);
  const isLost = () => place.current && document.activeElement === document.body;
  useLayoutEffect(() => {
    if (isLost() && list.current.contains(place.current.element)) place.current.element.focus({ preventScroll: true });
  });
  useEffect(() => {
    if (!isLost()) return;
    const rows = new Map([...list.current.children].map((row) => [Number(row.dataset.index), row]));
    if ([...rows.keys()].some((index) => keyOf(index) === place.current.key)) return;
    rows.get(Math.min(place.current.index, count - 1))?.querySelector("a")?.focus();
  });
  return {
    onFocusIn: ({ target }) => {
      const index = Number(target.closest("li").dataset.index);
      place.current = { index, key: keyOf(index), element: target };
    },
    // A removed row loses the focus too, in some browsers with this event; the user has not left it.
    onFocusOut: ({ target }) => setTimeout(() => target.isConnected && !list.current?.contains(document.activeElement) && (place.current = null)),
  };
}
