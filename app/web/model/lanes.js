/** Which lanes of the timeline are shown, as this browser's user chose last; and who speaks when. */
import { signal } from "@preact/signals";
import { stored, store } from "web/model/storage.js";

const NAME = "lanes-off";

/** The lanes by their names, in their order. */
export const LANES = { pictures: "Pictures", sound: "Sound", mood: "Sentiment", chapters: "Chapters", speakers: "Speakers", findings: "Findings", clips: "Clips" };

/** Names of those that are switched off. */
export const lanesOff = signal(new Set(stored(NAME, "").split(",").filter((name) => name in LANES)));

export function switchLane(name, on) {
  const off = new Set(lanesOff.peek());
  if (on) off.delete(name);
  else off.add(name);
  lanesOff.value = off;
  store(NAME, [...off].join(","));
}

/** Pauses that are shorter do not end a turn, seconds. */
const PAUSE_S = 2;

/**
 * Who speaks when, who comes first first: lines of one speaker that follow each other are one turn.
 * @param {import("web/model/pieces.js").Segment[]} lines
 * @returns {{name: string, turns: {start: number, end: number}[], seconds: number}[]}
 */
export function speakersOf(lines) {
  const found = new Map();
  let before = null;
  for (const { speaker, start, end, text } of lines) {
    if (!speaker || !text) continue;
    if (!found.has(speaker)) found.set(speaker, { name: speaker, turns: [], seconds: 0 });
    const { turns } = found.get(speaker);
    const last = turns.at(-1);
    if (before === speaker && start - last.end < PAUSE_S) last.end = Math.max(last.end, end);
    else turns.push({ start, end });
    found.get(speaker).seconds += end - start;
    before = speaker;
  }
  return [...found.values()];
}
