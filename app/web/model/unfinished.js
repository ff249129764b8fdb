/**
 * Uploads of this browser that are not complete, so that a reloaded page goes on where one stopped, once the same file is
 * chosen again: a page cannot open a file by itself.
 */
import { computed, signal } from "@preact/signals";
import { answer, del } from "web/net/api.js";
import { keepInTab, keptInTab, store, stored } from "web/model/storage.js";

const NAME = "uploads";
const TUS = { "Tus-Resumable": "1.0.0" };
/** An upload that another tab has touched within this time is that tab's. */
const OTHERS_MS = 30_000;
/** Longer ones have expired on any server that keeps its setting. */
const FORGOTTEN_MS = 7 * 86_400_000;
const MOST = 200;

/** @typedef {{name: string, size: number, id: string, offset: number, tab: string, at: number}} Unfinished */

const tab = keptInTab("tab", "") || crypto.getRandomValues(new Uint32Array(2)).join("-");

/** @type {import("@preact/signals").Signal<Record<string, Unfinished>>} by the file's fingerprint */
const known = signal(read());
/** Fingerprints of files that this page sends. */
const sending = signal(new Set());

/** What can be gone on with, the newest first. */
export const unfinished = computed(() =>
  Object.entries(known.value)
    .filter(([print, one]) => !sending.value.has(print) && isFree(one))
    .map(([print, one]) => ({ print, ...one }))
    .sort((one, other) => other.at - one.at),
);

/** Whether two choices are of the same file: its name, size and time of change. */
const printOf = ({ name, size, lastModified }) => `${name}|${size}|${lastModified}`;

/** Whether some of a file was sent by a page that is closed. @param {File} file */
export const isBegun = (file) => unfinished.peek().some(({ print }) => print === printOf(file));

/** What is known of a file, and where to note how far it is. @param {File} file @returns {import("web/net/upload.js").Memory & {release: () => void}} */
export function memoryOf(file) {
  const print = printOf(file);
  if (sending.peek().has(print)) return { id: "", keep() {}, drop() {}, release() {} }; // the same file twice: the second stands alone
  sending.value = new Set([...sending.peek(), print]);
  keepInTab("tab", tab); // so that this page goes on with it after a reload, and another tab does not
  known.value = read();
  const found = known.peek()[print];
  return {
    id: found && isFree(found) ? found.id : "",
    keep: (id, offset) => write(print, { name: file.name, size: file.size, id, offset, tab, at: Date.now() }),
    drop: () => write(print, null),
    release: () => (sending.value = new Set([...sending.peek()].filter((one) => one !== print))),
  };
}

/** Read how much the server has of each; what it does not know is forgotten. */
export function refresh() {
  for (const { print, id, ...one } of unfinished.peek()) {
    answer(`/api/v1/uploads/${id}`, { method: "HEAD", headers: TUS })
      .then(({ headers }) => (headers.has("Content-Location") ? write(print, null) : write(print, { ...one, id, offset: Number(headers.get("Upload-Offset")) })))
      .catch(({ status }) => status === 404 && write(print, null)); // else it stays as it was last known
  }
}

/** Delete what was stored of a file. @param {string} print */
export function discard(print) {
  const { id } = known.peek()[print] ?? {};
  write(print, null);
  if (id) del(`/api/v1/uploads/${id}`, { headers: TUS }).catch(() => {}); // it expires by itself
}

/** Forget all of them, when somebody else may use the browser. */
export function forgetUnfinished() {
  known.value = {};
  store(NAME, "");
  keepInTab("tab", "");
}

const isFree = ({ tab: of, at }) => of === tab || Date.now() - at > OTHERS_MS;

/** Other tabs write too, so all is read anew. */
function write(print, one) {
  const { [print]: _, ...others } = read();
  const all = one ? { ...others, [print]: one } : others;
  const newest = Object.entries(all).sort(([, a], [, b]) => b.at - a.at).slice(0, MOST);
  known.value = Object.fromEntries(newest);
  store(NAME, newest.length ? JSON.stringify(known.peek()) : "");
}

function read() {
  try {
    const all = Object.entries(JSON.parse(stored(NAME, "{}")));
    return Object.fromEntries(all.filter(([, one]) => Date.now() - one.at < FORGOTTEN_MS));
  } catch {
    return {};
  }
}
