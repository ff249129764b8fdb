/** Keys of the clip's page: P plays it, I and O set its ends where the player stands, Ctrl Z undoes. */
import { useEffect } from "preact/hooks";

const WRITES = "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, dialog";

export function useClipKeys({ draft, playback, range }) {
  useEffect(() => {
    const keys = {
      p: range.turn,
      i: () => draft.set({ start: playback.time.peek() }),
      o: () => draft.set({ end: playback.time.peek() }),
    };
    const press = (event) => {
      const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
      if (event.target.closest?.(WRITES) || altKey) return;
      const held = ctrlKey || metaKey;
      const act = held ? { z: shiftKey ? draft.redo : draft.undo, y: draft.redo }[key.toLowerCase()] : !shiftKey && keys[key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}
