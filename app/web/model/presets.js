/** Presets: named sets of job type, options and priority, of this browser's user. */
import { signal } from "@preact/signals";
import { del, get, post, request } from "web/net/api.js";
import { confirmed } from "web/model/confirm.js";
import { chosenOptions, flat } from "web/model/options.js";
import { JOB_TYPES } from "web/model/plan.js";
import { say, saying } from "web/model/toast.js";

const PATH = "/api/v1/presets";
const path = ({ id }) => `${PATH}/${encodeURIComponent(id)}`;

/** By their names; null until they are loaded. @type {import("@preact/signals").Signal<object[]|null>} */
export const presets = signal(null);

/** Load them; those of before stay where the server cannot be asked. */
export async function loadPresets() {
  const page = await get(PATH).catch(() => null);
  if (page) presets.value = page.items;
}

/** What the form shows for a preset: one of a type that this server no longer has is not shown. */
export const choiceOf = ({ job_type: jobType, options, priority }) => (jobType in JOB_TYPES ? { jobType, options: flat(options), priority } : null);

/** Store a choice of the form under a name; one of that name is replaced, if people want that. @returns {Promise<object|null>} */
export async function savePreset(name, { jobType, options, priority }) {
  const body = { name, job_type: jobType, options: chosenOptions(jobType, options), priority };
  const known = presets.peek()?.find((one) => one.name === name);
  if (known) {
    const sure = await confirmed({ title: "Replace this preset?", text: `“${name}” gets these options. Feeds that use it do so from their next check on.`, action: "Replace" });
    if (!sure) return null;
  }
  const made = await saying(() => (known ? request("PUT", path(known), { json: body }) : post(PATH, body)));
  if (!made) return null;
  say(known ? `“${name}” is replaced.` : `“${name}” is saved.`);
  await loadPresets();
  return made;
}

/** @returns {Promise<boolean>} whether it is deleted */
export async function deletePreset(preset) {
  const sure = await confirmed({ title: "Delete this preset?", text: `“${preset.name}” is gone then; jobs that were made with it stay.`, action: "Delete" });
  if (!sure) return false;
  const gone = await saying(async () => {
    await del(path(preset));
    return true;
  }, `“${preset.name}” is deleted.`);
  await loadPresets();
  return Boolean(gone);
}
