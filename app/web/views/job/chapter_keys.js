/** Where one more chapter is begun: at the playhead, or at a line; `b` does it for both. */
import { useEffect } from "preact/hooks";
import { linePoints, nearest } from "web/model/snap.js";
import { useCommands } from "web/parts/commands.js";

const TYPING = "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, dialog";
/** A line that begins that near to the playhead is meant, seconds. */
const NEAR_S = 1.5;
/** Longest title that is offered, characters. */
const TITLE = 60;

/** @returns {{here: () => void, at: (start: number) => void}|null} null where nothing can be changed */
export function useChapterAdding(edits, segments, playback) {
  const at = (wanted) => {
    const start = wanted < NEAR_S ? 0 : wanted; // a recording begins with its first chapter
    playback.pause();
    edits.add(start, offered(segments.peek(), start));
  };
  const here = () => {
    const time = playback.time.peek();
    at(nearest(linePoints(segments.peek()), time, NEAR_S)?.time ?? time);
  };
  useEffect(() => {
    if (!edits) return undefined;
    const press = (event) => {
      if (event.key !== "b" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING)) return;
      event.preventDefault();
      const line = event.target.closest?.(".line")?.querySelector("[data-start]");
      if (line) at(Number(line.dataset.start));
      else here();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [edits, segments, playback]);
  useCommands("This job", [edits && { id: "chapter", label: "Begin a chapter at the playhead", icon: "plus", words: "add mark section", run: here }], [edits]);
  return edits && { here, at };
}

/** The first words that are said from there on. */
function offered(lines, start) {
  const said = lines.find((line) => line.end > start + 0.05 && line.text)?.text ?? "";
  const words = said.length > TITLE ? said.slice(0, TITLE).replace(/\s+\S*$/, "") : said;
  return words.replace(/[\s.,;:!?…]+$/, "") || "New chapter";
}
