/** The links in a text: one a line, or separated by spaces. */

/** @typedef {{url: string, problem: string, playlist: boolean}} Link */

/** @param {string} text @returns {Link[]} each link once */
export function linksIn(text) {
  const seen = new Set(text.split(/\s+/).filter(Boolean));
  return [...seen].map((url) => ({ url, problem: problemOf(url), playlist: isPlaylist(url) }));
}

function problemOf(url) {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !/^https?:$/.test(parsed.protocol) || !parsed.hostname) return "This is no http(s) link.";
  return "";
}

/** Whether the link names a list as well as, or in place of, one video. */
function isPlaylist(url) {
  if (!URL.canParse(url)) return false;
  const { pathname, searchParams, hostname } = new URL(url);
  if (/(^|\.)youtube\.com$/.test(hostname)) return pathname === "/playlist" || searchParams.has("list");
  return /\/(playlist|sets|album|showcase)s?\//.test(pathname);
}
