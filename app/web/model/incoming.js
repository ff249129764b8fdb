/** What another app shares with this one, where it is installed: the form for new jobs opens with it. Nothing is sent before people press a button. */
import { takeText } from "web/model/brought.js";
import { go } from "web/model/route.js";
import { say } from "web/model/toast.js";

/** Where apps put a link: in a field of its own, or in the text. */
const FIELDS = ["shared_url", "shared_text"];
/** Why the worker could not store what was shared. */
const REASONS = {
  full: "This device has no room for what was shared. Make some, and share it again.",
  failed: "What was shared could not be read. Share it again.",
};

/** Take what the address has, once: a reload does not bring it again. */
export function takeShared() {
  const query = new URLSearchParams(location.search);
  const reason = query.get("incoming");
  if (!reason && !FIELDS.some((name) => query.has(name))) return;
  const words = Object.fromEntries(query);
  for (const name of [...FIELDS, "shared_title", "incoming"]) query.delete(name);
  history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
  if (REASONS[reason]) say(REASONS[reason], "bad");
  if (takeWords(words)) go("/new");
}

/** Add the links of what was shared to the draft. @param {Record<string, string>} words by the names of fields @returns {boolean} whether there was one */
export const takeWords = (words) => takeText(FIELDS.map((name) => words[name] ?? "").join("\n"));
