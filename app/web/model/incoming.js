/** A link that another app shares with this one, where it is installed: the address has it, and the form for new jobs opens with it. */
import { takeText } from "web/model/brought.js";
import { go } from "web/model/route.js";

/** Where apps put a link: in a field of its own, or in the text. */
const FIELDS = ["shared_url", "shared_text"];

/** Take what the address has, once: a reload does not bring it again. */
export function takeShared() {
  const query = new URLSearchParams(location.search);
  const texts = FIELDS.map((name) => query.get(name) ?? "");
  if (!FIELDS.some((name) => query.has(name))) return;
  for (const name of [...FIELDS, "shared_title"]) query.delete(name);
  history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
  if (takeText(texts.join("\n"))) go("/new");
}
