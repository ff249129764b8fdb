/** Addresses on this server, also where a proxy serves it below a path prefix (ROOT_PATH). */
const PREFIX = document.documentElement.dataset.root ?? "";

/** @param {string} path from the server's root, as `/api/v1/jobs` @returns {string} */
export const address = (path) => PREFIX + path;
