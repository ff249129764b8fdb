/** Which pieces are at the playhead: drawn again only when that changes, not with every frame. */
import { computed } from "@preact/signals";
import { useMemo } from "preact/hooks";

/**
 * The keys of the pieces whose time it is; none before the start.
 * @param {{key: string|number, from: number, to: number}[]} pieces the same array as long as they are the same
 * @param {import("web/model/playback.js").Playback} playback @returns {Set<string>}
 */
export function useNow(pieces, playback) {
  const keys = useMemo(() => computed(() => keysAt(pieces, playback.time.value)), [pieces, playback]);
  const text = keys.value;
  return useMemo(() => new Set(text.split("\n")), [text]);
}

/** A text, so that an unchanged answer is the same value. */
function keysAt(pieces, time) {
  if (!(time > 0)) return "";
  return pieces.filter(({ from, to }) => time >= from && time <= to).map(({ key }) => key).join("\n");
}
