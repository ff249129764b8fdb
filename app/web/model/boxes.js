/** Whether words on screen are marked in the picture, as this browser's user chose last. */
import { signal } from "@preact/signals";
import { stored, store } from "web/model/storage.js";

const NAME = "boxes";

export const boxesShown = signal(stored(NAME, "") !== "off");

export function showBoxes(shown) {
  boxesShown.value = shown;
  store(NAME, shown ? "" : "off");
}
