/** Polls a path while the page is visible. */
import { signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { get } from "web/net/api.js";

/** @typedef {{value: any, missing: boolean, problem: string}} Polled */

/** The response of `path` (nothing for null), requested every `everyMs` while the page is visible; `missing` if the server has no such thing. */
export function usePolled(path, everyMs) {
  const polled = useMemo(() => signal({ value: null, missing: false, problem: "" }), [path]);
  useEffect(() => {
    if (!path) return undefined;
    let timer = 0;
    let ended = false;
    const ask = async () => {
      const waitMs = document.hidden ? 0 : await fetchInto(polled, path);
      if (!ended && !polled.peek().missing) timer = setTimeout(ask, Math.max(everyMs, waitMs));
    };
    ask();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [path]);
  return polled.value;
}

/** Returns the time that the server asks to wait, milliseconds. */
async function fetchInto(polled, path) {
  try {
    polled.value = { value: await get(path), missing: false, problem: "" };
    return 0;
  } catch (problem) {
    polled.value = { ...polled.peek(), missing: problem.status === 404, problem: problem.message };
    return (problem.retryAfterS ?? 0) * 1000;
  }
}
