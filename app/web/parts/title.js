/** The document's title follows the view. */
import { useEffect } from "preact/hooks";

/** @param {string} text */
export function useTitle(text) {
  useEffect(() => {
    document.title = `${text} · Video Processing`;
  }, [text]);
}
