/** The speech models that the server has, and those that it can fetch; requested when the choice is opened. */
import { signal } from "@preact/signals";
import { get } from "web/net/api.js";

/** @typedef {{name: string, configured: boolean, on_disk: boolean, fetchable: boolean, size_bytes: number|null}} Model */

/** @type {import("@preact/signals").Signal<Model[]|null>} null before the first answer */
export const whisperModels = signal(null);

export async function loadModels() {
  try {
    const { items } = await get("/api/v1/models");
    whisperModels.value = items.filter(({ kind }) => kind === "whisper");
  } catch {
    // The server's own model can be used all the same, and the next visit requests them again.
  }
}

/** The names to choose from, each file once: `large` and `large-v3` are the same. @param {Model[]} models */
export function choices(models) {
  const named = models.filter(({ name }) => /^[\w.-]+$/.test(name) && !["large", "large-v3-turbo"].includes(name));
  return { here: named.filter((model) => model.on_disk), away: named.filter((model) => !model.on_disk) };
}
