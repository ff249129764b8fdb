/** Files that were chosen or dropped, folders with all that is in them; what is no media is left out, and said. */
import { isMedia } from "web/format/media_files.js";
import { plural } from "web/format/number.js";
import { say } from "web/model/toast.js";

/**
 * The files of a drop, those in folders too. To be called in the drop's event: later its items are gone.
 * @param {DataTransfer} brought @returns {Promise<{file: File, inFolder: boolean}[]>}
 */
export async function filesIn(brought) {
  const items = [...brought.items].filter(({ kind }) => kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile());
  const found = await Promise.all(entries.filter(Boolean).map((one) => (one instanceof File ? [{ file: one, inFolder: false }] : filesOf(one, false))));
  return found.flat();
}

/** The files of a field, where a folder may have been chosen. @param {FileList} files */
export const chosenIn = (files) => [...files].map((file) => ({ file, inFolder: Boolean(file.webkitRelativePath) })).sort((one, other) => byName(one.file.webkitRelativePath, other.file.webkitRelativePath));

/** Upload what is media. @param {import("web/model/uploads.js").Uploads} uploads @param {{file: File, inFolder: boolean}[]} chosen */
export function send(uploads, chosen) {
  const media = chosen.filter(({ file, inFolder }) => isMedia(file) || (isMedia(file) === "" && !inFolder)).map(({ file }) => file);
  const skipped = chosen.filter(({ file }) => !media.includes(file)).map(({ file }) => file.name);
  uploads.add(media);
  if (skipped.length === 1) say(`${skipped[0]} is neither video nor audio and was left out.`, "bad");
  else if (skipped.length) say(`${plural(skipped.length, "file")} that are neither video nor audio were left out.`, media.length ? "good" : "bad");
}

async function filesOf(entry, inFolder) {
  if (entry.isFile) return [{ file: await new Promise((resolve, reject) => entry.file(resolve, reject)), inFolder }];
  const found = [];
  for (const one of await entriesOf(entry.createReader())) found.push(...(await filesOf(one, true)));
  return found;
}

const byName = (one, other) => one.localeCompare(other, undefined, { numeric: true });

/** A reader returns some entries at a time, none at its end. */
async function entriesOf(reader) {
  const all = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return all.sort((one, other) => byName(one.name, other.name));
    all.push(...some);
  }
}
