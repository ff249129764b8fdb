/** What was chosen last in the palette, newest first; it stays in this browser until it signs out. */
import { signal } from "@preact/signals";
import { store, stored } from "web/model/storage.js";

const NAME = "recently used";
const MOST = 6;

/** @typedef {{key: string, kind: string, label: string, hint?: string, href?: string}} Recent a command has no `href` */

/** @type {import("@preact/signals").Signal<Recent[]>} */
export const recent = signal(read());

/** Put a row first. @param {Recent} row */
export function remember({ key, kind, label, hint, href }) {
  recent.value = [{ key, kind, label, hint, href }, ...recent.peek().filter((one) => one.key !== key)].slice(0, MOST);
  store(NAME, JSON.stringify(recent.peek()));
}

/** Delete all, as with the end of a session. */
export function forgetRecent() {
  recent.value = [];
  store(NAME, "");
}

function read() {
  try {
    const rows = JSON.parse(stored(NAME, "[]"));
    return Array.isArray(rows) ? rows.filter((row) => typeof row?.key === "string" && typeof row.label === "string") : [];
  } catch {
    return []; // of another version, or edited
  }
}
