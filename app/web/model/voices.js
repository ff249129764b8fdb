/** Voices of people who were given a name: which are remembered, and the end of one. */
import { signal } from "@preact/signals";
import { confirmed } from "web/model/confirm.js";
import { saying } from "web/model/toast.js";
import { del, get } from "web/net/api.js";

const PATH = "/api/v1/voices";

/** @type {import("@preact/signals").Signal<object[]>} */
export const voices = signal([]);

export async function refresh() {
  const page = await get(PATH).catch(() => null); // the next refresh may succeed
  if (page) voices.value = page.items;
}

export async function forget(voice) {
  const sure = await confirmed({ title: `Forget the voice of “${voice.name}”?`, text: "Transcripts keep the name. Later recordings do not get it by themselves.", action: "Forget" });
  if (!sure) return;
  await saying(() => del(`${PATH}/${encodeURIComponent(voice.id)}`), "Forgotten.");
  await refresh();
}
