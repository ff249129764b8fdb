/** Where the page is, read from the address after `#`: `/`, `/new`, `/jobs/<id>`, `/jobs/<id>/edit`, `/jobs/<id>/clip`, `/videos`, `/videos/<id>`, `/feeds`, `/system`, each with a query: `?t=44` of a job is a moment, `?clip=1` a clip. */
import { signal } from "@preact/signals";
import { momentText } from "web/format/moment.js";

/** @typedef {{view: string, id: string|null, query: URLSearchParams, visit: number}} Route `visit`: another number when a link is followed, also to where the page is */

let visits = 0;

/** @type {import("@preact/signals").Signal<Route>} */
export const route = signal(parse(location.hash));
const follow = () => {
  visits += 1;
  route.value = parse(location.hash);
};
addEventListener("hashchange", follow);

export const jobHref = (id) => `#/jobs/${encodeURIComponent(id)}`;
export const editHref = (id) => `${jobHref(id)}/edit`;
/** A clip of a job: with `of` the one that is adjusted, else a new one. @param {{of?: string, start?: number, end?: number, title?: string}} what */
export const studioHref = (id, what = {}) => {
  const given = Object.entries(what).filter(([, value]) => value !== undefined && value !== "");
  return `${jobHref(id)}/clip?${new URLSearchParams(given.map(([name, value]) => [name, typeof value === "number" ? String(Math.round(value * 1000) / 1000) : value]))}`;
};
/** Two jobs side by side. */
export const compareHref = (a, b) => `#/compare?${new URLSearchParams({ a, b })}`;
export const videoHref = (id) => `#/videos/${encodeURIComponent(id)}`;

/** Where a job plays a moment, or one of its clips. */
export const momentHref = (id, seconds) => `${jobHref(id)}?t=${momentText(seconds)}`;
export const clipHref = (id, index) => `${jobHref(id)}?clip=${index}`;

/** A link of this page as an address for others. */
export const addressOf = (href) => new URL(href, location.href).href;

export function go(path) {
  if (location.hash === `#${path}`) follow();
  else location.hash = path;
}

/** Change the query without a new entry in the history. Empty values leave it. */
export function setQuery(changes) {
  const query = new URLSearchParams(route.value.query);
  for (const [name, value] of Object.entries(changes)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const path = location.hash.replace(/^#/, "").split("?")[0] || "/";
  const text = query.toString();
  history.replaceState(null, "", `#${path}${text ? `?${text}` : ""}`);
  route.value = parse(location.hash);
}

function parse(hash) {
  const { view, id, query } = place(hash);
  return { view, id, query, visit: visits };
}

function place(hash) {
  const [path, text = ""] = hash.replace(/^#/, "").split("?");
  const parts = path.split("/").filter(Boolean);
  const query = new URLSearchParams(text);
  if (parts.length === 0) return { view: "queue", id: null, query };
  if (parts[0] === "new" && parts.length === 1) return { view: "new", id: null, query };
  if (parts[0] === "feeds" && parts.length === 1) return { view: "feeds", id: null, query };
  if (parts[0] === "compare" && parts.length === 1) return { view: "compare", id: null, query };
  if (parts[0] === "system" && parts.length === 1) return { view: "system", id: null, query };
  if (parts[0] === "jobs" && parts.length === 2) return { view: "job", id: decodeURIComponent(parts[1]), query };
  if (parts[0] === "jobs" && parts.length === 3 && parts[2] === "edit") return { view: "edit", id: decodeURIComponent(parts[1]), query };
  if (parts[0] === "jobs" && parts.length === 3 && parts[2] === "clip") return { view: "clip", id: decodeURIComponent(parts[1]), query };
  if (parts[0] === "videos" && parts.length === 1) return { view: "videos", id: null, query };
  if (parts[0] === "videos" && parts.length === 2) return { view: "video", id: decodeURIComponent(parts[1]), query };
  return { view: "unknown", id: null, query };
}
