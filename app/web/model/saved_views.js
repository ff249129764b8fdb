/** Lists of videos that were saved under a name, kept on the server: those of this key's user, or of all keys without one. */
import { signal } from "@preact/signals";
import { say, saying } from "web/model/toast.js";
import { del, get, post } from "web/net/api.js";

const PATH = "/api/v1/videos/views";

/** @typedef {{name: string, status: string, q: string, tags: string[], sort: string, layout: string}} View */

const PARTS = ["status", "q", "tags", "sort", "layout"];

/** @type {import("@preact/signals").Signal<View[]>} */
export const views = signal([]);

export async function loadViews() {
  const found = await get(PATH).catch(() => null); // the list works without them
  if (found) views.value = found.items;
}

/** Save a list under a name. @param {View} view @returns {Promise<boolean>} false if it was refused */
export async function saveView(view) {
  const before = views.peek().find(({ name }) => name === view.name);
  if (!(await saying(() => post(PATH, view)))) return false;
  await loadViews();
  const undo = () => unlessChanged(view, () => (before ? put(before) : remove(view)));
  say(before ? `“${view.name}” is this list now.` : `Saved as “${view.name}”.`, "good", { label: "Undo", act: undo });
  return true;
}

export async function deleteView(view) {
  if (!(await remove(view))) return;
  say(`“${view.name}” is not kept any more.`, "good", { label: "Undo", act: () => unlessChanged({ name: view.name }, () => put(view)) });
}

/** Undo what made a list so, or what deleted it; not what somebody else has saved under its name since. */
async function unlessChanged(view, undo) {
  await loadViews();
  const now = views.peek().find(({ name }) => name === view.name) ?? { name: view.name };
  if (PARTS.every((part) => String(now[part] ?? "") === String(view[part] ?? ""))) return undo();
  say(`Somebody else has changed “${view.name}” since. It stays so.`, "bad");
}

async function put(view) {
  await saying(() => post(PATH, view));
  await loadViews();
}

async function remove({ name }) {
  const gone = await saying(async () => (await del(`${PATH}?name=${encodeURIComponent(name)}`), true));
  await loadViews();
  return gone;
}
