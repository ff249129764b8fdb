/** Finds the links in a text: one a line, or separated by spaces; other words are ignored. */

/** @typedef {{url: string, problem: string, playlist: ""|"whole"|"member"}} Link */

/** @param {string} text @returns {Link[]} each link once */
export function linksIn(text) {
  const seen = new Set(text.split("\n").flatMap(meantBy));
  return [...seen].map((url) => ({ url, problem: problemOf(url), playlist: playlistOf(url) }));
}

/** Parse a line: its links, of whatever kind, or the line itself if it has none. */
function meantBy(line) {
  const links = line.split(/\s+/).filter((word) => word.includes("://"));
  return links.length ? links : [line.trim()].filter(Boolean);
}

function problemOf(url) {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !/^https?:$/.test(parsed.protocol) || !parsed.hostname) return "This is no http(s) link.";
  return "";
}

/** Whether the link names a whole list, or one video as a member of a list (then that video is meant). */
function playlistOf(url) {
  if (!URL.canParse(url)) return "";
  const { pathname, searchParams, hostname } = new URL(url);
  if (/(^|\.)(youtube\.com|youtu\.be)$/.test(hostname)) {
    if (pathname === "/playlist" || /^\/(@|c\/|channel\/|user\/)/.test(pathname)) return "whole";
    return searchParams.has("list") ? "member" : "";
  }
  return /\/(playlist|sets|album|showcase)s?\//.test(pathname) ? "whole" : "";
}
