/**
 * Files that other apps have shared: the worker has stored the forms on this device. They are shown in the form for new jobs, and
 * sent when people press a button, since any site's page could have sent them here. A form is deleted when all its files have
 * arrived or are discarded, so a closed page loses nothing: the next one shows them again, and goes on with what was begun.
 */
import { effect, signal } from "@preact/signals";
import { send } from "web/model/chosen_files.js";
import { draft } from "web/model/draft.js";
import { takeWords } from "web/model/incoming.js";
import { partsOf } from "web/model/multipart.js";
import { go } from "web/model/route.js";
import { isBegun } from "web/model/unfinished.js";

const FOLDER = "incoming";
const FIELD = "shared_files";
/** What nobody has sent by then is deleted: the app that shared it has it. */
const KEPT_MS = 7 * 86_400_000;

/** @typedef {{form: string, files: File[]}} Shared a form and its files, none until it is read */

/** What waits for a press. @type {import("@preact/signals").Signal<Shared[]>} */
export const shared = signal([]);
/** What is being sent. @type {import("@preact/signals").Signal<Shared[]>} */
const taken = signal([]);

/** Read what has come. A form that another tab shows is left to that one. */
export async function readShared() {
  const folder = await folderOf();
  if (!folder) return;
  for await (const [form, handle] of folder.entries()) await claimed(form, () => read(form, handle));
}

/** Send files that were shared; those of all forms, unless one is named. @param {string} [form] */
export function sendShared(form) {
  const chosen = shared.peek().filter((one) => one.files.length && (!form || one.form === form));
  shared.value = shared.peek().filter((one) => !chosen.includes(one));
  if (!chosen.length) return;
  draft.useSources();
  send(draft.uploads, chosen.flatMap(({ files }) => files.map((file) => ({ file, inFolder: false }))));
  taken.value = [...taken.peek(), ...chosen];
}

/** @param {string} form */
export function discardShared(form) {
  shared.value = shared.peek().filter((one) => one.form !== form);
  return remove(form);
}

/** Delete all of it, when somebody else may use the browser. */
export async function forgetShared() {
  const root = await navigator.storage?.getDirectory?.().catch(() => null);
  await root?.removeEntry(FOLDER, { recursive: true }).catch(() => {}); // there is none
}

effect(() => {
  const left = draft.uploads.items.value.filter(({ phase }) => phase !== "ready").map(({ file }) => file);
  const done = taken.value.filter(({ files }) => !files.some((file) => left.includes(file)));
  if (!done.length) return;
  taken.value = taken.peek().filter((one) => !done.includes(one));
  for (const { form } of done) remove(form);
});

async function read(form, handle) {
  const file = await handle.getFile();
  if (!file.size) return; // still being stored, or its worker was ended
  if (Date.now() - file.lastModified > KEPT_MS) return remove(form);
  shared.value = [...shared.peek(), { form, files: [] }];
  const parts = await partsOf(file);
  const files = parts.filter(({ name, content }) => name === FIELD && content.size).map((part) => fileOf(part, file.lastModified));
  const rest = shared.peek().filter((one) => one.form !== form);
  if (!files.length) {
    shared.value = rest;
    if (takeWords(await wordsIn(parts))) go("/new");
    return remove(form);
  }
  shared.value = [...rest, { form, files }];
  if (files.some(isBegun)) sendShared(form); // somebody has pressed the button before this page was loaded
}

/** With the time of its form, so that it is known again. */
const fileOf = ({ filename, type, content }, lastModified) => new File([content], filename || "shared", { type, lastModified });

const wordsIn = async (parts) => Object.fromEntries(await Promise.all(parts.map(async ({ name, content }) => [name, await content.text()])));

/** Do it in one tab alone, which has the form until it is closed. */
async function claimed(form, act) {
  await new Promise((resolve, reject) =>
    navigator.locks.request(`incoming ${form}`, { ifAvailable: true }, (lock) => {
      if (!lock) return resolve();
      act().then(resolve, reject);
      return new Promise(() => {});
    }),
  );
}

async function remove(form) {
  await (await folderOf())?.removeEntry(form).catch(() => {}); // gone already
}

/** Null where nothing has come, or this browser has none. */
async function folderOf() {
  try {
    return await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER);
  } catch {
    return null;
  }
}
