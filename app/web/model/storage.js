/** What this browser remembers. Where storage is blocked, nothing is remembered and nothing breaks. */

/** @param {string} name @param {string} otherwise */
export function stored(name, otherwise) {
  try {
    return localStorage.getItem(name) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** @param {string} name @param {string} text empty forgets it */
export function store(name, text) {
  try {
    if (text) localStorage.setItem(name, text);
    else localStorage.removeItem(name);
  } catch {
    // Blocked or full: the choice lasts as long as the page.
  }
}
