/** The keys of editors: J K L, I O, space, and those for the chosen part. */
import { useEffect } from "preact/hooks";

const BACK_S = 2;
const FASTEST = 4;
const WRITES = "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, dialog";
const OWN = `${WRITES}, button, a, [role=slider], [role=tab], video, audio`;

export function useEditKeys(parts) {
  useEffect(() => {
    const keys = keysOf(parts);
    const press = (event) => {
      if (event.target.closest?.(WRITES)) return;
      const name = nameOf(event);
      const act = keys[name];
      if (!act || (PLAIN.has(name) && event.target.closest?.(OWN))) return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

/** Keys that mean something else on a button or a slider. */
const PLAIN = new Set([" ", "Enter", "ArrowLeft", "ArrowRight", "Shift+ArrowLeft", "Shift+ArrowRight"]);

function nameOf({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  const held = [(ctrlKey || metaKey) && "Ctrl", altKey && "Alt", shiftKey && key.length > 1 && "Shift", shiftKey && (ctrlKey || metaKey) && key.length === 1 && "Shift"];
  return [...held.filter(Boolean), key.length === 1 ? key.toLowerCase() : key].join("+");
}

function keysOf({ edit, playback, preview, marks }) {
  let speed = 1;
  const faster = () => {
    speed = playback.playing.peek() ? Math.min(FASTEST, speed * 2) : 1;
    playback.speed(speed);
    if (!playback.playing.peek()) playback.turn();
  };
  const step = (seconds) => () => playback.seek(edit.onFrame(playback.time.peek() + seconds));
  const chosen = (act) => () => edit.chosen.peek() !== null && act(edit.chosen.peek());
  const shift = (by) => chosen((key) => {
    const at = edit.parts.peek().findIndex((part) => part.key === key);
    edit.move(key, by > 0 ? at + 2 : at - 1);
  });
  return {
    " ": () => (preview.on.peek() ? preview.stop() : playback.turn()),
    j: () => step(-BACK_S)(),
    l: faster,
    i: () => marks.in(playback.time.peek()),
    o: () => marks.out(playback.time.peek()),
    p: () => (preview.on.peek() ? preview.stop() : preview.play()),
    Enter: () => marks.take(),
    ArrowLeft: step(-1 / edit.fps),
    ArrowRight: step(1 / edit.fps),
    "Shift+ArrowLeft": step(-1),
    "Shift+ArrowRight": step(1),
    "Alt+ArrowLeft": shift(-1),
    "Alt+ArrowRight": shift(1),
    s: chosen((key) => edit.divide(key, playback.time.peek())),
    Delete: chosen((key) => edit.remove(key)),
    Backspace: chosen((key) => edit.remove(key)),
    "Ctrl+z": edit.undo,
    "Ctrl+y": edit.redo,
    "Ctrl+Shift+z": edit.redo,
  };
}
