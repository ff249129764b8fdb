/** Keeps the place of who works by keys: when the row that has the focus leaves its list, the one that takes its place gets it. */
import { useEffect, useRef } from "preact/hooks";

/**
 * A row that was scrolled away is still in the list, and nothing is done.
 * @param {import("preact").RefObject<HTMLElement>} list whose rows have their place in `data-index`
 * @param {number} count @param {(index: number) => string} keyOf
 * @returns {object} handlers for the list
 */
export function useKeptPlace(list, count, keyOf) {
  const place = useRef(null);
  useEffect(() => {
    if (!place.current || document.activeElement !== document.body) return;
    const rows = new Map([...list.current.children].map((row) => [Number(row.dataset.index), row]));
    if ([...rows.keys()].some((index) => keyOf(index) === place.current.key)) return;
    rows.get(Math.min(place.current.index, count - 1))?.querySelector("a")?.focus();
  });
  return {
    onFocusIn: ({ target }) => {
      const index = Number(target.closest("li").dataset.index);
      place.current = { index, key: keyOf(index) };
    },
    // A row that is taken away loses the focus too, in some browsers with this event; nobody has left it.
    onFocusOut: ({ target }) => setTimeout(() => target.isConnected && !list.current?.contains(document.activeElement) && (place.current = null)),
  };
}
